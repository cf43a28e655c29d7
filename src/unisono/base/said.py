"""Sentences that are made in one place and read in another: English at once, in any language where they are shown.

Whoever finds that something is wrong does not know who will read of it, nor in which language. So a sentence keeps
the words it was made of, which are in the catalogues, and the values that fill their places. Plain Python.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Named(str):
    """A code among the values of a sentence that has a name in every language: of a `kind` such as "language"."""

    __slots__ = ("kind",)
    kind: str

    def __new__(cls, kind: str, code: str) -> "Named":
        """Take the code; in English sentences it stands as it is."""
        self = super().__new__(cls, code)
        self.kind = kind
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return self.kind, str(self)


class Said(str):
    """An English sentence that can still be said in another language. Everywhere else it is a string.

    `words` are words of the interface: extraction finds them in the call, where they stand as they are. `values` fill
    their places, `%(name)s`: texts, numbers, sentences, codes (`Named`), or tuples of those, which are listed.
    """

    __slots__ = ("values", "words")
    words: str
    values: Mapping[str, Any]

    def __new__(cls, words: str, /, **values: Any) -> "Said":
        """Say it in English."""
        self = super().__new__(cls, words % {name: _in_english(value) for name, value in values.items()})
        self.words, self.values = words, values
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.words,), dict(self.values)

    @classmethod
    def as_is(cls, text: str) -> "Said":
        """Return what somebody else has said, for which there are no words of ours."""
        return cls("%(text)s", text=text)

    @classmethod
    def joined(cls, between: str, parts: Iterable[str]) -> "Said":
        """Return texts and sentences as one, with `between` between them; it is the same in every language."""
        values = {f"part{number}": part for number, part in enumerate(parts)}
        return cls(between.replace("%", "%%").join(f"%({name})s" for name in values), **values)

    def put(self, translate: Callable[[str], str], written: Callable[[Any], Any]) -> str:
        """Return the sentence in the language into which `translate` puts words; `written` writes a value in it."""
        values = {
            name: value.put(translate, written) if isinstance(value, Said) else written(value)
            for name, value in self.values.items()
        }
        return (translate(self.words) if self.words else "") % values

    def kept(self) -> str | dict[str, Any]:
        """Return the sentence as JSON has it, to be said later; `again` takes it up."""
        if not self.values:
            return str(self)
        return {"words": self.words, "values": {name: _kept(value) for name, value in self.values.items()}}

    @classmethod
    def again(cls, kept: Any) -> "Said":
        """Return a sentence that was kept; plain text is one without places."""
        if isinstance(kept, dict):
            return cls(kept["words"], **{name: _again(value) for name, value in kept["values"].items()})
        return cls(str(kept).replace("%", "%%"))


class SaidError(Exception):
    """An error whose `sentence` can be said in any language. Its arguments are kept, so that it can be pickled."""

    sentence: Said

    def __str__(self) -> str:
        return str(self.sentence)


class SentenceError(SaidError):
    """An error that is nothing but its sentence."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def sentence_of(error: Exception) -> Said:
    """Return what an error says; what its class is called where it says nothing."""
    return error.sentence if isinstance(error, SaidError) else Said.again(str(error) or type(error).__name__)


def _in_english(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _kept(value: Any) -> Any:
    if isinstance(value, Said):
        return value.kept() if value.values else {"words": value.words, "values": {}}
    if isinstance(value, Named):
        return {"kind": value.kind, "code": str(value)}
    return [_kept(one) for one in value] if isinstance(value, tuple) else value


def _again(value: Any) -> Any:
    if isinstance(value, dict):
        return Named(value["kind"], value["code"]) if "kind" in value else Said.again(value)
    return tuple(map(_again, value)) if isinstance(value, list) else value
