"""Pages that belong to no edition: what the door shows when nothing is open or found. They name no campaign."""

from unisono.base.home import Home
from unisono.launch.store import replace_file
from unisono.site.holding import holding_pages, missing_pages


def write_standing_pages(home: Home) -> None:
    """Write the holding pages and the pages for what is not found, one a product language."""
    for folder, pages in (("holding", holding_pages()), ("missing", missing_pages())):
        for code, page in pages.items():
            replace_file(home.public / folder / f"{code}.html", page.encode())
