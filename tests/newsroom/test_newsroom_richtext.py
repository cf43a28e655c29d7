"""What the editor's rich text field sends is within the subset, or is refused in plain words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from unisono.campaigns.fields import BODY_FEATURES, INLINE_FEATURES, BodyFormField, ParagraphFormField
from unisono.languages.richtext import Block, Run, blocks_from_html, canonical_blocks, html_from_blocks
from unisono.words.models import Affirmation, Aim, NewsPost, Statement, Texts

WORDS = st.text("abc é&<>'\"نهر ", min_size=1, max_size=12)
RUNS = st.builds(
    Run,
    WORDS,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "https://river.example.org/?a=1&b=2", "mailto:a@b.org"]),
)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(["paragraph", "heading", "bullet", "number", "quote"]),
        st.lists(RUNS, min_size=1, max_size=4).map(tuple),
    ),
    max_size=6,
).map(canonical_blocks)


@pytest.fixture(scope="module")
def converter():
    """The editor's own translation between HTML and what its field holds."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    return ContentstateConverter(features=BODY_FEATURES)


@given(BLOCKS)
def test_editor_keeps_everything_that_the_subset_has(converter, blocks):
    # The one thing that it does not keep: an italic space between two italic words, of which one is bold as well.
    marked = [run for block in blocks for run in block.runs if run != Run(run.text)]
    assume(all(run.text == run.text.strip() for run in marked))
    sent = converter.to_database_format(converter.from_database_format(html_from_blocks(blocks)))
    assert blocks_from_html(sent) == blocks
    assert BodyFormField(required=False).clean(sent) == html_from_blocks(blocks)


def test_clean_makes_the_canonical_form():
    sent = '<p data-block-key="x1">Two  <b>bold </b>words<br/>here</p><p data-block-key="x2"></p>'
    assert BodyFormField().clean(sent) == "<p>Two <b>bold</b> words here</p>"


def test_clean_an_empty_editor_is_no_words():
    with pytest.raises(ValidationError, match="This field is required"):
        BodyFormField().clean('<p data-block-key="x1"></p>')
    assert BodyFormField(required=False).clean('<p data-block-key="x1"></p>') == ""
    assert ParagraphFormField(required=False).clean('<p data-block-key="x1"></p>') == ""


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "Lists and paragraphs do not nest"),
        ("<h2>Head</h2>", "<h2> is not in the subset"),
        ('<p><a linktype="page" id="3">x</a></p>', "<a> with linktype="),
        ('<p><a href="tel:123">x</a></p>', "a link to “tel:123”"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "a link to “javascript:alert(1)”"),
        ("<p>a<script>alert(1)</script></p>", "<script> is not in the subset"),
        ("<hr/>", "<hr> is not in the subset"),
    ],
)
def test_clean_refuses_what_the_subset_does_not_have(sent, said):
    with pytest.raises(ValidationError) as fault:
        BodyFormField().clean(sent)
    assert fault.value.messages[0].startswith(
        "This text holds something that pages, cards and translations cannot carry:"
    )
    assert said in fault.value.messages[0]


def test_clean_takes_one_paragraph_with_or_without_its_element():
    for sent in ('<p data-block-key="k">Open the <b>banks</b>.</p>', "Open the <b>banks</b>."):
        assert ParagraphFormField().clean(sent) == "Open the <b>banks</b>."


@pytest.mark.parametrize("sent", ["<p>a</p><p>b</p>", "<ul><li>a</li></ul>", "<h3>a</h3>"])
def test_clean_refuses_more_than_one_paragraph(sent):
    with pytest.raises(ValidationError, match="This is one paragraph"):
        ParagraphFormField().clean(sent)


@pytest.mark.parametrize(
    ("model", "field", "features"),
    [
        (Texts, "about", BODY_FEATURES),
        (Statement, "lead", BODY_FEATURES),
        (Statement, "closing", BODY_FEATURES),
        (NewsPost, "body", BODY_FEATURES),
        (Aim, "text", INLINE_FEATURES),
        (Affirmation, "text", INLINE_FEATURES),
    ],
)
def test_editor_offers_the_subset_and_nothing_else(model, field, features):
    found = model._meta.get_field(field)
    assert found.features == features
    form = found.formfield()
    assert type(form) is (ParagraphFormField if features == INLINE_FEATURES else BodyFormField)
    assert form.widget.features == features


def test_editor_saves_a_statement_without_changing_a_word(river, person, browse, edit):
    statement = Statement.objects.get()
    before = statement.segments()
    assert edit(browse(person("editor")), statement, publish=True).status_code == 302
    assert Statement.objects.get().segments() == before


def test_editor_says_what_cannot_be_saved(river, person, browse, edit, draftail):
    nested = draftail.write("<ul><li>a<ul><li>b</li></ul></li></ul>")
    answer = edit(browse(person("editor")), NewsPost.objects.get(), publish=True, body=nested)
    assert answer.status_code == 200
    assert "cannot carry: &lt;ul&gt; cannot stand here. Lists and paragraphs do not nest" in answer.content.decode()
    assert NewsPost.objects.get().latest_revision is None


def test_link_window_offers_addresses_and_mailboxes_only(river, person, browse):
    client = browse(person("editor"))
    page = client.get("/newsroom/choose-external-link/?allow_external_link=true&allow_phone_link=true")
    shown = page.json()["html"]
    assert "External link" in shown
    assert "Email link" in shown
    assert "Internal link" not in shown
    assert "Phone link" not in shown
    post = NewsPost.objects.get()
    editor = client.get(f"/newsroom/snippets/words/newspost/edit/{post.pk}/").content.decode()
    assert "&quot;pageChooser&quot;: &quot;/newsroom/choose-external-link/&quot;" in editor
