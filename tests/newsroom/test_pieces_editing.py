"""Two people with the same piece open, an organiser's lock, what a device has kept."""

import pytest
from django.core.cache import cache
from piece_hands import address, do, form_of, said
from wagtail.admin.models import EditingSession

from unisono.campaigns.approval import Locked
from unisono.campaigns.models import Campaign, CampaignLanguage, PieceLock
from unisono.ledger.models import Entry
from unisono.packs.faults import PackRefused
from unisono.packs.importing import Settling, import_pack
from unisono.packs.reading import read_pack
from unisono.people.models import User
from unisono.words.models import NewsPost


@pytest.fixture
def two(person, browse):
    """Ada and Ben, both editors."""
    users = [person("editor"), person("editor")]
    User.objects.filter(pk=users[0].pk).update(first_name="Ada")
    return [browse(user) for user in users]


def post() -> NewsPost:
    return NewsPost.objects.get()


def edit_url() -> str:
    return f"/newsroom/snippets/words/newspost/edit/{post().pk}/"


def titles() -> list[str]:
    return [one.as_object().title for one in post().revisions.order_by("pk")]


# -- nobody's newer version is overwritten unseen


@pytest.mark.parametrize("begun", [False, True], ids=["no draft yet", "a draft"])
def test_the_second_saver_sees_both_and_chooses(river, two, edit, begun):
    ada, ben = two
    if begun:
        edit(ada, post(), title="Before")
    theirs, mine = (form_of(client, edit_url()) | {"title": [title]} for client, title in ((ada, "A’s"), (ben, "B’s")))
    assert ada.post(edit_url(), theirs).status_code == 302

    answer = ben.post(edit_url(), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody has saved a newer version. Nothing is overwritten" in " ".join(said(answer))
    assert "There are two versions" in page
    assert "w-autosave#save" not in page  # nothing is saved before a person has chosen
    assert page.count('class="piece-change"') == 1
    assert titles()[-1] == "A’s"
    # What was typed stands in the form, which goes on from the newer version: saving it now is a choice.
    from newsroom_screens import Form

    shown = Form()
    shown.feed(page)
    assert shown.data["title"][0].removeprefix("\n") == "B’s"
    again = {name: [one.removeprefix("\n") for one in lines] for name, lines in shown.data.items()}
    again = {name: lines for name, lines in again.items() if name not in ("q", "preview_mode")}
    assert ben.post(edit_url(), again).status_code == 302
    assert titles()[-2:] == ["A’s", "B’s"]


def test_saving_by_itself_does_not_overwrite_either(river, two):
    ada, ben = two
    theirs, mine = (form_of(client, edit_url()) | {"title": [title]} for client, title in ((ada, "A’s"), (ben, "B’s")))
    assert ada.post(edit_url(), theirs).status_code == 302
    answer = ben.post(edit_url(), mine, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert titles() == ["A’s"]


def test_a_form_that_says_nothing_of_its_version_overwrites_nothing(river, two):
    ada, ben = two
    ada.post(edit_url(), form_of(ada, edit_url()) | {"title": ["A’s"]})
    mine = form_of(ben, edit_url()) | {"title": ["B’s"]}
    for name in ("loaded_revision_id", "loaded_revision_created_at"):
        del mine[name]
    assert ben.post(edit_url(), mine).status_code == 409
    assert titles() == ["A’s"]


def test_a_draft_saved_in_the_same_moment_is_not_overwritten(river, two, monkeypatch):
    from unisono.newsroom.pieces import editing

    ada, ben = two
    mine = form_of(ben, edit_url()) | {"title": ["B’s"]}
    checked = editing.Editing.is_valid

    def meanwhile(view, form):
        fine = checked(view, form)
        monkeypatch.setattr(editing.Editing, "is_valid", checked)
        ada.post(edit_url(), form_of(ada, edit_url()) | {"title": ["A’s"]})
        return fine

    monkeypatch.setattr(editing.Editing, "is_valid", meanwhile)
    answer = ben.post(edit_url(), mine)
    assert "Somebody has saved a newer version in this moment" in " ".join(said(answer))
    assert titles() == ["A’s"]


def test_a_broken_form_in_a_conflict_loses_nothing(river, two):
    ada, ben = two
    mine = form_of(ben, edit_url()) | {"title": ["B’s"], "date": ["never"]}
    ada.post(edit_url(), form_of(ada, edit_url()) | {"title": ["A’s"]})
    answer = ben.post(edit_url(), mine)
    assert answer.status_code == 409
    assert "B’s" in answer.content.decode()
    assert titles() == ["A’s"]


def test_what_a_device_has_kept_is_shown_and_not_saved(river, two):
    ada, _ben = two
    kept = form_of(ada, edit_url()) | {"title": ["Kept"], "newsroom-look": ["1"]}
    answer = ada.post(edit_url(), kept)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Kept on this device, not saved yet" in page
    assert page.count('class="piece-change"') == 1
    assert titles() == []
    new = ada.post("/newsroom/snippets/words/newspost/add/", kept | {"slug": ["kept"]})
    assert new.status_code == 200
    assert "Kept" in new.content.decode()
    assert NewsPost.objects.count() == 1


def test_saving_is_told_once_a_session(river, two, edit):
    ada, _ben = two
    edit(ada, post(), title="One")
    edit(ada, post(), title="One more", overwrite_revision_id=str(post().latest_revision_id))
    edit(ada, post(), title="Two")
    assert list(Entry.objects.filter(act="piece.saved").values_list("label", flat=True)) == ["words.NewsPost"] * 2


# -- who else is there


def ping(client, session=None, **given):
    number = session or 0
    return client.post(f"/newsroom/editing-sessions/ping/words/newspost/{post().pk}/{number}/", given)


def test_each_sees_the_other_since_when_and_the_last_keystroke(river, two):
    ada, ben = two
    cache.clear()
    ada.get(edit_url())
    hers = ping(ada, EditingSession.objects.last().pk).json()["session_id"]
    ben.get(edit_url())
    his = ping(ben, EditingSession.objects.last().pk).json()["session_id"]
    assert "Ada has had this open since" in ping(ben, his).json()["html"]
    assert "has written nothing yet" in ping(ben, his).json()["html"]
    ping(ada, hers, typed="65")
    html = ping(ben, his).json()["html"]
    assert "Ada has had this open since" in html
    assert "last keystroke 1 minute ago." in html
    assert "Ben has had this open since" in ping(ada, hers).json()["html"]
    ping(ada, hers, typed="5")
    assert "last keystroke less than a minute ago." in ping(ben, his).json()["html"]
    ping(ada, hers, typed="7300")
    assert "last keystroke 2 hours ago." in ping(ben, his).json()["html"]
    cache.clear()  # a new process knows only that somebody is there
    ping(ben, his)
    assert "Ada has this open." in ping(ben, his).json()["html"]


def test_a_newer_version_is_told_without_threats(river, two, edit):
    ada, ben = two
    edit(ada, post(), title="One")
    began = form_of(ben, edit_url())
    given = {
        "revision_id": began["loaded_revision_id"][0],
        "revision_created_at": began["loaded_revision_created_at"][0],
    }
    edit(ada, post(), title="Two")
    html = ping(ben, **given).json()["html"]
    assert "Ada has saved a newer version than the one you see." in html
    assert "Nothing is overwritten" in html


def test_the_first_draft_is_told_to_who_opened_the_piece_without_any(river, two, edit):
    ada, ben = two
    ben.get(edit_url())
    assert "newer version" not in ping(ben).json()["html"]
    edit(ada, post(), title="One")
    told = ping(ben).json()
    assert "Ada has saved a newer version than the one you see." in told["html"]
    assert [bool(one["revision_id"]) for one in told["other_sessions"]] == [True]
    assert "newer version" not in ping(ada).json()["html"]


def test_nobody_of_another_campaign_learns_who_is_there(river, two, person, browse):
    ada, _ben = two
    ada.get(edit_url())
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    stranger = browse(person("organiser", campaign=lake))
    answer = ping(stranger)
    assert answer.status_code in (302, 403)
    assert "Ada" not in answer.content.decode()
    assert stranger.post("/newsroom/editing-sessions/ping/words/nothing/1/0/", {}).status_code in (302, 403)


# -- locks


@pytest.fixture
def locked(river, person, browse, two, edit):
    """The post with a draft, locked by an organiser."""
    edit(two[0], post(), title="Drafted")
    organiser = browse(person("organiser"))
    assert do(organiser, post(), "lock", why="It is being signed.").status_code == 302
    return organiser


def test_a_locked_piece_is_changed_by_no_door(locked, two, edit):
    ada, _ben = two
    page = ada.get(edit_url()).content.decode()
    assert "It is being signed." in page
    assert "action-publish" not in page
    for client in (ada, locked):
        edit(client, post(), title="Changed")
        edit(client, post(), title="Changed", publish=True)
        for act in ("hand-in", "approve"):
            assert do(client, post(), act).status_code == 409
        assert do(client, post(), "restore", version=post().latest_revision_id).status_code == 409
        client.post(f"/newsroom/snippets/words/newspost/unpublish/{post().pk}/")
        client.post(f"/newsroom/snippets/words/newspost/delete/{post().pk}/")
        client.post(f"/newsroom/bulk/words/newspost/delete/?id={post().pk}")
    for change in (
        lambda: post().latest_revision.publish(),
        lambda: post().unpublish(),
        lambda: post().get_latest_revision_as_object().save_revision(),
    ):
        with pytest.raises(Locked):
            change()
    assert (post().title, post().live, titles()) == ("The call", True, ["Drafted"])


def test_a_pack_does_not_change_a_locked_piece_either(locked, place):
    from newsroom_screens import AT

    from stories import river_files

    files = river_files()
    files["news/the-call/en.md"] = files["news/the-call/en.md"].replace(b"The call", b"From a folder")
    pack, _faults = read_pack(files)
    with pytest.raises(PackRefused) as refused:
        import_pack(pack=pack, at=AT, by="command:pack import", settling=Settling(theirs=("*",)))
    assert "is locked" in str(refused.value.faults[0].what)
    without = {name: content for name, content in river_files().items() if not name.startswith("news/")}
    pack, _faults = read_pack(without)
    with pytest.raises(PackRefused):
        import_pack(pack=pack, at=AT, by="command:pack import", settling=Settling(theirs=("*",)), remove_missing=True)
    assert post().title == "The call"


def test_unlocking_lets_go_on(locked, two, edit):
    assert do(two[0], post(), "unlock").status_code == 302
    assert PieceLock.objects.exists()  # an editor cannot
    assert do(locked, post(), "lock").status_code == 409
    assert do(locked, post(), "unlock").status_code == 302
    assert do(locked, post(), "unlock").status_code == 409
    edit(two[0], post(), title="Changed")
    assert titles()[-1] == "Changed"
    acts = list(Entry.objects.filter(act__in=["piece.locked", "piece.unlocked"]).values_list("act", flat=True))
    assert acts == ["piece.locked", "piece.unlocked"]


def test_a_deleted_piece_leaves_no_lock_and_no_hand_in(river, two, edit):
    from unisono.campaigns.models import HandIn

    ada, _ben = two
    edit(ada, post(), title="One")
    do(ada, post(), "hand-in")
    gone = post()
    ada.post(f"/newsroom/snippets/words/newspost/delete/{gone.pk}/")
    assert not HandIn.objects.exists()
    assert ada.get(address(gone)).status_code == 302
