"""DeepL and LibreTranslate, each as the same few questions: which languages, and these texts please.

Texts are HTML with `b`, `i`, `a` and `span translate="no"`, which both services leave as it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from unisono.languages.machine.fetching import fetch, unreadable
from unisono.languages.machine.ways import Machine

#: What DeepL's variants are preferred for a language that we do not divide: CLDR's own choice for pt.
PREFERRED = {"en": "en-gb", "pt": "pt-br"}
#: Other names under which services know a language of ours.
ALSO = {"zh-hans": ("zh",), "he": ("iw",), "nb": ("no",)}


class Service(Protocol):
    """What is asked of a service."""

    def offered(self, source: str, wanted: Sequence[str]) -> dict[str, str]:
        """Return those of the languages `wanted` into which it translates from `source`, by its own names for them."""
        ...

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return texts (HTML) in the language that the service calls `target`, one for each."""
        ...


def service_of(machine: Machine) -> Service:
    """Return the client of a machine's service."""
    return DeepL(machine) if machine.service == "deepl" else LibreTranslate(machine)


def named_by(code: str, known: Mapping[str, str]) -> str:
    """Return how a service calls a language of ours, of the names (in small letters → as written) it has; "" if not
    at all."""
    for name in (code, PREFERRED.get(code, ""), *ALSO.get(code, ())):
        if name in known:
            return known[name]
    return next((written for name, written in sorted(known.items()) if name.partition("-")[0] == code), "")


def _texts(answer: Any, number: int, machine: Machine) -> list[str]:
    if not isinstance(answer, list) or len(answer) != number or not all(isinstance(one, str) for one in answer):
        raise unreadable(machine)
    return answer


def _names(rows: Any, key: str, machine: Machine) -> dict[str, str]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get(key), str) for row in rows):
        raise unreadable(machine)
    return {row[key].lower(): row[key] for row in rows}


class DeepL:
    """DeepL's API, version 2."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._lists: dict[str, dict[str, str]] = {}

    def _list(self, kind: str) -> dict[str, str]:
        """Return its languages of a kind; asked once."""
        if kind not in self._lists:
            self._lists[kind] = _names(self._ask(f"/v2/languages?type={kind}"), "language", self.machine)
        return self._lists[kind]

    def _ask(self, path: str, send: Any = None) -> Any:
        return fetch(self.machine, path, headers={"Authorization": f"DeepL-Auth-Key {self.machine.key}"}, send=send)

    def offered(self, source: str, wanted: Sequence[str]) -> dict[str, str]:
        """Return those of the languages `wanted` that it offers."""
        if not named_by(source.partition("-")[0], self._list("source")):
            return {}
        targets = self._list("target")
        return {code: name for code in wanted if (name := named_by(code, targets))}

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return the texts in another language."""
        send = {
            "text": list(texts), "source_lang": source.partition("-")[0].upper(), "target_lang": target,
            "tag_handling": "html",
        }  # fmt: skip
        answer = self._ask("/v2/translate", send)
        rows = answer.get("translations") if isinstance(answer, dict) else None
        found = [row.get("text") if isinstance(row, dict) else None for row in rows] if isinstance(rows, list) else None
        return _texts(found, len(texts), self.machine)


class LibreTranslate:
    """LibreTranslate's API."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._source = ""
        self._rows: Any = None

    def offered(self, source: str, wanted: Sequence[str]) -> dict[str, str]:
        """Return those of the languages `wanted` that it offers."""
        rows = self._rows if self._rows is not None else fetch(self.machine, "/languages")
        name = named_by(source, _names(rows, "code", self.machine))
        self._rows = rows
        targets = next((row.get("targets") for row in rows if row["code"] == name), None)
        if targets is None:
            return {}
        if not isinstance(targets, list) or not all(isinstance(one, str) for one in targets):
            raise unreadable(self.machine)
        self._source = name
        known = {one.lower(): one for one in targets if one != name}
        return {code: found for code in wanted if (found := named_by(code, known))}

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return the texts in another language."""
        send = {"q": list(texts), "source": self._source or source, "target": target, "format": "html"}
        send |= {"api_key": self.machine.key} if self.machine.key else {}
        answer = fetch(self.machine, "/translate", send=send)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        return _texts(found, len(texts), self.machine)
