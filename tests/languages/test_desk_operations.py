"""A text is saved, handed in, accepted, sent back; what others wrote is never overwritten unseen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from unisono.languages import desk as at_desk
from unisono.languages.checks import Finding, fit_checks
from unisono.languages.desk import Desk, NewerText, NotNow, Seen, Unfit, digest
from unisono.languages.memory import Memory
from unisono.languages.models import EarlierText, Remark, State, Translation
from unisono.languages.operations import Given, Named, forget, source_approved, take_translations
from unisono.languages.queries import approved_source, progress, settled_copies
from unisono.languages.segments import Segment
from unisono.ledger.models import Entry

pytestmark = pytest.mark.django_db

CAMPAIGN, STATEMENT, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
NAMED = Named(CAMPAIGN, "words.Statement", STATEMENT)
AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
SOURCE = (
    Segment("title", "The river", limit=20),
    Segment("lead.1", "It is **long**.", "paragraph"),
    Segment("lead.2", "It is cold.", "paragraph"),
)


def approve(source=SOURCE, named=NAMED) -> None:
    source_approved(named=named, language="en", segments=source, at=AT, by="mira")


def desk(by: str = "nour", *, may_finish: bool = False, source=SOURCE) -> Desk:
    return Desk(named=NAMED, language="ar", source=source, by=by, may_finish=may_finish)


def seen(key: str, version: int, source=SOURCE) -> Seen:
    return Seen(version, digest({one.key: one.text for one in source}[key]))


def write(key: str, text: str, version: int = 0, by: str = "nour", **more):
    return at_desk.save(desk=desk(by, **more), key=key, text=text, seen=seen(key, version), at=AT)


def everything(state: State) -> dict[str, Seen]:
    """All three segments in one state."""
    given = {"title": "النهر", "lead.1": "إنه **طويل**.", "lead.2": "إنه بارد."}
    take_translations(
        named=NAMED, language="ar", source=SOURCE, given={k: Given(t, state) for k, t in given.items()}, at=AT, by="n"
    )
    return {row.key: seen(row.key, row.version) for row in Translation.objects.all()}


def row(key: str = "title") -> Translation:
    return Translation.objects.get(key=key)


def copy():
    return settled_copies(CAMPAIGN).get((STATEMENT, "ar"))


def acts() -> list[tuple[str, str]]:
    return list(Entry.objects.values_list("act", "by"))


# -- saving


def test_first_text_is_a_draft_with_its_source():
    write("title", " النهر ")
    saved = row()
    assert (saved.text, saved.state, saved.source_text) == ("النهر", "draft", "The river")
    assert (saved.version, saved.changed_by, saved.changed_at) == (1, "nour", AT)
    assert EarlierText.objects.count() == 0


def test_changed_text_keeps_what_was_there():
    write("title", "نهر")
    write("title", "النهر", 1, by="salma")
    assert (row().text, row().version, row().changed_by) == ("النهر", 2, "salma")
    assert list(EarlierText.objects.values_list("text", "version", "written_by")) == [("نهر", 1, "nour")]


def test_same_text_is_not_written_again_whatever_was_seen():
    write("title", "النهر")
    assert write("title", "النهر", 7, by="salma").version == 1
    assert row().changed_by == "nour"


def test_text_of_somebody_else_is_not_overwritten():
    write("title", "نهر")
    write("title", "النهر", 1, by="salma")
    with pytest.raises(NewerText) as found:
        write("title", "نهرنا", 1)
    assert (found.value.row.text, found.value.row.changed_by, found.value.source_moved) == ("النهر", "salma", False)
    assert row().text == "النهر"
    with pytest.raises(NewerText):
        write("title", "نهرنا", 0)


def test_text_for_a_source_that_has_moved_on_is_not_written():
    approve()
    changed = (Segment("title", "The rivers", limit=20), *SOURCE[1:])
    with pytest.raises(NewerText) as found:
        at_desk.save(desk=desk(source=changed), key="title", text="النهر", seen=seen("title", 0), at=AT)
    assert found.value.source_moved
    with pytest.raises(NewerText):
        at_desk.save(desk=desk(source=SOURCE[1:]), key="title", text="النهر", seen=seen("title", 0), at=AT)
    assert Translation.objects.count() == 0


def test_first_text_of_two_in_the_same_instant_stands():
    write("title", "النهر", by="salma")
    with pytest.raises(NewerText) as found:
        at_desk._write(desk(), SOURCE[0], None, "نهرنا", AT)
    assert (found.value.row.text, row().text) == ("النهر", "النهر")


def test_emptied_text_goes_and_can_come_back_under_a_new_version():
    write("title", "نهر")
    assert write("title", "  ", 1) is None
    assert Translation.objects.count() == 0
    write("title", "النهر")
    assert row().version == 2
    with pytest.raises(NewerText):
        write("title", "نهرنا", 1)
    at_desk.restore(desk=desk(), key="title", seen=seen("title", 2), at=AT)
    assert row().text == "نهر"


@pytest.mark.parametrize(
    ("before", "may_finish", "after"),
    [
        ("machine", False, "draft"),
        ("draft", True, "draft"),
        ("review", False, "draft"),
        ("review", True, "review"),
        ("ready", False, "draft"),
        ("ready", True, "draft"),
        ("stale", False, "stale"),
    ],
)
def test_state_after_a_change(before, may_finish, after):
    everything(State(before))
    write("title", "نهر", 1, may_finish=may_finish)
    assert row().state == after


def test_undo_takes_the_last_change_back_and_once_more_brings_it_again():
    write("title", "نهر")
    write("title", "النهر", 1)
    for version, text in ((2, "نهر"), (3, "النهر")):
        at_desk.restore(desk=desk(), key="title", seen=seen("title", version), at=AT)
        assert row().text == text
    with pytest.raises(EarlierText.DoesNotExist):
        at_desk.restore(desk=desk(), key="lead.1", seen=seen("lead.1", 0), at=AT)


def test_any_earlier_text_is_restored_but_none_of_another_segment():
    for version, text in enumerate(["a", "b", "c"]):
        write("title", text, version)
    write("lead.2", "x")
    write("lead.2", "y", 1)
    first = EarlierText.objects.get(text="a")
    at_desk.restore(desk=desk(), key="title", seen=seen("title", 3), at=AT, earlier_pk=first.pk)
    assert row().text == "a"
    foreign = EarlierText.objects.get(text="x").pk
    with pytest.raises(EarlierText.DoesNotExist):
        at_desk.restore(desk=desk(), key="title", seen=seen("title", 4), at=AT, earlier_pk=foreign)


# -- steps


def test_drafts_are_handed_in_and_accepted_and_the_language_settles():
    approve()
    all_seen = everything(State.DRAFT)
    assert at_desk.hand_in(desk=desk(), seen=all_seen, at=AT) == 3
    assert set(Translation.objects.values_list("state", flat=True)) == {"review"}
    assert copy() is None
    reviewer = desk("lina", may_finish=True)
    assert at_desk.accept(desk=reviewer, seen=all_seen, at=LATER) == 3
    assert [one.text for one in copy().segments] == ["النهر", "إنه **طويل**.", "إنه بارد."]
    assert acts() == [("translation.handed-in", "nour"), ("translation.accepted", "lina")]
    assert Entry.objects.last().details == {
        "kind": "words.Statement",
        "object": str(STATEMENT),
        "language": "ar",
        "segments": ["lead.1", "lead.2", "title"],
    }


def test_incomplete_set_is_not_settled():
    approve()
    write("title", "النهر")
    at_desk.accept(desk=desk(may_finish=True), seen={"title": seen("title", 1)}, at=AT)
    assert (row().state, copy()) == ("ready", None)


def test_only_who_may_finish_accepts_and_sends_back():
    all_seen = everything(State.REVIEW)
    with pytest.raises(PermissionError):
        at_desk.accept(desk=desk(), seen=all_seen, at=AT)
    with pytest.raises(PermissionError):
        at_desk.send_back(desk=desk(), key="title", seen=all_seen["title"], remark="no", at=AT)
    assert set(Translation.objects.values_list("state", flat=True)) == {"review"}


def test_text_that_the_reviewer_has_not_seen_is_not_accepted():
    all_seen = everything(State.REVIEW)
    write("title", "نهر آخر", 1)
    at_desk.hand_in(desk=desk(), seen={"title": seen("title", 2)}, at=AT)
    with pytest.raises(NewerText):
        at_desk.accept(desk=desk(may_finish=True), seen=all_seen, at=AT)
    assert set(Translation.objects.values_list("state", flat=True)) == {"review"}


def test_text_is_sent_back_with_a_comment():
    all_seen = everything(State.REVIEW)
    reviewer = desk("lina", may_finish=True)
    at_desk.send_back(desk=reviewer, key="title", seen=all_seen["title"], remark=" Which river? ", at=AT)
    assert row().state == "draft"
    assert list(Remark.objects.values_list("key", "text", "said_by")) == [("title", "Which river?", "lina")]
    with pytest.raises(NotNow):
        at_desk.send_back(desk=reviewer, key="lead.1", seen=all_seen["lead.1"], remark=" ", at=AT)
    assert at_desk.resolve(desk=desk(), key="title", at=LATER) == 1
    assert at_desk.resolve(desk=desk(), key="title", at=LATER) == 0


def test_what_has_a_fault_is_not_handed_in_and_nothing_else_either():
    all_seen = everything(State.DRAFT)
    write("title", "x" * 21, 1)
    with pytest.raises(Unfit) as found:
        at_desk.hand_in(desk=desk(), seen=all_seen | {"title": seen("title", 2)}, at=AT)
    assert {key: [one.says for one in said] for key, said in found.value.found.items()} == {
        "title": ["1 character too long: at most 20 fit."]
    }
    assert set(Translation.objects.values_list("state", flat=True)) == {"draft"}


def test_check_of_an_upper_room_is_asked():
    label = "words.Asked"
    asked = []

    @fit_checks.add(label)
    def check(campaign_id, object_id, language, texts):
        asked.append((campaign_id, object_id, language, texts))
        return {"": [Finding("fault", "Too long for the card.")], "title": [Finding("warning", "Hm.")]}

    named = Named(CAMPAIGN, label, OTHER)
    own = Desk(named=named, language="ar", source=SOURCE[:1], by="nour", may_finish=True)
    at_desk.save(desk=own, key="title", text="النهر", seen=seen("title", 0), at=AT)
    with pytest.raises(Unfit) as found:
        at_desk.accept(desk=own, seen={"title": seen("title", 1)}, at=AT)
    assert list(found.value.found) == [""]
    assert asked == [(CAMPAIGN, OTHER, "ar", {"title": "النهر"})]
    del fit_checks._things[label]


def test_machine_text_is_taken_over_as_a_draft():
    all_seen = everything(State.MACHINE)
    assert at_desk.hand_in(desk=desk(), seen=all_seen, at=AT) == 0
    at_desk.confirm(desk=desk(), key="title", seen=all_seen["title"], at=AT)
    assert (row().state, row().changed_by) == ("draft", "nour")
    with pytest.raises(NotNow):
        at_desk.confirm(desk=desk(), key="title", seen=all_seen["title"], at=AT)


@pytest.mark.parametrize(("may_finish", "state"), [(False, "review"), (True, "ready")])
def test_stale_text_is_confirmed_in_one_step(may_finish, state):
    approve()
    everything(State.READY)
    moved = (Segment("title", "The River", limit=20), *SOURCE[1:])
    approve(moved)
    assert row().state == "stale"
    at_desk.confirm(desk=desk(may_finish=may_finish, source=moved), key="title", seen=seen("title", 1, moved), at=LATER)
    assert (row().state, row().source_text, row().text) == (state, "The River", "النهر")
    assert (copy().settled_at == LATER) is may_finish


def test_stale_text_that_is_mended_keeps_its_old_source_until_it_is_confirmed():
    approve()
    everything(State.READY)
    moved = (Segment("title", "The River", limit=20), *SOURCE[1:])
    approve(moved)
    own = desk(source=moved)
    at_desk.save(desk=own, key="title", text="نهر", seen=seen("title", 1, moved), at=AT)
    assert (row().state, row().source_text) == ("stale", "The river")
    at_desk.confirm(desk=own, key="title", seen=seen("title", 2, moved), at=AT)
    assert (row().state, row().source_text) == ("review", "The River")


# -- what goes along with the source


def test_history_and_comments_move_with_their_segment():
    approve()
    write("lead.1", "قديم")
    write("lead.1", "إنه **طويل**.", 1)
    at_desk.say(desk=desk(), key="lead.1", text="Long?", at=AT)
    turned = (
        SOURCE[0],
        Segment("lead.1", "It is cold.", "paragraph"),
        Segment("lead.2", "It is **long**.", "paragraph"),
    )
    approve(turned)
    assert Translation.objects.get().key == EarlierText.objects.get().key == Remark.objects.get().key == "lead.2"


def test_text_whose_segment_goes_is_kept_in_the_history():
    approve()
    write("lead.2", "إنه بارد.")
    approve(SOURCE[:2])
    assert Translation.objects.count() == 0
    assert EarlierText.objects.get().text == "إنه بارد."


def test_imported_text_keeps_what_it_replaces():
    write("title", "نهر")
    take_translations(named=NAMED, language="ar", source=SOURCE, given={"title": Given("النهر")}, at=LATER, by="import")
    assert list(EarlierText.objects.values_list("text", "state", "written_by")) == [("نهر", "draft", "nour")]


def test_forget_leaves_nothing():
    write("title", "a")
    write("title", "b", 1)
    at_desk.say(desk=desk(), key="title", text="?", at=AT)
    forget(object_id=STATEMENT)
    assert [model.objects.count() for model in (Translation, EarlierText, Remark)] == [0, 0, 0]


# -- reads


def test_approved_source_is_the_settled_one():
    assert approved_source(STATEMENT, "en") is None
    approve()
    assert [(one.key, one.text, one.kind) for one in approved_source(STATEMENT, "en")] == [
        (one.key, one.text, one.kind) for one in SOURCE
    ]


def test_progress_counts_each_state_and_what_is_missing(django_assert_num_queries):
    approve()
    write("title", "النهر")
    with django_assert_num_queries(2):
        texts, found = progress(CAMPAIGN, "ar", "en")[STATEMENT]
    assert texts == {one.key: one.text for one in SOURCE}
    assert found.counts == {"draft": 1, "missing": 2}
    assert (found.segments, found.ready, found.is_done, found.settled, found.behind) == (3, 0, False, False, False)
    everything(State.READY)
    found = progress(CAMPAIGN, "ar", "en")[STATEMENT][1]
    assert (found.is_done, found.settled, found.behind) == (True, True, False)
    approve((Segment("title", "The River"), *SOURCE[1:]))
    found = progress(CAMPAIGN, "ar", "en")[STATEMENT][1]
    assert (found.counts, found.settled, found.behind) == ({"ready": 2, "stale": 1}, True, True)


def remembered(campaign: UUID, object_id: UUID, state: State, *pairs: tuple[str, str], language: str = "ar") -> None:
    source = tuple(Segment(f"s.{n}", text) for n, (text, _) in enumerate(pairs))
    given = {f"s.{n}": Given(text, state) for n, (_, text) in enumerate(pairs)}
    named = Named(campaign, "words.NewsPost", object_id)
    take_translations(named=named, language=language, source=source, given=given, at=AT, by="x")


def test_memory_offers_the_same_and_the_similar_of_campaigns_one_may_see(django_assert_num_queries):
    own, allowed, foreign = CAMPAIGN, UUID(int=11), UUID(int=12)
    remembered(own, UUID(int=21), State.DRAFT, ("Open all the banks of the river.", "draft of ours"))
    remembered(allowed, UUID(int=22), State.READY, ("Open all the banks of the river.", "approved there"))
    remembered(allowed, UUID(int=23), State.READY, ("Open all the banks of the river now.", "near"))
    remembered(allowed, UUID(int=24), State.DRAFT, ("Open all the banks of the river.", "their draft"))
    remembered(allowed, UUID(int=25), State.READY, ("Open all the banks of the river.", "Hindi"), language="hi")
    remembered(foreign, UUID(int=26), State.READY, ("Open all the banks of the river.", "secret"))
    with django_assert_num_queries(1):
        memory = Memory("ar", own, [allowed])
        found = memory.similar("Open all the banks of the river.")
    assert [(one.percent, one.text, one.is_approved) for one in found] == [
        (100, "approved there", True),
        (100, "draft of ours", False),
        (found[2].percent, "near", True),
    ]
    assert 70 <= found[2].percent < 100
    assert [one.text for one in memory.same("Open all the banks of the river.", but=(UUID(int=22), "s.0"))] == [
        "draft of ours"
    ]
    assert memory.similar("Quite another sentence about eels.") == []


def test_empty_segments_are_filled_with_what_was_found():
    write("title", "النهر")
    assert at_desk.fill_in(desk=desk(), texts={"title": "x", "lead.2": "إنه بارد.", "gone": "y"}, at=AT) == 1
    assert row().text == "النهر"
    assert (row("lead.2").text, row("lead.2").state, row("lead.2").source_text) == ("إنه بارد.", "draft", "It is cold.")
