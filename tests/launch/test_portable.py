"""Pages that read from a USB stick."""

import pytest

from unisono.launch.portable import portable_page

FILES = {"en/index.html": 1, "en/kit/index.html": 1, "ar/index.html": 1, "en/statement.pdf": 1}


@pytest.mark.parametrize(
    ("link", "rewritten"),
    [
        ("kit/", "kit/index.html"),
        ("./", "./index.html"),
        ("../ar/", "../ar/index.html"),
        ("kit/#understand", "kit/index.html#understand"),
        ("statement.pdf", "statement.pdf"),
        ("/", "/"),
        ("/en/kit/", "kit/index.html"),
        ("/en/statement.pdf", "statement.pdf"),
        ("#aims", "#aims"),
        ("nowhere/", "nowhere/"),
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_portable_page_rewrites_links_to_folders_of_the_edition(link, rewritten):
    assert portable_page(f'<a href="{link}">x</a>', "en/index.html", FILES) == f'<a href="{rewritten}">x</a>'


def test_portable_page_leaves_text_alone():
    text = '<p>Write href="kit/" yourself</p>'.replace('"', "&quot;")
    assert portable_page(text, "en/index.html", FILES) == text
