"""An editor hands in, somebody approves or sends back; with two pairs of eyes nobody approves what they wrote."""

import pytest
from newsroom_screens import AT, speak
from piece_hands import address, do, said, seen

from unisono.campaigns.approval import SecondPersonNeeded, writers_of
from unisono.campaigns.models import Campaign, HandIn
from unisono.languages.models import Remark
from unisono.ledger.models import Entry
from unisono.mail.models import Letter
from unisono.packs.importing import import_pack
from unisono.packs.reading import read_pack
from unisono.people.models import Role, User
from unisono.press.models import PressDesk
from unisono.words.models import NewsPost, Statement

ACTS = (
    "see", "hand-in", "take-back", "approve", "send-back", "lock", "unlock", "restore", "say", "answer", "resolve",
)  # fmt: skip
EDITING = {"see", "hand-in", "take-back", "restore", "say", "answer", "resolve"}
#: Who may do what with a piece of words, and with the press desk: written down once more.
MAY = {
    Role.ORGANISER: (set(ACTS), set(ACTS)),
    Role.EDITOR: (EDITING | {"approve", "send-back"}, set()),
    Role.TRANSLATOR: (set(), set()),
    Role.REVIEWER: (set(), set()),
    Role.MODERATOR: (set(), set()),
    Role.PRESS_OFFICER: (set(), EDITING | {"approve", "send-back"}),
}


@pytest.fixture
def team(person, browse):
    """Ada writes, Ben may approve as well; both are editors. Returns browsers and people."""

    def made(name, *roles):
        user = person(*(roles or ("editor",)))
        User.objects.filter(pk=user.pk).update(first_name=name)
        return browse(user), User.objects.get(pk=user.pk)

    return made


@pytest.fixture
def four_eyes(river):
    Campaign.objects.update(four_eyes=True)
    river.refresh_from_db()
    return river


def post() -> NewsPost:
    return NewsPost.objects.get()


def has_done(act: str, piece) -> bool:
    """Whether what a button does has happened."""
    last = Entry.objects.order_by("-pk").values_list("act", flat=True)[:3]
    names = {
        "hand-in": "piece.handed-in", "take-back": "piece.taken-back", "approve": "piece.approved",
        "send-back": "piece.sent-back", "lock": "piece.locked", "unlock": "piece.unlocked",
        "restore": "piece.restored", "say": "remark.said", "answer": "remark.said", "resolve": "remark.resolved",
    }  # fmt: skip
    return names[act] in last


PRESS = [(role, act, 1) for role in ("organiser", "editor", "press-officer") for act in ("see", "approve", "lock")]


@pytest.mark.parametrize(("role", "act", "kind"), [(role, act, 0) for role in Role for act in ACTS] + PRESS)
def test_every_role_does_exactly_what_is_written(river, person, browse, edit, role, act, kind):
    piece = (NewsPost, PressDesk)[kind].objects.get()
    writer = browse(person("organiser"))
    edit(writer, piece, **({"title": "Anew"} if kind == 0 else {"boilerplate": "Anew."}))
    do(writer, piece, "say", **{"remark:title": "Is this right?"})
    if act in ("take-back", "send-back", "approve"):
        do(writer, piece, "hand-in")
    if act == "unlock":
        do(writer, piece, "lock")
    client = browse(person(role))
    Entry.objects.create(at=AT, by="command", act="test.begins", label="", object_id="")
    Entry.objects.create(at=AT, by="command", act="test.begins", label="", object_id="")
    Entry.objects.create(at=AT, by="command", act="test.begins", label="", object_id="")
    given = {
        "reason": "Shorter.", "remark:title": "Why?", "thread": "en title", "answer": "Yes.",
        "version": piece.revisions.first().pk,
    }  # fmt: skip
    if act not in ("say", "send-back"):
        del given["remark:title"]

    answer = client.get(address(piece)) if act == "see" else do(client, piece, act, **given)

    done = answer.status_code == 200 if act == "see" else has_done(act, piece)
    assert done == (act in MAY[role][kind])


