"""A machine fills in what is missing: permission, batches, faults, and that nothing of it goes out without a person."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from desk_hands import ask, messages_of, row, segment_of, send, sit, url
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from newsroom_screens import AT

from machine_server import KEY, machine_server
from unisono.base.tasks import run_worker
from unisono.campaigns.operations import approve, named
from unisono.languages.desk import digest
from unisono.languages.glossary.operations import Given, add_term, settle
from unisono.languages.machine.filling import (
    MOST_FAILURES,
    NotAllowed,
    ask_for_run,
    switch_off,
    switch_on,
    use_of,
)
from unisono.languages.machine.ways import Machine
from unisono.languages.models import EarlierText, MachineRun, MachineUse, SettledCopy, State, Term, Translation
from unisono.languages.operations import Given as Text
from unisono.languages.operations import take_translations
from unisono.ledger.models import Entry
from unisono.newsroom.machine.tasks import look_after_runs, work_on
from unisono.newsroom.machine.work import works_of
from unisono.packs.exporting import export_pack
from unisono.packs.importing import import_pack
from unisono.packs.pieces import pieces
from unisono.packs.po.exporting import export_po
from unisono.packs.po.importing import import_po
from unisono.words.models import Statement, Texts

__all__ = ["sit"]


@pytest.fixture
def server():
    with machine_server() as running:
        yield running


@pytest.fixture(params=["deepl", "libretranslate"])
def machine(request, server, settings):
    """The installation's machine, at the server of this test."""
    settings.MACHINE = Machine(request.param, server.address, KEY, per_minute=6000)
    cache.clear()
    return settings.MACHINE


