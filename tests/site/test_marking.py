"""Words that a language borrows say whose they are; nothing is blank, and whole languages borrow nothing."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.languages.catalogues import chain, product_languages, public_coverage
from unisono.site.marking import marked, plain, words_of

SIGNS = re.compile("[\ue000-\ue002]")


def test_a_language_asks_itself_then_what_it_inherits_from_then_english():
    assert chain("fr") == ("fr", "en")
    assert chain("fr-ca") == ("fr", "en")
    assert chain("pt-pt") == ("pt", "en")
    assert chain("zh-hant") == ("en",)
    assert chain("sr-latn") == ("en",)
    assert chain("fa") == chain("en") == ("en",)


def test_borrowed_words_are_marked_and_own_ones_are_not():
    assert marked(words_of("fa").gettext("Statement")) == '<span lang="en" dir="ltr">Statement</span>'
    assert marked(words_of("pt-pt").gettext("Statement")) == '<span lang="pt" dir="ltr">Declaração</span>'
    assert marked(words_of("fr").gettext("Statement")) == "Déclaration"
    assert marked(words_of("en").gettext("Statement")) == "Statement"
    assert marked(words_of("ar").gettext("No such words")) == '<span lang="en" dir="ltr">No such words</span>'


def test_numbers_and_ambiguous_words_are_marked_too():
    words = words_of("fa")
    assert marked(words.ngettext("%(n)s card", "%(n)s cards", 3)) == '<span lang="en" dir="ltr">%(n)s cards</span>'
    assert marked(words.pgettext("verb", "Open")) == '<span lang="en" dir="ltr">Open</span>'
    assert "<span" in marked(words.npgettext("verb", "one", "many", 1))


@pytest.mark.parametrize("code", product_languages())
def test_a_language_with_all_its_words_borrows_nothing(code):
    coverage = public_coverage(code)
    if coverage.done < coverage.messages:
        pytest.skip("its catalogue is being brought up to date")
    assert marked(words_of(code).gettext("Statement")) == plain(words_of(code).gettext("Statement"))


def test_where_no_element_can_be_there_are_the_words_alone():
    word = words_of("fa").gettext("Statement")
    page = f'<title>{word}</title><a title="{word}">{word}</a><option>{word}</option><p>{word} <b>x</b></p>'
    span = '<span lang="en" dir="ltr">Statement</span>'
    assert marked(page) == (
        f'<title>Statement</title><a title="Statement">{span}</a><option>Statement</option><p>{span} <b>x</b></p>'
    )


def test_words_with_elements_in_them_are_marked_as_a_whole():
    word = words_of("fa").gettext('Read <a href="x">this</a> on')
    assert marked(f"<p>{word}</p>") == '<p><span lang="en" dir="ltr">Read <a href="x">this</a> on</span></p>'


class Read(HTMLParser):
    """The text of a page, and whether every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.open, self.is_well_formed = "", [], True

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        self.is_well_formed &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


words = st.sampled_from(["Statement", "Kit", "Read <b>this</b>", "a &amp; b"])
parts = st.lists(st.tuples(st.sampled_from(["p", "title", "i", "li"]), st.lists(words | st.just("own"), max_size=3)))


@given(parts)
def test_marking_changes_no_word_and_leaves_no_sign(given_parts):
    page = "".join(
        f"<{tag}>" + " ".join(one if one == "own" else words_of("fa").gettext(one) for one in said) + f"</{tag}>"
        for tag, said in given_parts
    )
    before, after = Read(), Read()
    before.feed(plain(page))
    after.feed(marked(page))
    assert after.text == before.text
    assert after.is_well_formed
    assert after.open == []
    assert not SIGNS.search(marked(page))