def test_hand_in_send_back_mend_approve(river, team, edit):
    (ada, ada_user), (ben, ben_user) = team("Ada"), team("Ben")
    edit(ada, post(), title="The second call")

    assert do(ada, post(), "hand-in", note="Please read the title.").status_code == 302
    waiting = HandIn.objects.get()
    assert (waiting.state, waiting.note, waiting.handed_in_by) == (
        "waiting",
        "Please read the title.",
        str(ada_user.public_id),
    )
    assert "Waiting for you" in ben.get("/newsroom/").content.decode()
    assert "Waiting for you" not in ada.get("/newsroom/").content.decode()

    page = ben.get(address(post())).content.decode()
    assert "<del>call</del>" not in page  # words stand whole beside each other, and only what differs is marked
    assert "<ins>second </ins>" in page

    assert do(ben, post(), "send-back", reason="  ").status_code == 409
    assert HandIn.objects.get().state == "waiting"
    assert do(ben, post(), "send-back", reason="Too long.", **{"remark:title": "This word."}).status_code == 302
    sent = HandIn.objects.get()
    assert (sent.state, sent.reason, sent.decided_by) == ("sent-back", "Too long.", str(ben_user.public_id))
    assert Remark.objects.get(language="en", key="title").text == "This word."
    home = ada.get("/newsroom/").content.decode()
    assert "Sent back to you" in home
    assert "Too long." in home
    assert "Too long." in ada.get(f"/newsroom/snippets/words/newspost/edit/{post().pk}/").content.decode()

    edit(ada, post(), title="Second call")
    do(ada, post(), "hand-in")
    assert "Sent back to you" not in ada.get("/newsroom/").content.decode()
    assert do(ben, post(), "approve").status_code == 302
    assert (post().title, post().has_unpublished_changes) == ("Second call", False)
    assert list(HandIn.objects.values_list("state", flat=True)) == ["sent-back", "approved"]


def test_what_was_typed_stays_where_it_could_not_be_done(river, team, edit):
    (ada, _), (ben, _) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    do(ada, post(), "hand-in")
    old = seen(post())
    edit(ada, post(), title="Two")

    answer = ben.post(address(post()), {"act": "approve", "seen": old, "remark:title": "Fine, but …"})

    assert answer.status_code == 409
    assert "Somebody has saved a newer draft meanwhile" in " ".join(said(answer))
    assert "Fine, but …" in answer.content.decode()
    assert not Remark.objects.exists()
    assert post().title == "The call"


def test_hand_in_needs_something_new_and_replaces_what_waits(river, team, edit):
    ada, _user = team("Ada")
    assert do(ada, post(), "hand-in").status_code == 409
    edit(ada, post(), title="One")
    do(ada, post(), "hand-in")
    edit(ada, post(), title="Two")
    do(ada, post(), "hand-in")
    assert list(HandIn.objects.values_list("state", flat=True)) == ["replaced", "waiting"]
    do(ada, post(), "take-back")
    assert do(ada, post(), "take-back").status_code == 409
    assert list(HandIn.objects.values_list("state", flat=True)) == ["replaced", "taken-back"]


def test_save_and_hand_in_leads_to_handing_in(river, team, edit):
    ada, _user = team("Ada")
    answer = edit(ada, post(), title="One", **{"action-hand-in": "action-hand-in"})
    assert answer.headers["Location"] == f"{address(post())}#hand-in"
    assert post().get_latest_revision_as_object().title == "One"
    assert not HandIn.objects.exists()


# -- letters


def test_each_reader_gets_one_letter_in_their_language(river, team, edit):
    (ada, _), (_ben, ben_user), (_cem, cem_user) = team("Ada"), team("Ben"), team("Cem", "organiser")
    team("Dov", "press-officer")
    speak(ben_user, "fr")
    edit(ada, post(), title="One")
    do(ada, post(), "hand-in")
    letters = Letter.objects.filter(kind="hand-in").order_by("pk")
    assert [(one.recipient, one.language) for one in letters] == [(ben_user.email, "fr"), (cem_user.email, "en")]
    assert letters[1].content["subject"].endswith("waits for review")
    assert letters[1].content["address"].endswith(address(post()))

    edit(ada, post(), title="Two")  # changing it again tells nobody
    assert Letter.objects.filter(kind="hand-in").count() == 2