@pytest.fixture
def on(river, machine):
    """The machine, switched on for the river's campaign."""
    offered = ["ar", "fr"]
    switch_on(campaign_id=river.public_id, machine=machine, offered=offered, confirmed=True, at=AT, by="olga")
    return machine


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime(2031, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def fill(campaign, language="fr", clock=None) -> MachineRun:
    """Have a language filled in, to the end of what can be done at once."""
    clock = clock or Clock()
    wanted = len(works_of(campaign))
    run = ask_for_run(campaign_id=campaign.public_id, language=language, wanted=wanted, at=AT, by="olga")
    is_more = True
    while is_more:
        _, is_more = work_on(campaign, clock=clock, sleep=clock.sleep)
    return MachineRun.objects.get(pk=run.pk)


def texts(campaign, language="fr") -> dict[str, tuple[str, str]]:
    rows = Translation.objects.filter(campaign_id=campaign.public_id, language=language)
    return {f"{one.label} {one.key}": (one.state, one.text) for one in rows}


# -- permission


def test_nothing_is_sent_before_somebody_has_confirmed_to_whom(river, machine, server):
    with pytest.raises(NotAllowed):
        switch_on(campaign_id=river.public_id, machine=machine, offered=["fr"], confirmed=False, at=AT, by="olga")
    run = fill(river)
    assert (run.state, run.filled, server.asked) == ("stopped", 0, [])


def test_permission_is_for_one_service_at_one_address(river, on, server, settings):
    assert use_of(river.public_id, on) is not None
    settings.MACHINE = Machine(on.service, "https://elsewhere.example.org", KEY)
    assert use_of(river.public_id, settings.MACHINE) is None
    settings.MACHINE = None
    assert use_of(river.public_id, None) is None
    assert fill(river).state == "stopped"
    assert server.asked == []


def test_switching_off_stops_what_is_under_way(river, on, server):
    run = ask_for_run(campaign_id=river.public_id, language="fr", wanted=3, at=AT, by="olga")
    switch_off(campaign_id=river.public_id, at=AT, by="olga")
    switch_off(campaign_id=river.public_id, at=AT, by="olga")
    assert MachineRun.objects.get(pk=run.pk).state == "stopped"
    acts = list(Entry.objects.filter(act__startswith="machine").values_list("act", flat=True))
    assert acts == ["machine.switched-on", "machine.asked", "machine.switched-off"]


# -- filling in


def test_machine_fills_in_what_is_missing_and_touches_nothing_else(river, on, server):
    before = texts(river)
    run = fill(river)
    after = texts(river)
    assert {place: after[place] for place in before} == before
    fresh = {place: one for place, one in after.items() if place not in before}
    assert {state for state, _ in fresh.values()} == {"machine"}
    assert fresh["words.Statement title"] == ("machine", "«fr» THE RIVER BELONGS TO ALL")
    assert fresh["words.Statement lead.2"][1] == "«fr» THE WATER IS [CLEAN](https://river.example.org/water)."
    assert fresh["words.Texts post.default"][1] == "«fr» LET THE BANKS BE OPEN {link}"
    assert fresh["words.Texts post.email_body"][1] == "«fr» DEAR FRIEND,\n\n«fr» LOOK HERE: {link}"
    number = Translation.objects.filter(language="fr", state="machine").count()
    assert (run.state, run.filled, run.broken) == ("done", number, [])
    assert Translation.objects.filter(state="machine").values_list("changed_by", flat=True)[0] == f"machine:{on.name}"
    sent = len(server.asked)
    assert fill(river).filled == 0
    assert len(server.asked) == sent


def test_drafts_and_names_of_people_never_leave_the_house(river, on, server):
    statement = Statement.objects.get()
    statement.title, statement.byline = "Secret draft", "By Nobody Known"
    statement.save_revision()
    Statement.objects.update(byline="By Somebody")
    approve(piece=Statement.objects.get(), at=AT, by="test")
    Texts.objects.update(slogan="Written past approval")
    fill(river)
    sent = " ".join(server.texts)
    for words in ("Secret", "Somebody", "Friends of the River", "Written past", "desk@river.example.org"):
        assert words not in sent
    assert "We affirm the eel." in sent


def test_agreed_words_come_through(river, on, server):
    for text, stays in (("eel", True), ("banks", False)):
        add_term(campaign_id=river.public_id, given=Given(text, stays), at=AT, by="olga")
    settle(term=Term.objects.get(text="banks"), language="fr", text="rives", may_settle=True, at=AT, by="x")
    fill(river)
    found = texts(river)
    assert found["words.Statement affirmation.b1"][1] == "«fr» WE AFFIRM THE eel."
    assert found["words.Statement aim.a1"][1] == "«fr» OPEN THE rives."


def test_broken_answers_stay_missing_and_are_counted_and_not_asked_for_again(river, on, server):
    server.spoil = lambda found: [one.replace("{link}", "") for one in found]
    run = fill(river)
    assert run.state == "done"
    assert sorted(key for _, key in run.broken) == ["post.default", "post.email_body"]
    assert "words.Texts post.default" not in texts(river)
    assert sum("LET THE BANKS" in one for one in map(str.upper, server.texts) if "{LINK}" in one) == 1
    server.spoil = lambda found: found
    assert fill(river).filled == 2


def test_busy_machine_is_asked_again_when_it_wants_to_be(river, on, server):
    clock = Clock()
    server.fail(429, Retry_After="90")
    run = fill(river, clock=clock)
    assert (run.state, run.filled, run.failures) == ("open", 0, 1)
    assert run.not_before == clock.now + timedelta(seconds=90)
    assert "is asked too often" in str(run.says)
    assert work_on(river, clock=clock, sleep=clock.sleep) == (0, False)
    clock.sleep(91)
    run = fill(river, clock=clock)
    assert (run.state, run.failures, run.says) == ("done", 0, "")
    assert MachineRun.objects.count() == 1


def test_pauses_grow_and_end(river, on, server):
    clock, pauses = Clock(), []
    server.fail(500, times=MOST_FAILURES)
    for _ in range(MOST_FAILURES):
        run = fill(river, clock=clock)
        if run.not_before:
            pauses.append((run.not_before - clock.now).total_seconds())
            clock.now = run.not_before
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[1]) == (5, 10)
    assert (run.state, run.failures) == ("refused", MOST_FAILURES)
    assert len(server.asked) == MOST_FAILURES


@pytest.mark.parametrize("status", [403, 456])
def test_refusal_for_good_ends_the_run_and_keeps_what_was_done(river, on, server, monkeypatch, status):
    monkeypatch.setattr("unisono.languages.machine.filling.MOST_TEXTS", 5)
    server.faults.append(lambda _handler: False)
    server.fail(status)
    run = fill(river)
    assert (run.state, run.filled) == ("refused", 5)
    assert len(server.asked) == 2


