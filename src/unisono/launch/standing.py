"""Pages that belong to no edition: nothing is open, nothing is found, the newsroom restarts. They name no campaign."""

from typing import get_args

from unisono.base.home import Home
from unisono.launch.store import replace_file
from unisono.site.holding import Purpose, standing_pages


def write_standing_pages(home: Home) -> None:
    """Write these pages, one for each purpose and product language."""
    for purpose in get_args(Purpose):
        for code, page in standing_pages(purpose).items():
            replace_file(home.public / purpose / f"{code}.html", page.encode())