def test_who_is_sent_back_gets_the_reason_by_mail_once(river, team, edit):
    (ada, ada_user), (ben, _) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    do(ada, post(), "hand-in")
    do(ben, post(), "send-back", reason="Too long.")
    do(ben, post(), "send-back", reason="Too long.")
    letter = Letter.objects.get(kind="sent-back")
    assert letter.recipient == ada_user.email
    assert letter.content["paragraphs"] == ["Ben has sent “One” back to you:", "Too long."]


# -- two pairs of eyes


def test_without_the_switch_whoever_may_approve_approves_their_own(river, team, edit):
    ada, _user = team("Ada")
    edit(ada, post(), title="One", publish=True)
    assert post().title == "One"


def test_no_door_lets_somebody_approve_what_they_wrote(four_eyes, team, edit):
    (ada, ada_user), (ben, _) = team("Ada"), team("Ben", "organiser")
    answer = edit(ada, post(), title="One", publish=True)  # the editor's own button
    assert answer.headers["Location"] == address(post())
    assert "a second person must approve it" in " ".join(said(ada.get(address(post()))))
    assert post().get_latest_revision_as_object().title == "One"  # it is kept

    assert do(ada, post(), "approve").status_code == 409  # the screen of the piece
    draft = post().latest_revision
    with pytest.raises(SecondPersonNeeded):  # code in somebody's name
        draft.publish(user=ada_user)
    with pytest.raises(SecondPersonNeeded):
        draft.publish(user=ada_user, skip_permission_checks=True)
    revert = f"/newsroom/snippets/words/newspost/history/{post().pk}/revisions/{draft.pk}/revert/"
    edit(ada, post(), to=revert, publish=True, title="One")  # bringing a version back, and publishing it
    edit(ada, post(), title="One", go_live_at="2020-01-01 00:00", publish=True)  # a schedule
    ada.post(f"/newsroom/bulk/words/newspost/publish/?id={post().pk}")  # lists
    assert (post().title, post().live_revision_id) == ("The call", None)
    assert not Entry.objects.filter(act="piece.approved", at__gt=AT).exists()

    assert do(ben, post(), "approve").status_code == 302
    assert post().title == "One"


def test_a_superuser_is_one_person_too(four_eyes, person, browse, edit):
    owner = browse(person())
    edit(owner, post(), title="One", publish=True)
    assert do(owner, post(), "approve").status_code == 409
    assert post().title == "The call"


def test_writing_into_an_approved_version_makes_a_new_draft(four_eyes, team, edit):
    """The editor may save over the draft of the same person; never over one that was approved or handed in."""
    (ada, ada_user), (ben, _) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    approved = post().latest_revision_id
    do(ben, post(), "approve")
    edit(ada, post(), title="Two", overwrite_revision_id=str(approved))
    assert post().latest_revision_id != approved
    assert post().revisions.get(pk=approved).as_object().title == "One"
    assert writers_of(post(), post().latest_revision) == {str(ada_user.public_id)}
    assert do(ada, post(), "approve").status_code == 409


def test_scheduled_words_are_those_that_were_approved(four_eyes, team, edit):
    """No screen schedules; code that does is asked as well, and what was scheduled is not written over."""
    from django.core.management import call_command
    from django.utils import timezone

    (ada, ada_user), (_ben, ben_user) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    draft = post().latest_revision
    draft.content["go_live_at"] = (timezone.now() + timezone.timedelta(hours=1)).isoformat()
    draft.save()
    with pytest.raises(SecondPersonNeeded):
        draft.publish(user=ada_user)
    draft.publish(user=ben_user)
    draft.refresh_from_db()
    assert draft.approved_go_live_at is not None
    edit(ada, post(), title="Two", overwrite_revision_id=str(draft.pk))
    draft.refresh_from_db()
    assert draft.approved_go_live_at is not None  # it stays as it was approved: what she writes is a draft of its own
    draft.content["go_live_at"] = (timezone.now() - timezone.timedelta(minutes=1)).isoformat()
    draft.approved_go_live_at = timezone.now() - timezone.timedelta(minutes=1)
    draft.save()
    call_command("publish_scheduled")
    assert (post().live, post().title) == (True, "One")


