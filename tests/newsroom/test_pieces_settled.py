"""Translators and editions have the approved words alone; a published statement stays as it was published."""

import pytest
from desk_hands import sit, url  # noqa: F401  a fixture
from django.db import DatabaseError, connection, transaction
from newsroom_screens import AT
from piece_hands import address, do

from unisono.languages.queries import approved_source
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.packs.po.exporting import export_po
from unisono.words.models import NewsPost, Statement, StatementVersion

DRAFTED = "Drafted and not approved"


@pytest.fixture
def drafted(river, person, browse, edit):
    """The river's campaign with drafts in a post and in the statement, and a post that nobody has approved."""
    editor = browse(person("editor"))
    edit(editor, NewsPost.objects.get(), title=DRAFTED)
    edit(editor, Statement.objects.get(), title=DRAFTED)
    edit(
        editor, NewsPost(), view="add", title=f"{DRAFTED} either", slug="third", date="2031-03-23 09:00", summary="S",
        body='{"blocks": [{"key": "a", "type": "unstyled", "text": "B", "depth": 0, "inlineStyleRanges": [], '
        '"entityRanges": []}], "entityMap": {}}',
    )  # fmt: skip
    return river


def test_a_translator_sees_no_draft_anywhere(drafted, sit):  # noqa: F811
    client = sit("translator", "ar")
    post = NewsPost.objects.get(slug="the-call")
    new = NewsPost.objects.get(slug="third")
    pages = [
        "/newsroom/desk/", url(drafted), url(drafted, piece=post), url(drafted, piece=Statement.objects.get()),
        f"{url(drafted, piece=post)}?similar=title", f"{url(drafted, piece=post, more='history/')}?key=title",
        f"/newsroom/board/{drafted.public_id}/", f"/newsroom/board/{drafted.public_id}/?into=ar",
        f"/newsroom/board/{drafted.public_id}/po/ar/",
    ]  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert answer.status_code in (200, 404), page
        assert DRAFTED not in answer.content.decode(), page
    assert client.get(url(drafted, piece=post)).status_code == 200
    assert client.get(url(drafted, piece=new)).status_code == 404
    assert client.get(address(post)).status_code == 302  # the editors' screen sends them away
    assert DRAFTED not in export_po(campaign=drafted, language="ar", at=AT).decode()


def test_what_is_translated_is_what_was_approved(drafted, sit):  # noqa: F811
    post = NewsPost.objects.get(slug="the-call")
    assert [one.text for one in approved_source(post.public_id, "en") if one.key == "title"] == ["The call"]


def test_an_edition_has_no_draft_and_no_language_that_is_half_ready(drafted, place):
    snapshot = read_snapshot(
        campaign=drafted, at=AT, origin="https://river.example.org", blobs=Store(place / "editions")
    )[0]
    assert [one.title for one in snapshot.in_language("en").news] == ["The call"]
    assert DRAFTED not in repr(snapshot.in_language("en")) + repr(snapshot.in_language("ar"))
    # French has one text of the campaign and no whole piece: nothing of it passes for ready.
    assert list(snapshot.in_language("fr").news) == []


# -- published versions of the statement


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE words_statementversion SET sha256 = 'x'",
        "UPDATE words_statementversion SET number = number + 7",
        "UPDATE words_statementversion SET segments = '[]'",
        "DELETE FROM words_statementversion",
    ],
)
def test_the_database_refuses_to_change_a_published_version(river, statement):
    before = list(StatementVersion.objects.values())
    assert len(before) == 1
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(StatementVersion.objects.values()) == before


def test_no_way_of_the_house_changes_a_published_version(river, person, browse, edit):
    version = StatementVersion.objects.get()
    version.segments = []
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        StatementVersion.objects.filter(pk=version.pk).delete()
    client = browse(person("organiser"))
    statement = Statement.objects.get()
    client.post(f"/newsroom/snippets/words/statement/delete/{statement.pk}/")
    client.post(f"/newsroom/bulk/words/statement/delete/?id={statement.pk}")
    assert Statement.objects.filter(pk=statement.pk).exists()
    assert StatementVersion.objects.get().segments != []


def test_old_numbers_stay_readable_and_can_be_compared(river, person, browse, edit):
    client = browse(person("editor"))
    statement = Statement.objects.get()
    before = statement.title
    edit(client, statement, title="The river belongs to everybody", publish=True)
    page = client.get(address(statement)).content.decode()
    assert "approved: Press statement “The river belongs to everybody”, version 2." in page
    first = client.get(address(statement, "versions/1/")).content.decode()
    assert before in first
    assert "The river belongs to everybody" not in first.split("<main")[1].split("SHA-256")[1]
    assert client.get(address(statement, "versions/3/")).status_code == 404
    sides = client.get(f"{address(statement, 'compare/')}?old=v1&new=v2").content.decode()
    assert sides.count('class="piece-change"') == 1
    assert "<ins>" in sides


def test_restoring_makes_a_draft_and_removes_nothing(river, person, browse, edit):
    client = browse(person("editor"))
    post = NewsPost.objects.get()
    edit(client, post, title="One", publish=True)
    first = NewsPost.objects.get().latest_revision_id
    edit(client, post, title="Two", publish=True)
    assert do(client, post, "restore", version=first).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.get_latest_revision_as_object().title, post.revisions.count()) == ("Two", "One", 3)
    assert "brought an earlier version back as a draft" in client.get(address(post)).content.decode()
    do(client, post, "restore", version="approved")
    post.refresh_from_db()
    assert post.get_latest_revision_as_object().title == "Two"
    assert post.revisions.count() == 4


def test_versions_of_lists_are_laid_beside_each_other(river, person, browse, edit):
    """Aims that moved and changed: word by word, the order by itself, in language and direction of the source."""
    client = browse(person("editor"))
    statement = Statement.objects.get()
    edit(client, statement)
    before = Statement.objects.get().latest_revision_id
    draft = Statement.objects.get().get_latest_revision_as_object()
    aims = list(draft.aims.all())
    assert len(aims) >= 2
    aims[0].text, aims[0].sort_order, aims[1].sort_order = "One river for <b>everybody</b>.", 1, 0
    draft.aims = [aims[1], aims[0]]
    draft.number = "9/2031"
    after = draft.save_revision().pk
    page = client.get(f"{address(statement, 'compare/')}?old={before}&new={after}").content.decode()
    headings = [one.split("</bdi>")[0] for one in page.split("<h3><bdi>")[1:]]
    assert headings == ["Aim a1", "Number", "Order: aims"]
    assert '<p class="piece-words" lang="en" dir="ltr">' in page
    arabic = client.get(f"{address(statement, 'compare/')}?old={after}&new={after}").content.decode()
    assert "These versions say the same." in arabic
    assert client.get(f"{address(statement, 'compare/')}?old=x&new={after}").status_code == 404
