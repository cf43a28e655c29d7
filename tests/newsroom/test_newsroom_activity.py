"""The activity: every act that the code can write into a campaign's ledger is a sentence, and reads well."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom_screens import AT, speak

import unisono
from unisono.campaigns.operations import named
from unisono.coalition.models import SignOn
from unisono.facts.models import Fact
from unisono.languages.desk import Desk, Seen, accept, digest
from unisono.languages.glossary.operations import (
    Given,
    add_term,
    change_term,
    decline,
    no_longer_agree,
    put_back,
    remove_term,
    settle,
)
from unisono.languages.machine.filling import ask_for_run, switch_off, switch_on
from unisono.languages.machine.ways import Machine
from unisono.languages.models import Rendering, Standing, State, Translation
from unisono.languages.queries import approved_source
from unisono.ledger.operations import record
from unisono.mail.models import PostOffice
from unisono.newsroom.activity import COURSE_OF_LETTERS, activity_of
from unisono.newsroom.activity_sentences import SENTENCES
from unisono.words.models import NewsPost

SOURCES = sorted(path for path in Path(unisono.__file__).parent.rglob("*.py") if "migrations" not in path.parts)

# -- what the code can write


class Acts(ast.NodeVisitor):
    """Collects the acts that a module writes into the ledger of a campaign, wherever it puts their names together."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.found: set[str] = set()
        self._within: list[ast.FunctionDef] = []
        self.visit(module)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._within.append(node)
        self.generic_visit(node)
        self._within.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        given = {one.arg: one.value for one in node.keywords}
        # What names no campaign is on no campaign's screen.
        if _called(node) == "record" and "campaign_id" in given:
            self.found |= set(self._texts(given["act"], self._within[-1]))

    def _texts(self, node: ast.expr, within: ast.FunctionDef) -> Iterator[str]:
        """Every text that an expression can be; whoever writes one that this cannot follow writes it more plainly."""
        match node:
            case ast.Constant(str(text)):
                yield text
            case ast.IfExp(body=one, orelse=other):
                yield from (*self._texts(one, within), *self._texts(other, within))
            case ast.Subscript(value=ast.Name(name)):
                (table,) = [value for target, value in _assigned(self.module.body) if target == name]
                for value in table.values:
                    yield from self._texts(value, within)
            case ast.Attribute(value=ast.Name("self"), attr=name):
                classes = [one for one in self.module.body if isinstance(one, ast.ClassDef)]
                for value in (value for one in classes for target, value in _assigned(one.body) if target == name):
                    yield from self._texts(value, within)
            case ast.Name(name):
                yield from self._reaching(name, within)
            case _:
                raise AssertionError(f"cannot tell which acts these are: {ast.unparse(node)}")

    def _reaching(self, name: str, within: ast.FunctionDef) -> Iterator[str]:
        """Every text that a name can be in a function: assigned there, or given by whoever calls it."""
        for target, value in _assigned(list(ast.walk(within))):
            if target == name:
                yield from self._texts(value, within)
        arguments = [one.arg for one in within.args.args]
        if name not in arguments:
            return
        for function in (one for one in ast.walk(self.module) if isinstance(one, ast.FunctionDef)):
            for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
                if _called(call) == within.name:
                    yield from self._texts(call.args[arguments.index(name)], function)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _assigned(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Name and value of every assignment; of those that assign several at once, each by itself."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=value):
                yield name, value
            case ast.Assign(targets=[ast.Tuple(names)], value=value):
                for place, one in enumerate(names):
                    for each in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                        if isinstance(one, ast.Name) and isinstance(each, ast.Tuple):
                            yield one.id, each.elts[place]


def written_acts() -> dict[str, str]:
    """Every act that is written into a campaign's ledger → the file that does."""
    return {
        act: path.name
        for path in SOURCES
        if "ledger.operations import record" in (text := path.read_text())
        for act in Acts(ast.parse(text)).found
    }


def test_every_act_that_is_written_has_a_sentence_and_every_sentence_its_act():
    assert {act: name for act, name in written_acts().items() if act not in SENTENCES} == {}
    assert {*SENTENCES} - {*written_acts()} == set()
    assert {*COURSE_OF_LETTERS} - {*SENTENCES} == set()


def test_acts_are_found_however_they_are_written():
    module = """
TABLE = {1: "a.one", 2: "a.two"}
class View:
    saved = "a.three"
    def save(self):
        record(act=self.saved, campaign_id=1)
        note("a.four")
def note(act):
    record(act=act, campaign_id=1)
    record(act=TABLE[act], campaign_id=1)
    record(act="a.office")
def choose(some):
    act, more = ("a.five", 1) if some else ("a.six", 2)
    record(act=act, campaign_id=1)
"""
    assert Acts(ast.parse(module)).found == {"a.one", "a.two", "a.three", "a.four", "a.five", "a.six"}
    with pytest.raises(AssertionError, match="cannot tell"):
        Acts(ast.parse('def note(state): record(act=f"a.{state}", campaign_id=1)'))


# -- what is read


@pytest.fixture
def olga(river, person):
    """An organiser."""
    user = person("organiser")
    user.first_name = "Olga"
    user.save()
    return user


def told(river, number: int) -> list[str]:
    """The last sentences, in the order in which things were done."""
    return [one.sentence for one in activity_of(river, number)][::-1]


def test_glossary_is_told_with_its_terms(river, olga):
    by = {"at": AT, "by": str(olga.pk)}
    term = add_term(campaign_id=river.public_id, given=Given("river"), **by)
    change_term(term=term, given=Given("stream"), seen=1, **by)
    settle(term=term, language="ar", text="نهر", may_settle=False, **by)
    decline(proposal=Rendering.objects.get(standing=Standing.PROPOSED), may_settle=True, **by)
    settle(term=term, language="ar", text="نهر", may_settle=True, **by)
    no_longer_agree(term=term, language="ar", may_settle=True, **by)
    remove_term(term=term, **by)
    put_back(term=term, **by)
    assert told(river, 8) == [
        "Olga put a term into the glossary: “stream”.",
        "Olga changed a term of the glossary: “stream”.",
        "Olga proposed words for a term of the glossary: “stream”, Arabic.",
        "Olga declined words for a term of the glossary: “stream”, Arabic.",
        "Olga settled the words for a term of the glossary: “stream”, Arabic.",
        "Olga decided that a term of the glossary has no agreed words any more: “stream”, Arabic.",
        "Olga took a term out of the glossary: “stream”.",
        "Olga put a term back into the glossary: “stream”.",
    ]


def test_machine_is_told_with_its_name_and_host(river, olga):
    by = {"campaign_id": river.public_id, "at": AT, "by": str(olga.pk)}
    machine = Machine("libretranslate", "https://machine.example.org", "", per_minute=6)
    switch_on(machine=machine, offered=["fr"], confirmed=True, **by)
    ask_for_run(language="fr", wanted=3, **by)
    switch_off(**by)
    assert told(river, 3) == [
        "Olga let a machine suggest translations: LibreTranslate (machine.example.org).",
        "Olga asked a machine for what is missing: French.",
        "Olga let no machine suggest translations any more.",
    ]


def test_translating_is_told_on_the_screen_of_the_piece(river, olga):
    post = NewsPost.objects.get()
    source = approved_source(post.public_id, "en")
    row = Translation.objects.filter(object_id=post.public_id, language="ar").first()
    Translation.objects.filter(pk=row.pk).update(state=State.REVIEW)
    desk = Desk(named=named(post), language="ar", source=source, by=str(olga.pk), may_finish=True)
    assert accept(desk=desk, seen={row.key: Seen(row.version, digest(row.source_text))}, at=AT) == 1
    sentence = "Olga accepted translations: News post “The call”, Arabic."
    assert [one.sentence for one in activity_of(river, 1, piece=post)] == [sentence]
    assert told(river, 1) == [sentence]


@pytest.mark.parametrize(
    ("act", "details", "sentence"),
    [
        ("campaign.changed", {}, "Olga changed the settings of the campaign."),
        (
            "campaign.changed",
            {"late": "hold"},
            "Olga decided what editions do where a language is late: hold the language back.",
        ),
        ("campaign.changed", {"reminds": True}, "Olga had letters remind the translators from then on."),
        ("campaign.changed", {"reminds": False}, "Olga had no more letters remind the translators."),
        ("theme.changed", {}, "Olga changed the files of the theme."),
        ("language.ordered", {"languages": ["fr", "en"]}, "Olga put the languages in another order."),
        (
            "language.reviewed",
            {"language": "fr", "reviewed": True},
            "Olga noted that a native speaker has reviewed a language: French.",
        ),
        (
            "language.reviewed",
            {"language": "fr", "reviewed": False},
            "Olga noted that no native speaker has reviewed a language: French.",
        ),
        ("statement.published", {"number": 2}, "Olga made version 2 of the statement."),
        (
            "pack.imported",
            {"added": 1, "changed": 2, "removed": 0, "conflicts": 3},
            "Olga brought a folder in: 1 added, 2 changed, 0 removed, 3 in conflict.",
        ),
        ("po.imported", {"language": "fr", "ready": 4}, "Olga brought translations in with a PO file: French."),
        ("links.made", {"links": 1}, "Olga made a short link."),
        ("links.made", {"links": 40}, "Olga made 40 short links."),
        ("links.taken", {"links": 1}, "Olga brought a short link in with a folder."),
        ("links.taken", {"links": 7}, "Olga brought 7 short links in with a folder."),
        ("letter.tried-again", {}, "Olga had a letter sent again."),
        ("address.released", {}, "Olga had letters sent again to an address that took none."),
        ("sender.chosen", {}, "Olga chose who the letters of the campaign are from."),
        ("signon.deleted", {}, "Olga took an organisation out of the coalition."),
    ],
)
def test_act_is_told(river, olga, act, details, sentence):
    record(at=AT, by=str(olga.pk), act=act, of=river, campaign_id=river.public_id, **details)
    assert told(river, 1) == [sentence]


def test_organisations_and_facts_are_told_by_name(river, olga):
    joined = SignOn.objects.get(key="reed")
    fact = Fact.objects.first()
    for act, row in (("signon.changed", joined), ("fact.copy-kept", fact), ("fact.copy-removed", fact)):
        record(at=AT, by=str(olga.pk), act=act, of=row, campaign_id=river.public_id)
    assert told(river, 3) == [
        "Olga added or changed an organisation of the coalition: Reed, Rush and Sons.",
        f"Olga kept a copy of the source of: Fact “{fact.claim}”.",
        f"Olga decided that no copy of its source goes with: Fact “{fact.claim}”.",
    ]


def test_what_became_of_each_letter_is_told_when_asked_for(river, olga, browse):
    office, campaign_id = PostOffice.objects.get_or_create(pk=1)[0], river.public_id
    for by, act, details in (
        ("reminders", "letters.taken-back", {"number": 2}),
        (str(olga.pk), "letter.posted", {"letter_kind": "invitation", "language": "ar"}),
        ("mail", "letter.sent", {"attempts": 1, "reason": ""}),
        ("mail", "letter.held", {"reason": "bounced"}),
        ("mail", "letter.failed", {"reason": "full"}),
        ("mail", "letter.returned", {"reason": "no-mailbox"}),
        ("mail", "address.bounced", {"reason": "no-mailbox"}),
    ):
        record(at=AT, by=by, act=act, of=office, campaign_id=campaign_id, **details)
    sentences = [one.sentence for one in activity_of(river, 7, with_letters=True)][::-1]
    assert sentences == [
        "The newsroom by itself took 2 letters back that were still waiting.",
        "Olga had a letter posted: Invitation, Arabic.",
        "A letter was sent.",
        "A letter is held back. An earlier letter to this address came back: it takes no letters.",
        "A letter could not be sent. The reader's mailbox is full.",
        "A letter has come back. There is no such mailbox. Look for a slip in the address.",
        "Letters to an address are held back from now on. There is no such mailbox. Look for a slip in the address.",
    ]
    assert not {*sentences} & {one.sentence for one in activity_of(river)}
    client, screen = browse(olga), f"/newsroom/people/{river.public_id}/activity/"
    page = client.get(screen).content.decode()
    assert "A letter was sent." not in page
    assert 'href="?letters=1"' in page
    assert "A letter was sent." in client.get(f"{screen}?letters=1").content.decode()


def test_names_keep_their_direction_on_an_arabic_screen(river, olga, browse):
    term = add_term(campaign_id=river.public_id, given=Given("Eel Watch (2030)"), at=AT, by=str(olga.pk))
    remove_term(term=term, at=AT, by=str(olga.pk))
    page = browse(speak(olga, "ar")).get(f"/newsroom/people/{river.public_id}/activity/").content.decode()
    assert "\u2068Olga\u2069" in page
    assert "“\u2068Eel Watch (2030)\u2069”" in page
