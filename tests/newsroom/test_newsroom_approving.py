"""Drafts change nothing; publishing is approving; taking back and deleting leave the next edition without."""

import pytest
from newsroom_screens import AT

from stories import river_files
from unisono.base.tasks import errands
from unisono.campaigns import operations
from unisono.facts.models import Fact
from unisono.languages.models import SettledCopy, State, Translation
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.launch.tasks import prepare_edition
from unisono.ledger.models import Entry
from unisono.newsroom import approving
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack
from unisono.words.models import NewsPost, Statement


def read(campaign, place):
    """Read the campaign as the next edition would."""
    store = Store(place / "editions")
    return read_snapshot(campaign=campaign, at=AT, origin="https://river.example.org", blobs=store)[0]


def english(campaign, place):
    return read(campaign, place).in_language("en")


def test_save_draft_changes_nothing_public(river, place, person, browse, edit):
    before = read(river, place)
    post = NewsPost.objects.get()

    answer = edit(browse(person("editor")), post, title="The second call")

    assert answer.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.has_unpublished_changes) == ("The call", True)
    assert post.get_latest_revision_as_object().title == "The second call"
    assert read(river, place) == before
    assert errands(river.public_id) == []
    assert not Entry.objects.filter(act="piece.approved", at__gt=AT).exists()


def test_publish_approves_in_the_name_of_the_person(river, place, person, browse, edit):
    editor = person("editor")
    post = NewsPost.objects.get()

    answer = edit(browse(editor), post, title="The second call", publish=True)

    assert answer.status_code == 302
    assert english(river, place).news[0].title == "The second call"
    entry = Entry.objects.filter(act="piece.approved").last()
    assert (entry.by, entry.object_id, entry.campaign_id) == (
        str(editor.public_id),
        str(post.public_id),
        river.public_id,
    )
    assert [errand.state for errand in errands(river.public_id, prepare_edition)] == ["waiting"]


def test_publish_marks_translations_stale_and_keeps_the_complete_one(river, place, person, browse, edit):
    post = NewsPost.objects.get()
    edit(browse(person("editor")), post, title="The second call", publish=True)

    title = Translation.objects.get(object_id=post.public_id, key="title", language="ar")
    assert (title.state, title.source_text, title.text) == (State.STALE, "The call", "النداء")
    arabic = read(river, place).in_language("ar").news[0]
    assert (arabic.title, arabic.behind) == ("النداء", True)


def test_publish_statement_makes_a_version_only_for_new_words(river, person, browse, edit):
    client = browse(person("editor"))
    statement = Statement.objects.get()
    edit(client, statement, publish=True, title="The river belongs to everybody")
    edit(client, statement, publish=True, number="2/2031")

    versions = list(statement.versions.values_list("number", flat=True))
    assert versions == [1, 2]
    assert ["title", "line", "The river belongs to everybody"] in statement.versions.last().segments
    statement.refresh_from_db()
    assert statement.number == "2/2031"


def test_publish_twice_asks_for_one_edition(river, person, browse, edit):
    client = browse(person("editor"))
    edit(client, NewsPost.objects.get(), title="One", publish=True)
    edit(client, NewsPost.objects.get(), title="Two", publish=True)
    assert len(errands(river.public_id, prepare_edition)) == 1


def test_publish_is_taken_back_when_approving_fails(river, person, browse, edit, monkeypatch):
    def refuse(**_):
        raise RuntimeError("no")

    monkeypatch.setattr(approving, "approve", refuse)
    with pytest.raises(RuntimeError):
        edit(browse(person("editor")), NewsPost.objects.get(), title="The second call", publish=True)
    assert NewsPost.objects.get().title == "The call"
    assert operations.approve is not refuse


def test_unpublish_leaves_the_piece_out_and_keeps_its_translations(river, place, person, browse):
    post = NewsPost.objects.get()
    client = browse(person("organiser"))

    answer = client.post(f"/newsroom/snippets/words/newspost/unpublish/{post.pk}/")

    assert answer.status_code == 302
    assert english(river, place).news == ()
    assert Translation.objects.filter(object_id=post.public_id).exists()
    assert Entry.objects.filter(act="piece.withdrawn", object_id=str(post.public_id)).count() == 1


def test_delete_forgets_translations_and_settled_copies(river, place, person, browse):
    post = NewsPost.objects.get()
    editor = person("editor")

    answer = browse(editor).post(f"/newsroom/snippets/words/newspost/delete/{post.pk}/")

    assert answer.status_code == 302
    assert english(river, place).news == ()
    assert not Translation.objects.filter(object_id=post.public_id).exists()
    assert not SettledCopy.objects.filter(object_id=post.public_id).exists()
    assert Entry.objects.get(act="piece.deleted").by == str(editor.public_id)


def test_delete_from_the_list_forgets_as_well(river, person, browse):
    post = NewsPost.objects.get()
    url = f"/newsroom/bulk/words/newspost/delete/?id={post.pk}"
    answer = browse(person()).post(url)
    assert answer.status_code == 302
    assert not NewsPost.objects.exists()
    assert not SettledCopy.objects.filter(object_id=post.public_id).exists()


def test_delete_a_published_statement_is_refused_in_words(river, person, browse):
    statement = Statement.objects.get()
    answer = browse(person()).post(f"/newsroom/snippets/words/statement/delete/{statement.pk}/", follow=True)
    assert "cannot be deleted while something depends on it: Version of the statement “1”" in answer.content.decode()
    assert Statement.objects.filter(pk=statement.pk).exists()


def test_delete_a_fact_of_a_card_from_the_list_is_refused_in_words(river, person, browse):
    fact = Fact.objects.get()
    answer = browse(person()).post(f"/newsroom/bulk/facts/fact/delete/?id={fact.pk}", follow=True)
    assert "something depends on it: Card “closed”" in answer.content.decode()
    assert Fact.objects.exists()


def test_ledger_refuses_changes_and_deletions(river):
    from django.db import IntegrityError, transaction

    for change in (lambda: Entry.objects.update(act="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert Entry.objects.filter(act="pack.imported").count() == 1


def test_editor_sees_what_a_pack_has_brought_since_beside_an_own_draft(river, person, browse, edit):
    client = browse(person("editor"))
    post = NewsPost.objects.get()
    edit(client, post, title="A draft of before")
    files = river_files()
    files["news/the-call/en.md"] = files["news/the-call/en.md"].replace(b"It has begun.", b"It has begun at last.")
    pack, _ = read_pack(files)
    import_pack(pack=pack, at=AT, by="command:test")

    page = client.get(f"/newsroom/snippets/words/newspost/edit/{post.pk}/").content.decode()
    assert "It has begun at last." in page
    assert "A draft of before" in page
    approved = NewsPost.objects.get()
    assert (approved.title, approved.summary, approved.has_unpublished_changes) == (
        "The call", "It has begun at last.", True,
    )  # fmt: skip
    history = client.get(f"/newsroom/snippets/words/newspost/history/{post.pk}/").content.decode()
    assert "Changed by a pack, and approved" in history
    edit(client, post, publish=True)
    assert (NewsPost.objects.get().title, NewsPost.objects.get().summary) == (
        "A draft of before", "It has begun at last.",
    )  # fmt: skip