def test_language_that_is_not_offered_is_said(river, on, server):
    server.targets = ["ar"]
    run = fill(river)
    assert run.state == "refused"
    assert "does not translate into this language" in str(run.says)
    assert server.asked == []


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen once, while the first batch is with the machine."""
    from unisono.languages.machine import filling

    real = filling.translated

    def arrange(happens):
        def translated(*args, **more):
            monkeypatch.setattr(filling, "translated", real)
            found = real(*args, **more)
            happens()
            return found

        monkeypatch.setattr(filling, "translated", translated)

    return arrange


def test_what_somebody_writes_meanwhile_stays(river, on, server, meanwhile):
    statement = Statement.objects.get()

    def write() -> None:
        given = {"title": Text("Le fleuve", State.DRAFT)}
        source = statement.segments()
        take_translations(named=named(statement), language="fr", source=source, given=given, at=AT, by="nour")

    meanwhile(write)
    fill(river)
    assert texts(river)["words.Statement title"] == ("draft", "Le fleuve")
    assert texts(river)["words.Statement place"][0] == "machine"


def test_run_that_is_stopped_meanwhile_writes_nothing_more(river, on, server, meanwhile):
    meanwhile(lambda: MachineRun.objects.update(state="stopped"))
    assert fill(river).filled == 0
    assert Translation.objects.filter(state="machine").count() == 0


def test_source_that_moves_meanwhile_gets_no_text_of_the_old_one(river, on, server, meanwhile):
    def move_on() -> None:
        Statement.objects.update(title="The river is ours")
        approve(piece=Statement.objects.get(), at=AT, by="test")

    meanwhile(move_on)
    assert fill(river).state == "done"
    assert texts(river)["words.Statement title"][1] == "«fr» THE RIVER IS OURS"


def test_machine_text_whose_source_moves_on_is_missing_again_and_done_anew(river, on, server):
    fill(river)
    statement = Statement.objects.get()
    assert row(statement, "title", "fr").state == "machine"
    statement.title = "The river is ours"
    statement.save()
    approve(piece=statement, at=AT, by="test")
    assert row(statement, "title", "fr") is None
    assert EarlierText.objects.get(key="title", language="fr").text == "«fr» THE RIVER BELONGS TO ALL"
    assert row(statement, "place", "fr").state == "machine"
    fill(river)
    again = row(statement, "title", "fr")
    assert (again.state, again.text, again.version) == ("machine", "«fr» THE RIVER IS OURS", 2)


def test_work_is_shared_out_and_goes_on_where_a_worker_was_killed(river, on, server, monkeypatch):
    clock = Clock()
    ask_for_run(campaign_id=river.public_id, language="fr", wanted=9, at=AT, by="olga")
    with monkeypatch.context() as small:
        small.setattr("unisono.languages.machine.filling.MOST_TEXTS", 3)
        small.setattr("unisono.newsroom.machine.tasks.SLICE", timedelta(0))
        assert work_on(river, clock=clock, sleep=clock.sleep) == (0, True)
        small.setattr("unisono.newsroom.machine.tasks.SLICE", timedelta(seconds=0.001))
        assert work_on(river, clock=clock, sleep=clock.sleep) == (2, True)
    assert MachineRun.objects.get().filled == 6
    look_after_runs(clock.now)
    look_after_runs(clock.now)
    run_worker(interval=0.01, until_empty=True)
    assert MachineRun.objects.get().state == "done"


# -- no way out without a person


def settled(campaign, language="fr") -> int:
    return SettledCopy.objects.filter(campaign_id=campaign.public_id, language=language).count()


def states(campaign, language="fr") -> set[str]:
    return {state for place, (state, _) in texts(campaign, language).items() if place != "words.Texts name"}


@pytest.fixture
def filled(river, on):
    """French as the machine has left it."""
    fill(river)
    assert states(river) == {"machine"}
    return river


def test_no_button_for_many_texts_takes_a_machines_along(filled, sit):
    client = sit(role="reviewer", language="fr")
    for piece in (Statement.objects.get(), Texts.objects.get()):
        for act in ("save", "fill", "hand-in", "ready", "accept-all"):
            send(client, url(filled, "fr", piece), act)
    assert states(filled) == {"machine"}
    assert settled(filled) == 0
    given = {"version:title": "1", "source:title": digest("The river belongs to all")}
    for act in ("accept:title", "send-back:title", "hand-in"):
        ask(client, url(filled, "fr", Statement.objects.get()), act, **given, **{"remark:title": "x"})
    assert row(Statement.objects.get(), "title", "fr").state == "machine"


def test_one_text_is_taken_over_by_the_person_who_presses(filled, sit):
    given = {"version:title": "1", "source:title": digest("The river belongs to all")}
    ask(sit(language="fr"), url(filled, "fr", Statement.objects.get()), "confirm:title", **given)
    assert row(Statement.objects.get(), "title", "fr").state == "draft"
    assert states(filled) == {"machine", "draft"}


def test_po_file_calls_a_machines_text_fuzzy_and_brings_it_back_as_it_was(filled):
    content = export_po(campaign=filled, language="fr", at=AT).decode()
    entry = next(one for one in content.split("\n\n") if 'msgctxt "statement/title"' in one)
    assert "#, fuzzy" in entry
    assert "#. translated by a machine, nobody has looked at it" in entry
    report = import_po(campaign=filled, content=content.encode(), at=AT, by="nour", may_settle=True, overwrite=True)
    assert report.changed == 0
    assert (states(filled), settled(filled)) == ({"machine"}, 0)


def test_pack_says_that_a_text_is_a_machines_and_one_without_the_line_changes_nothing(filled):
    pack = export_pack(filled)
    assert pack.states["fr"]["statement/title"].state == "machine"
    import_pack(pack=pack, at=AT, by="command:test")
    pack.states["fr"] = {}
    import_pack(pack=pack, at=AT, by="command:test")
    assert (states(filled), settled(filled)) == ({"machine"}, 0)


def test_pack_made_from_an_older_source_brings_no_machine_text(filled):
    pack = export_pack(filled)
    pack.words["en"]["statement"] = tuple(
        type(one)(one.key, "Another title", one.kind) if one.key == "title" else one
        for one in pack.words["en"]["statement"]
    )
    import_pack(pack=pack, at=AT, by="command:test")
    assert row(Statement.objects.get(), "title", "fr") is None


def test_memory_offers_no_text_of_a_machine(filled, sit):
    Translation.objects.filter(label="words.Statement", language="fr", key="title").update(
        source_text="A river for all"
    )
    Texts.objects.update(slogan="The river belongs to all")
    approve(piece=Texts.objects.get(), at=AT, by="test")
    page = sit(language="fr").get(url(filled, "fr", Texts.objects.get()) + "?similar=slogan")
    assert "take:slogan" not in segment_of(page, "slogan")


def test_desk_and_board_mark_a_machines_text(filled, sit):
    client = sit(language="fr")
    part = segment_of(client.get(url(filled, "fr", Statement.objects.get())), "title")
    assert 'desk-state desk-machine">machine' in part
    assert "Take over as a draft" in part
    board = client.get(f"/newsroom/board/{filled.public_id}/?into=fr").content.decode()
    assert "△</span> machine" in board
    assert re.search(r"<bdi>(DeepL|LibreTranslate)</bdi>", board)


def test_every_piece_in_french_is_still_not_published(filled):
    assert all(
        not SettledCopy.objects.filter(object_id=piece.public_id, language="fr").exists()
        for piece in pieces(filled).values()
    )


# -- one suggestion at the desk


SEEN = {"version:title": "0", "source:title": digest("The river belongs to all")}


def test_suggestion_is_shown_to_be_taken_or_left(river, on, server, sit):
    client, address = sit(language="fr"), url(river, "fr", Statement.objects.get())
    part = segment_of(client.get(address), "title")
    assert f"The source text is sent to {on.agreement}" in part
    assert "suggest:signatory.1" not in client.get(address).content.decode()
    told = ask(client, address, "suggest:title", **SEEN).json()["segments"]["title"]
    assert "«fr» THE RIVER BELONGS TO ALL" in told["aside"]
    assert f"suggested by {on.name}, a machine" in told["aside"]
    assert row(Statement.objects.get(), "title", "fr") is None
    ask(client, address, "suggest:title", **SEEN)
    assert len(server.asked) == 1
    ask(client, address, "take-suggestion:title", **SEEN)
    taken = row(Statement.objects.get(), "title", "fr")
    assert (taken.state, taken.text) == ("draft", "«fr» THE RIVER BELONGS TO ALL")


def test_suggestion_works_without_a_script(river, on, server, sit):
    client, address = sit(language="fr"), url(river, "fr", Statement.objects.get())
    assert send(client, address, "suggest:title").status_code == 302
    assert "THE RIVER BELONGS TO ALL" in segment_of(client.get(address), "title")


def test_suggestion_that_cannot_be_had_is_said(river, on, server, sit):
    client, address = sit(language="fr"), url(river, "fr", Statement.objects.get())
    server.fail(456)
    send(client, address, "suggest:title")
    assert "is used up." in messages_of(client.get(address))[0]
    server.spoil = lambda found: ["<b>x" for _ in found]
    send(client, address, "suggest:title")
    assert messages_of(client.get(address)) == ["The machine lost something of this text. Its answer was thrown away."]
    send(client, address, "take-suggestion:title")
    assert messages_of(client.get(address)) == ["The suggestion is no longer there. Ask for it again."]


def test_suggestion_is_refused_where_the_machine_is_off_or_the_text_is_a_name(river, machine, server, sit):
    client, address = sit(language="fr"), url(river, "fr", Statement.objects.get())
    assert "suggest:" not in client.get(address).content.decode()
    ask(client, address, "suggest:title", **SEEN)
    switch_on(campaign_id=river.public_id, machine=machine, offered=["fr"], confirmed=True, at=AT, by="olga")
    names = {"version:signatory.1": "0", "source:signatory.1": digest("Friends of the River")}
    ask(client, address, "suggest:signatory.1", **names)
    assert server.asked == []
    assert "suggest:" not in sit().get(url(river, "ar", Statement.objects.get())).content.decode()


# -- the organiser's screen


def place(campaign, more="") -> str:
    return f"/newsroom/machine/{campaign.public_id}/{more}"


def plain(page) -> str:
    text = re.sub(r"<(script|style|head).*?</\1>", " ", page.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\u2068", "").replace("\u2069", "").split())


@pytest.mark.parametrize("role", ["editor", "translator", "reviewer", "moderator"])
def test_only_organisers_decide(river, machine, server, sit, role):
    client = sit(role=role, language="")
    for address in (place(river), place(river, "progress/"), "/newsroom/machine/"):
        assert client.get(address).status_code in (302, 403)
    client.post(place(river, "switch/"), {"act": "on", "confirmed": machine.agreement})
    assert not MachineUse.objects.exists()
    client.post(place(river, "fill/"), {"act": "fill"})
    assert not MachineRun.objects.exists()


def test_organiser_reads_what_goes_where_confirms_and_fills_in(river, machine, server, sit):
    client = sit(role="organiser", language="")
    page = plain(client.get(place(river)))
    assert f"The machine of this installation is {machine.name} , at {machine.host} ." in page
    assert "switched off for this campaign: no word is sent" in page
    assert "Its words leave the house before the opening" in page
    refused = client.post(place(river, "switch/"), {"act": "on", "confirmed": "elsewhere"}, follow=True)
    assert "Confirm first" in plain(refused)
    assert not MachineUse.objects.exists()
    client.post(place(river, "switch/"), {"act": "on", "confirmed": machine.agreement})
    assert MachineUse.objects.get().offered == ["ar", "fr"]
    client.post(place(river, "fill/"), {"act": "fill", "into": "fr"})
    assert list(MachineRun.objects.values_list("language", "state")) == [("fr", "open")]
    assert client.get(place(river, "progress/")).headers["X-Newsroom-Over"] == "no"
    run_worker(interval=0.01, until_empty=True)
    assert client.get(place(river, "progress/")).headers["X-Newsroom-Over"] == "yes"
    number = MachineRun.objects.get().filled
    assert f"{number} texts by the machine wait for a person" in plain(client.get(place(river)))
    assert f"{number} texts filled in last time" in plain(client.get(place(river)))


def test_screen_says_what_is_not_offered_broken_or_stopped(river, on, server, sit):
    client = sit(role="organiser", language="")
    server.targets = ["fr"]
    client.post(place(river, "switch/"), {"act": "again"})
    assert f"{on.name} does not offer this language." in plain(client.get(place(river)))
    client.post(place(river, "fill/"), {"act": "fill"})
    client.post(place(river, "fill/"), {"act": "stop"})
    assert MachineRun.objects.get().state == "stopped"
    server.fail(403)
    fill(river)
    assert "Broken off: " in plain(client.get(place(river)))
    assert "does not accept the key of this installation" in plain(client.get(place(river)))
    server.spoil = lambda found: [one.replace("{link}", "") for one in found]
    fill(river)
    assert "2 texts came back without something of them" in plain(client.get(place(river)))
    client.post(place(river, "switch/"), {"act": "off"})
    assert use_of(river.public_id, on) is None


def test_screen_says_so_where_there_is_no_machine(river, sit, settings):
    settings.MACHINE = None
    client = sit(role="organiser", language="")
    assert "This installation has no machine." in plain(client.get(place(river)))
    assert client.post(place(river, "switch/"), {"act": "on", "confirmed": ""}).status_code in (302, 403)
    assert "/newsroom/machine/" not in client.get("/newsroom/").content.decode()


def test_key_is_on_no_page(river, on, server, sit):
    client = sit(role="organiser", language="")
    server.fail(403)
    fill(river)
    assert KEY not in client.get(place(river)).content.decode()


def test_desk_takes_as_many_queries_with_a_machine_however_long_the_piece(river, on, sit):
    client = sit(language="fr")
    taken = []
    for piece in (Texts.objects.get(), Statement.objects.get()):
        client.get(url(river, "fr", piece))
        with CaptureQueriesContext(connection) as found:
            client.get(url(river, "fr", piece))
        taken.append(len(found))
    assert max(taken) <= 36
