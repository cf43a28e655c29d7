"""What the documentation says of languages is what the rules say."""

from tests.docs import languages_page

from unisono.languages.rules import proven_languages


def test_languages_page_is_what_the_rules_say() -> None:
    assert languages_page.PAGE.read_text(encoding="utf-8") == languages_page.written(), (
        "write it anew: python -m tests.docs.languages_page"
    )


def test_languages_page_has_a_row_for_each_language() -> None:
    rows = [line for line in languages_page.written().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in rows] == list(proven_languages())
