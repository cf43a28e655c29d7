"""Sentences: English at once, in another language later, whole after every way between processes."""

import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

from unisono.base.said import Named, Said, sentence_of

INNER = Said("is %(found)s, not %(wanted)s", found="PNG", wanted="JPEG")
SENTENCE = Said(
    "%(language)s: %(fault)s, %(share)s %% of %(kinds)s",
    language=Named("language", "ar"),
    fault=INNER,
    share=7,
    kinds=(".typ", Named("format", "story"), Said("none")),
)


def in_brackets(sentence: Said) -> str:
    """The sentence in a language of ours: words in capitals, values in brackets, codes with their kind."""

    def written(value: object) -> str:
        if isinstance(value, tuple):
            return "+".join(map(written, value))
        return f"[{value.kind} {value}]" if isinstance(value, Named) else f"[{value}]"

    return sentence.put(lambda words: words.replace("is ", "IS ").replace(" of ", " OF "), written)


def test_says_it_in_english() -> None:
    assert SENTENCE == "ar: is PNG, not JPEG, 7 % of .typ, story, none"


def test_says_it_in_another_language() -> None:
    assert in_brackets(SENTENCE) == "[language ar]: IS [PNG], not [JPEG], [7] % OF [.typ]+[format story]+[none]"


def test_survives_the_way_between_processes() -> None:
    again = pickle.loads(pickle.dumps(SENTENCE))  # noqa: S301
    assert (type(again), again, in_brackets(again)) == (Said, SENTENCE, in_brackets(SENTENCE))


def test_is_kept_as_json_and_said_again() -> None:
    again = Said.again(json.loads(json.dumps(SENTENCE.kept())))
    assert (again, in_brackets(again)) == (SENTENCE, in_brackets(SENTENCE))
    assert type(again.values["kinds"][2]) is Said
    assert Said("The film is no more.").kept() == "The film is no more."


@given(st.text(), st.text())
def test_what_others_say_is_said_as_it_is(before: str, text: str) -> None:
    theirs = Said.joined(before, (Said.as_is(text), text))
    assert theirs == f"{text}{before}{text}"
    assert theirs.put(str, str) == theirs
    assert Said.again(text) == Said.again(Said.again(text).kept()) == text


def test_an_error_that_says_nothing_is_named() -> None:
    assert sentence_of(ValueError("no 5 %")) == "no 5 %"
    assert sentence_of(KeyError()) == "KeyError"