def test_a_person_who_saves_without_changing_anything_may_approve(four_eyes, team, edit):
    (ada, _ada_user), (ben, _) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    answer = edit(ben, post(), publish=True)
    assert answer.status_code == 302
    assert post().title == "One"


def test_two_writers_both_wait_for_a_third_or_bring_a_version_back(four_eyes, team, edit):
    (ada, ada_user), (ben, ben_user) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    first = post().latest_revision_id
    edit(ben, post(), title="One!")
    assert writers_of(post(), post().latest_revision) == {str(ada_user.public_id), str(ben_user.public_id)}
    assert do(ada, post(), "approve").status_code == do(ben, post(), "approve").status_code == 409
    assert "there is nobody else who may" in ben.get(address(post())).content.decode()

    do(ben, post(), "restore", version=first)
    assert writers_of(post(), post().latest_revision) == {str(ada_user.public_id)}
    assert do(ben, post(), "approve").status_code == 302
    assert post().title == "One"


def test_the_screen_says_beforehand_that_nobody_else_may(four_eyes, team):
    ada, _user = team("Ada")
    page = ada.get(f"/newsroom/snippets/words/newspost/edit/{post().pk}/").content.decode()
    assert "there is nobody else who may" in page
    team("Ben")
    page = ada.get(f"/newsroom/snippets/words/newspost/edit/{post().pk}/").content.decode()
    assert "there is nobody else who may" not in page
    assert "<bdi>Ben</bdi>" in page


def test_the_editor_offers_publishing_only_where_one_person_is_enough(river, team):
    ada, _user = team("Ada")
    screens = [f"/newsroom/snippets/words/newspost/{one}" for one in (f"edit/{post().pk}/", "add/")]
    assert ["action-publish" in ada.get(screen).content.decode() for screen in screens] == [True, True]
    Campaign.objects.update(four_eyes=True)
    assert ["action-publish" in ada.get(screen).content.decode() for screen in screens] == [False, False]


def test_whoever_runs_the_command_line_may_import(four_eyes, place):
    from stories import river_files

    files = river_files()
    files["news/the-call/en.md"] = files["news/the-call/en.md"].replace(b"The call", b"The call from a folder")
    pack, faults = read_pack(files)
    assert faults == []
    import_pack(pack=pack, at=AT, by="command:pack import")
    assert post().title == "The call from a folder"


def test_the_switch_is_told_and_warns_a_team_of_one(river, team):
    from piece_hands import form_of

    client, _user = team("Olga", "organiser")
    url = f"/newsroom/snippets/campaigns/campaign/edit/{river.pk}/"
    answer = client.post(url, {**form_of(client, url), "four_eyes": "on"}, follow=True)
    assert "Only one person may approve in this campaign" in " ".join(said(answer))
    river.refresh_from_db()
    assert river.four_eyes
    entry = Entry.objects.get(act="campaign.four-eyes")
    assert entry.details == {"wanted": True}
    activity = client.get(f"/newsroom/people/{river.public_id}/activity/").content.decode()
    assert "Olga decided that a second person must approve." in activity


def test_first_screen_asks_as_often_for_one_as_for_three(river, team, edit, django_assert_num_queries):
    from unisono.newsroom.pieces.waiting import waiting_for

    (ada, _), (_ben, ben_user) = team("Ada"), team("Ben")
    edit(ada, post(), title="One")
    do(ada, post(), "hand-in")
    with django_assert_num_queries(8):
        assert len(waiting_for(ben_user).for_review) == 1
    statement = Statement.objects.get()
    edit(ada, statement, title="A statement")
    do(ada, statement, "hand-in")
    with django_assert_num_queries(9):  # one more, for another kind
        assert len(waiting_for(ben_user).for_review) == 2
