"""The clients of machines, against a server that speaks as they do: what is sent, what is kept, how faults are said."""

import unicodedata
from dataclasses import replace
from uuid import UUID

import pytest
from environs import EnvValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from machine_server import KEY, machine_server
from unisono.languages.glossary.checking import Agreed, Glossary
from unisono.languages.machine import fetching
from unisono.languages.machine.fetching import MachineError, fetch
from unisono.languages.machine.services import service_of
from unisono.languages.machine.ways import FREE, PRO, Machine, chosen_machine
from unisono.languages.machine.wrapping import Broken, unwrapped, wrapped
from unisono.languages.richtext import Run, markdown_from_runs, plain_text, runs_from_markdown
from unisono.languages.segments import Segment

NONE = Glossary("en", "fr", [])
WANTED = ("ar", "fr", "hi", "sw", "zh-hans")


@pytest.fixture
def server():
    with machine_server() as running:
        yield running


@pytest.fixture(params=["deepl", "libretranslate"])
def machine(request, server):
    return Machine(request.param, server.address, KEY)


# -- settings


@pytest.mark.parametrize(
    ("url", "key", "address"),
    [
        ("deepl:", "abc:fx", FREE),
        ("DeepL:", "abc", PRO),
        ("deepl:http://127.0.0.1:9/", "abc", "http://127.0.0.1:9"),
        ("libretranslate:https://translate.example.org/", "", "https://translate.example.org"),
        ("libretranslate:http://localhost:5000", "", "http://localhost:5000"),
    ],
)
def test_machine_is_chosen(url, key, address):
    machine = chosen_machine(url=url, key=key, per_minute=60)
    assert machine.address == address
    assert "abc" not in repr(machine)


def test_no_machine_is_none():
    assert chosen_machine(url=" ", key="", per_minute=60) is None


@pytest.mark.parametrize(
    ("url", "key", "name"),
    [
        ("google:", "x", "UNISONO_MACHINE_URL"),
        ("deepl:", "", "UNISONO_MACHINE_KEY"),
        ("libretranslate:", "", "UNISONO_MACHINE_URL"),
        ("libretranslate:http://translate.example.org", "", "UNISONO_MACHINE_URL"),
        ("libretranslate:http://192.168.0.2:5000", "", "UNISONO_MACHINE_URL"),
        ("libretranslate:https://user:word@translate.example.org", "", "UNISONO_MACHINE_URL"),
        ("libretranslate:file:///etc/passwd", "", "UNISONO_MACHINE_URL"),
        ("libretranslate:https://[bad", "", "UNISONO_MACHINE_URL"),
        ("deepl:", "a\nb", "UNISONO_MACHINE_KEY"),
    ],
)
def test_wrong_settings_are_named(url, key, name):
    with pytest.raises(EnvValidationError) as refused:
        chosen_machine(url=url, key=key, per_minute=60)
    assert name in refused.value.error_messages


# -- asking


def test_services_say_which_languages_they_offer(machine):
    offered = service_of(machine).offered("en", WANTED)
    assert {code: name.lower() for code, name in offered.items()} == {
        "ar": "ar",
        "fr": "fr",
        "hi": "hi",
        "zh-hans": "zh",
    }
    assert service_of(machine).offered("sw", WANTED) == {}


def test_variants_of_a_language_are_found(server, machine):
    server.targets += ["pt-PT", "pt-BR", "zh-Hans", "es-419"]
    offered = service_of(machine).offered("en", ("pt", "zh-hans"))
    assert {code: name.lower() for code, name in offered.items()} == {"pt": "pt-br", "zh-hans": "zh-hans"}


def test_texts_come_back_one_for_each(server, machine):
    service = service_of(machine)
    target = service.offered("en", ["fr"])["fr"]
    assert service.translate(["One <b>two</b>", 'to <span translate="no">{link}</span>'], "en", target) == [
        "«fr» ONE <b>TWO</b>",
        '«fr» TO <span translate="no">{link}</span>',
    ]
    assert server.texts == ["One <b>two</b>", 'to <span translate="no">{link}</span>']
    assert server.keys == ([KEY] if machine.service == "libretranslate" else [])


@pytest.mark.parametrize(
    ("status", "headers", "is_final", "after", "says"),
    [
        (403, {}, True, None, "does not accept the key"),
        (456, {}, True, None, "characters that .* translates in a month is used up"),
        (429, {"Retry_After": "7"}, False, 7.0, "asked too often"),
        (429, {"Retry_After": "999999"}, False, 3600.0, "asked too often"),
        (429, {"Retry_After": "soon"}, False, None, "asked too often"),
        (500, {}, False, None, r"a fault of its own \(500\)"),
        (400, {}, True, None, r"refuses what was sent \(400\)"),
        (302, {"Location": "http://169.254.169.254/"}, True, None, r"refuses what was sent \(302\)"),
    ],
)
def test_refusals_are_said_in_words(server, machine, status, headers, is_final, after, says):
    server.fail(status, **headers)
    with pytest.raises(MachineError, match=says) as error:
        service_of(machine).translate(["One"], "en", "FR")
    assert (error.value.is_final, error.value.after) == (is_final, after)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"translatedText": "one", "translations": "x"}', b'{"translatedText": [1], "translations": [{}]}'],
)
def test_answers_that_make_no_sense_are_not_believed(server, machine, body):
    server.say(body)
    with pytest.raises(MachineError, match="could not be read"):
        service_of(machine).translate(["One"], "en", "FR")


