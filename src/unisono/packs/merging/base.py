"""What a pack said when it was written out, as digests: from it an import sees who has changed what since.

It lies in the pack as `base.toml`. It follows from the pack alone, so the same campaign gives the same file; it holds
no word of anybody. A pack works without it, more carefully.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import tomli_w

from unisono.base.said import Said
from unisono.packs import sentences
from unisono.packs.document import Pack
from unisono.packs.merging.flat import ABSENT, digest, in_reading_order, object_fields, object_of, segment_digest
from unisono.packs.tables import SegmentState
from unisono.packs.toml_file import TomlFile

FILE = "base.toml"
FORMAT = 1
_HEAD = "# Written by the export. An import sees from it what was changed where. Leave it as it is.\n"
_DIGEST = re.compile(r"[0-9a-f]{16}")
_ENTRY = re.compile(r"[0-9a-f]{16}(?: (?:machine|draft|review|ready|stale) [0-9a-f]{16})?")


@dataclass(slots=True)
class Base:
    """Digests by path: of the source, in the campaign's order; and of the words of each translation.

    A translation that is not ready and made from the source beside it has its state and the digest of the source that
    it was made from behind its own: `"3f2a… stale 77b0…"`.
    """

    source: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def objects(self) -> list[str]:
        """Return the objects that were there, in their order."""
        return list(dict.fromkeys(map(object_of, self.source)))

    def under(self, prefix: str) -> dict[str, str]:
        """Return what stands under a part: the digests of `statement/lead.*` by their paths, in order."""
        return {path: one for path, one in self.source.items() if path.startswith(f"{prefix}.")}

    def as_table(self) -> dict[str, object]:
        """Return it as plain TOML or JSON."""
        words = {language: dict(found) for language, found in self.words.items() if found}
        return {"format": FORMAT, "source": dict(self.source), **({"words": words} if words else {})}


def base_of(pack: Pack) -> Base:
    """Return the base that a pack is for whatever becomes of it."""
    base = Base()
    for name, fields in object_fields(pack).items():
        found = {f"{name}#{field}": digest(value) for field, value in fields.items()}
        found |= {
            f"{name}/{one.key}": segment_digest(one) for one in in_reading_order(name, pack.source_words.get(name, ()))
        }
        base.source |= {path: one for path, one in found.items() if one != ABSENT}
    for language in pack.campaign.languages:
        if language != pack.campaign.source_language:
            base.words[language] = dict(sorted(_translated(pack, language)))
    return base


def _translated(pack: Pack, language: str) -> Iterator[tuple[str, str]]:
    states = pack.states.get(language, {})
    for name, segments in pack.words.get(language, {}).items():
        for segment in segments:
            path = f"{name}/{segment.key}"
            if segment.text:
                yield path, entry(segment.text, states.get(path))


def entry(text: str, state: SegmentState | None) -> str:
    """Return what a base says of a translated text."""
    return digest(text) if state is None else f"{digest(text)} {standing(state)}"


def standing(state: SegmentState | None) -> str:
    """Return what a base says of a translation's state; "" for one that is ready and of the source beside it."""
    return "" if state is None else f"{state.state} {digest(state.source)}"


def base_written(base: Base | None) -> bytes:
    """Return the content of `base.toml`; nothing where there is no base."""
    return b"" if base is None else (_HEAD + tomli_w.dumps(base.as_table())).encode()


def base_read(file: TomlFile) -> Base | None:
    """Read `base.toml`; notes every fault, and returns None for a file that is at fault."""
    before = len(file.faults)
    mend = Said("Take it as the export wrote it, or take the file out of the pack.")
    file.only("format", "source", "words")
    if file.table.get("format") != FORMAT:
        file.fault(("format",), Said("“%(name)s” is not %(wanted)s", name="format", wanted=FORMAT), mend)
    source, words = file.table.get("source", {}), file.table.get("words", {})
    found: list[tuple[tuple[str, ...], object, re.Pattern[str]]] = [(("source",), source, _DIGEST)]
    if isinstance(words, dict):
        found += [(("words", language), one, _ENTRY) for language, one in words.items()]
    else:
        file.fault(("words",), sentences.no_table("words"), mend)
    for path, table, form in found:
        if not isinstance(table, dict):
            file.fault(path, sentences.no_table(".".join(path)), mend)
            continue
        for key, value in table.items():
            if not isinstance(value, str) or not form.fullmatch(value):
                file.fault((*path, key), Said("“%(name)s” is not as an export writes it", name=key), mend)
    return Base(source, words) if len(file.faults) == before else None


def base_from(table: dict[str, Any]) -> Base:
    """Return a base that was kept as `as_table` gives it."""
    return Base(dict(table.get("source", {})), dict(table.get("words", {})))
