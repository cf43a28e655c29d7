"""PO, the format of gettext: entries ⇄ the bytes of a file, as Poedit and Weblate read and write them. Plain Python.

Babel writes strings and knows plural forms; its reader forgives what must not be forgiven here (a string that is not
closed, an entry twice, what came before), so there is a stricter one, which names the line of every fault.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.plurals import get_plural
from babel.messages.pofile import normalize

from unisono.base.said import Said
from unisono.languages.rules import rules_for

#: Bytes of the largest file that is read. The words of a large campaign in one language are a tenth of it.
LARGEST = 8_000_000
#: Faults that are named at once.
MOST_FAULTS = 20
#: No page and no database can hold these.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_VERSION = re.compile(r"version (\d{1,9})$")
_KEYWORD = re.compile(r"([a-z_]+(?:\[\d+\])?)[ \t]*(?=\"|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text. `previous` is the source that the translation was made from, where today's is another.

    `version` is that of the translation which the file was written with; None where the file does not say.
    """

    context: str
    source: str
    text: str = ""
    is_fuzzy: bool = False
    previous: str = ""
    version: int | None = None
    comments: tuple[str, ...] = ()
    limit: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class PoFault:
    """What is wrong with a file, and at which line; 0 where it is no line's fault."""

    line: int
    said: Said

    def __str__(self) -> str:
        return f"line {self.line}: {self.said}" if self.line else str(self.said)


class PoRefused(ValueError):
    """A file of which nothing is taken, with what is wrong with it."""

    def __init__(self, faults: Iterable[PoFault]) -> None:
        self.faults = tuple(faults)[:MOST_FAULTS]
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(slots=True)
class PoFile:
    """A file as it was read. `header_line` is where its header begins."""

    header: dict[str, str] = field(default_factory=dict)
    header_line: int = 0
    entries: list[Entry] = field(default_factory=list)


# -- writing


def po_language(code: str) -> str:
    """Return the name of a language in a PO header: `zh-hans` → `zh_Hans`."""
    return rules_for(code).locale


def plural_forms(code: str) -> str:
    """Return the plural forms of a language, as the header has them."""
    return str(get_plural(po_language(code)).plural_forms).rstrip(";") + ";"


def written(header: Mapping[str, str], entries: Iterable[Entry], remarks: Iterable[str] = ()) -> bytes:
    """Write a file. Texts keep their ends, but for line ends at the beginning and the end, which gettext compares."""
    head = "".join(f"{name}: {value}\n" for name, value in header.items())
    parts = ["\n".join([*(f"# {remark}" for remark in remarks), 'msgid ""', f"msgstr {_string(head)}"])]
    parts += map(_written, entries)
    return ("\n\n".join(parts) + "\n").encode()


def _written(entry: Entry) -> str:
    flags = [*(["fuzzy"] if entry.is_fuzzy else []), *([f"max-length:{entry.limit}"] if entry.limit else [])]
    lines = [f"#. {comment}" for comment in entry.comments]
    lines += [f"#. version {entry.version}"] if entry.version is not None else []
    lines += [f"#, {', '.join(flags)}"] if flags else []
    if entry.previous:
        said = f"msgid {_string(plain(entry.previous))}"
        lines += [f"#| {line}" for line in said.split("\n")]
    lines += [f"msgctxt {_string(entry.context)}", f"msgid {_string(plain(entry.source))}"]
    return "\n".join([*lines, f"msgstr {_string(plain(entry.text))}"])


def _string(text: str) -> str:
    return normalize(text, width=78)