def test_answer_with_another_number_of_texts_is_not_believed(server, machine):
    server.spoil = lambda texts: texts[:-1]
    with pytest.raises(MachineError, match="could not be read"):
        service_of(machine).translate(["One", "Two"], "en", "FR")


def test_slow_long_and_absent_services_are_given_up(server, machine, monkeypatch):
    monkeypatch.setattr(fetching, "WAIT", 0.2)
    server.sleep(0.6)
    with pytest.raises(MachineError, match="took too long"):
        service_of(machine).translate(["One"], "en", "FR")
    monkeypatch.setattr(fetching, "WAIT", 5.0)
    monkeypatch.setattr(fetching, "LARGEST", 100)
    server.say(b" " * 200)
    with pytest.raises(MachineError, match="is too long"):
        service_of(machine).translate(["One"], "en", "FR")
    with pytest.raises(MachineError, match="cannot be reached"):
        fetch(Machine(machine.service, "http://127.0.0.1:1"), "/languages")


# -- what is sent and what is kept


def test_what_must_not_change_is_wrapped():
    terms = [
        Agreed(UUID(int=1), "Eel Watch", stays=True),
        Agreed(UUID(int=2), "river", text="fleuve"),
        Agreed(UUID(int=3), "bank"),
    ]
    glossary = Glossary("en", "fr", terms)
    segment = Segment("a", "**Eel Watch** & rivers: [bank](https://river.example.org/a?b=1&c=2) {link}", "inline")
    assert wrapped(segment, glossary) == [
        '<b><span translate="no">Eel Watch</span></b> &amp; <span translate="no">fleuve</span>: '
        '<a href="https://river.example.org/a?b=1&amp;c=2">bank</a> <span translate="no">{link}</span>'
    ]
    post = Segment("post.email_body", "Dear <friend>,\n\nsee river.example.org or desk@river.example.org")
    assert wrapped(post, NONE) == [
        "Dear &lt;friend&gt;,",
        'see river.example.org or <span translate="no">desk@river.example.org</span>',
    ]
    answers = ["Cher &lt;ami&gt;,", 'voir river.example.org ou <span translate="no">desk@river.example.org</span>']
    assert unwrapped(post, answers) == "Cher <ami>,\n\nvoir river.example.org ou desk@river.example.org"


RICH = Segment("a", "Open **all** *40* [banks](https://river.example.org/x) {link}.", "inline")
GOOD = (
    'Ouvrez <b>toutes</b> les <i>40</i> <a href="https://river.example.org/x">rives</a> '
    '<span translate="no">{link}</span>.'
)


def test_good_answer_is_kept_in_our_own_form():
    expected = "Ouvrez **toutes** les *40* [rives](https://river.example.org/x) {link}."
    assert unwrapped(RICH, [GOOD]) == expected
    assert unwrapped(RICH, [GOOD.replace("b>", "strong>").replace("40", "٤٠")]) == expected.replace("40", "٤٠")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("{link}", "{lien}"),
        ("{link}", ""),
        ("{link}", "{link}{link}"),
        ("40", "quarante"),
        ("40", "14"),
        ("<b>toutes</b>", "toutes"),
        ("<i>40</i>", "40"),
        ("</b>", ""),
        ("</b>", "</i>"),
        ("river.example.org/x", "evil.example.org"),
        ("https://river.example.org/x", "javascript:alert(1)"),
        ("Ouvrez", "<script>alert(1)</script>"),
        ("Ouvrez", '<img src="https://evil.example.org">'),
        ("Ouvrez", "Ouvrez https://evil.example.org"),
    ],
)
def test_answer_that_has_lost_or_added_something_is_thrown_away(was, becomes):
    with pytest.raises(Broken):
        unwrapped(RICH, [GOOD.replace(was, becomes)])


@pytest.mark.parametrize("answer", ["", "  ", "…", "<b>x</b>"])
def test_empty_answers_and_marks_in_plain_lines_are_thrown_away(answer):
    with pytest.raises(Broken):
        unwrapped(Segment("a", "Rise"), [answer])


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=16)
runs = st.builds(
    Run, words, st.booleans(), st.booleans(), st.sampled_from(("", "", "https://example.org/(a)?b=1&c"))
)  # fmt: skip


@given(st.lists(runs, min_size=1, max_size=4))
def test_machine_that_changes_nothing_gives_the_same_text_back(some):
    text = markdown_from_runs(some)
    segment = Segment("a", text, "inline")
    assume(any(one.isalnum() for one in plain_text(runs_from_markdown(text))))
    same = [replace(run, text=unicodedata.normalize("NFC", run.text)) for run in runs_from_markdown(text)]
    assert unwrapped(segment, wrapped(segment, NONE)) == markdown_from_runs(same)