def plain(text: str) -> str:
    """Return a text as a file has it: line ends as one sign, none at the beginning and the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


# -- reading


def read(content: bytes) -> PoFile:
    """Read a file; raises `PoRefused` naming the line of every fault, up to `MOST_FAULTS`."""
    if len(content) > LARGEST:
        raise PoRefused([PoFault(0, Said("The file is larger than %(most)d MB.", most=LARGEST // 1_000_000))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        broken = content[: fault.start].count(b"\n") + 1
        raise PoRefused([PoFault(broken, Said("This is not UTF-8: save the file as UTF-8."))]) from None
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        reader.line(number, line.strip(" \t\r"))
        if len(reader.faults) >= MOST_FAULTS:
            break
    else:
        reader.finish(number)
    if reader.faults:
        raise PoRefused(reader.faults)
    return reader.file


class _Reader:
    """One reading: the entry that has been begun, which of its strings goes on, what was wrong."""

    def __init__(self) -> None:
        self.file = PoFile()
        self.faults: list[PoFault] = []
        self.names: set[str] = set()
        self._has_header = False
        self._begin()

    def _begin(self) -> None:
        self.strings: dict[str, str] = {}
        self.going_on = ""
        self.comments: list[str] = []
        self.flags: set[str] = set()
        self.first = 0

    def fault(self, line: int, said: Said) -> None:
        """Note a fault."""
        self.faults.append(PoFault(line, said))

    def line(self, number: int, line: str) -> None:
        """Read one line."""
        if bad := UNSHOWABLE.search(line):
            self.fault(number, Said("The character %(code)s cannot stand in a text.", code=f"U+{ord(bad[0]):04X}"))
        elif not line:
            self.going_on = ""
        elif line.startswith("#"):
            self._comment(number, line)
        elif line.startswith('"'):
            self._more(number, line)
        else:
            self._keyword(number, line)

    def _comment(self, number: int, line: str) -> None:
        if line.startswith("#~"):
            return  # what a program keeps of texts that are no more
        if "msgstr" in self.strings:
            self.finish(number)
        if line.startswith("#|"):
            self._previous(number, line[2:].strip(" \t"))
            return
        self.going_on = ""
        if line.startswith("#."):
            self.comments.append(line[2:].strip())
        elif line.startswith("#,"):
            self.flags |= {flag.strip() for flag in line[2:].split(",")}

    def _previous(self, number: int, line: str) -> None:
        if line.startswith('"'):
            self._more(number, line)
        elif line:
            self._keyword(number, line, before="previous ")

    def _keyword(self, number: int, line: str, before: str = "") -> None:
        match = _KEYWORD.match(line)
        word = match[1] if match else line[:40]
        if match is None or word.partition("[")[0] not in ("msgctxt", "msgid", "msgstr", "msgid_plural"):
            self.fault(number, Said("“%(word)s” is nothing that a PO file has at the beginning of a line.", word=word))
            return
        if word == "msgid_plural" or "[" in word:
            self.fault(number, Said("The texts of a campaign have no plural forms."))
            return
        if not before and "msgstr" in self.strings:
            self.finish(number)
        if not before and (word in self.strings or (word == "msgctxt" and "msgid" in self.strings)):
            self._cut_off(number)
            self._begin()
        if not before and not self.first:
            self.first = number
        if word == "msgstr" and "msgid" not in self.strings:
            self.fault(number, Said("A translation (msgstr) without its source (msgid)."))
            self._begin()
            return
        self.going_on = before + word
        self.strings[self.going_on] = ""
        self._more(number, line[match.end() :])

    def _more(self, number: int, line: str) -> None:
        if not self.going_on:
            self.fault(number, Said("Words in quotation marks that belong to nothing."))
            return
        found = _STRING.fullmatch(line)
        if found is None:
            self.fault(number, Said("The words in quotation marks are not closed, or something stands after them."))
            return
        for escape in _ESCAPE.finditer(found[1]):
            if escape[1] not in _ESCAPES:
                self.fault(number, Said("“%(mark)s” is no sign that a PO file knows.", mark=escape[0]))
                return
        self.strings[self.going_on] += _ESCAPE.sub(lambda match: _ESCAPES[match[1]], found[1])

    def _cut_off(self, number: int) -> None:
        self.fault(
            self.first or number, Said("This entry has no translation line (msgstr): the file is cut off or damaged.")
        )

    def finish(self, number: int) -> None:
        """End the entry that has been begun; at the end of the file also look whether it was a whole one."""
        strings = self.strings
        if "msgstr" in strings:
            self._keep()
        elif any(not name.startswith("previous") for name in strings):
            self._cut_off(number)
        self._begin()

    def _keep(self) -> None:
        context, source = self.strings.get("msgctxt", ""), self.strings["msgid"]
        if not context and not source:
            if self._has_header:
                self.fault(self.first, Said("The file has two headers."))
            self._has_header = True
            self.file.header, self.file.header_line = dict(_fields(self.strings["msgstr"])), self.first
            return
        if (name := context or f"\0{source}") in self.names:
            self.fault(self.first, Said("“%(name)s” stands in the file twice.", name=context or source[:60]))
        self.names.add(name)
        versions = [int(match[1]) for comment in self.comments if (match := _VERSION.match(comment))]
        self.file.entries.append(
            Entry(
                context=context,
                source=source,
                text=self.strings["msgstr"],
                is_fuzzy="fuzzy" in self.flags,
                previous=self.strings.get("previous msgid", ""),
                version=versions[-1] if versions else None,
                comments=tuple(self.comments),
                line=self.first,
            )
        )


def _fields(header: str) -> Iterator[tuple[str, str]]:
    for line in header.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def is_language(given: str, code: str) -> bool:
    """Say whether a PO header's language is the one with our `code`: `zh_CN` is zh-hans, `ar_SA` is ar."""
    try:
        ours, theirs = _likely(po_language(code)), _likely(given.partition(".")[0].partition("@")[0].replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return ours[:2] == theirs[:2] and (not ours[2] or not theirs[2] or ours[2] == theirs[2])


def _likely(identifier: str) -> tuple[str, str, str]:
    """Language, script (a likely one where none is said) and region (only one that is said)."""
    locale = Locale.parse(identifier)
    known = get_global("likely_subtags")
    likely = known.get(f"{locale.language}_{locale.territory}") or known.get(locale.language) or ""
    parts = [part for part in str(likely).split("_")[1:] if len(part) == 4]
    return locale.language, locale.script or (parts[0] if parts else ""), locale.territory or ""
