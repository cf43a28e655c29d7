"""Campaign and pack brought together in the source language: objects, fields, words, orders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from unisono.languages.segments import Segment
from unisono.packs.document import Pack
from unisono.packs.merging.assembling import assembled
from unisono.packs.merging.choosing import GONE_HERE, Chooser, Item, Known, Settling, Verdict
from unisono.packs.merging.flat import ABSENT, Fields, digest, kind_of, object_fields, segment_digest, shown
from unisono.packs.merging.renaming import Names, named_alike
from unisono.packs.merging.texts import Place, brought_together, in_one_order

#: What is no piece: always there, and never new.
BESIDE = ("campaign", "theme", "organisations")
#: Where an object keeps rows that have keys, and the words that belong to a row.
ROWS: dict[str, tuple[str, str]] = {
    "card": ("rows", "row"),
    "press": ("contacts", "role"),
    "organisations": ("rows", ""),
}
#: Lists in `campaign.toml` and beside it of which an import takes nothing away unless it is told to.
GROWING = ("languages.", "reviewed.")


@dataclass(slots=True)
class Merged:
    """What both sides come to. `pack` has it in the source language; `places` say, by object and key of the pack, where
    its texts belong now; `missing` are pieces that the pack does not have and that stay, `gone` pieces that the pack
    has and that stay away."""

    pack: Pack
    names: Names
    places: dict[str, dict[str, Place]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Side:
    """One side, taken apart, with the names that both sides have in common."""

    objects: dict[str, Fields]
    words: dict[str, tuple[Segment, ...]]
    media: dict[str, bytes]

    @classmethod
    def of(cls, pack: Pack, names: dict[str, str]) -> "Side":
        """Take a pack apart; `names` are those of its objects that are called otherwise."""
        fields, words = object_fields(pack), pack.source_words
        return cls(
            {names.get(name, name): one for name, one in fields.items()},
            {names.get(name, name): one for name, one in words.items()},
            pack.media,
        )

    def digest_of(self, name: str) -> str:
        """Return the digest of a whole object."""
        found = {f"{name}#{key}": digest(value) for key, value in self.objects[name].items()}
        found |= {f"{name}/{one.key}": segment_digest(one) for one in self.words.get(name, ())}
        return whole(found)

    def text_of(self, name: str) -> str:
        """Return the words of an object, for a report."""
        said = [one.text for one in self.words.get(name, ()) if one.text]
        return "\n\n".join(said or [shown(value) for value in self.objects[name].values() if shown(value)])


def whole(digests: dict[str, str]) -> str:
    """Return one digest for several by path, whatever their order."""
    return digest({path: one for path, one in digests.items() if one != ABSENT})


def merged(
    *,
    known: Known,
    settling: Settling,
    ours: Pack,
    theirs: Pack,
    remove_missing: bool = False,
    held: Iterable[str] = (),
) -> tuple[Merged, Chooser]:
    """Bring a campaign (`ours`) and a pack together.

    `held` are names that stand in the campaign without being approved: something may point to them.
    """
    merge = _Merge(known, settling, ours, theirs, remove_missing, frozenset(held))
    return merge.done(), merge.chooser


class _Merge:
    """One merge: both sides, what has been chosen so far."""

    def __init__(
        self, known: Known, settling: Settling, ours: Pack, theirs: Pack, remove_missing: bool, held: frozenset[str]
    ) -> None:
        self.chooser, self.known = Chooser(known, settling), known
        self.names = named_alike(known, ours, theirs)
        self.ours, self.theirs = Side.of(ours, self.names.ours), Side.of(theirs, self.names.theirs)
        self.like, self.remove_missing, self.held = ours, remove_missing, held
        self.language = ours.campaign.source_language
        self.objects: dict[str, Fields] = {}
        self.words: dict[str, tuple[Segment, ...]] = {}
        self.result = Merged(ours, self.names)

    def done(self) -> Merged:
        """Bring everything together."""
        base = self.known.base.objects() if self.known.base else []
        for name in dict.fromkeys([*self.ours.objects, *self.theirs.objects]):
            if self._is_there(name):
                self._piece(name)
        self._bring_back()
        self._name()
        for kind in ("fact", "card"):
            self._order(kind, base)
        media = self.theirs.media | self.ours.media | self._film_files()
        self.result.pack = assembled(self.like, self.objects, self.words, media)
        return self.result

    # -- whether an object is there

    def _is_there(self, name: str) -> bool:
        mine, other = name in self.ours.objects, name in self.theirs.objects
        if (mine and other) or name in BESIDE:
            return True
        return self._is_kept(name) if mine else self._is_new(name)

    def _is_kept(self, name: str) -> bool:
        """Decide about an object that the pack does not have."""
        if self.known.base is not None and not self.known.had(name):
            return True
        if self.known.base is None or not self.remove_missing:
            self.result.missing.append(name)
            return True
        mine = self.ours.digest_of(name)
        verdict = self.known.verdict(name, self._whole_before(name), mine, ABSENT)
        item = Item(name, "", self.ours.text_of(name), "", self.chooser.why(mine, ABSENT), mine)
        removed = self.chooser.note(verdict, item, ABSENT)
        self.result.removed += [name] if removed else []
        return not removed

    def _is_new(self, name: str) -> bool:
        """Decide about an object that only the pack has."""
        other = self.theirs.digest_of(name)
        verdict = self.known.verdict(name, self._whole_before(name), ABSENT, other)
        if verdict in (Verdict.TAKEN, Verdict.SAME):
            self.chooser.settled[name] = other
            return True
        item = Item(name, "", "", self.theirs.text_of(name), GONE_HERE, ABSENT)
        taken = self.chooser.note(verdict, item, other)
        self.result.gone += [] if taken else [name]
        return taken

    def _whole_before(self, name: str) -> str:
        if self.known.base is None:
            return ABSENT
        marks = (f"{name}#", f"{name}/")
        return whole({path: one for path, one in self.known.base.source.items() if path.startswith(marks)})

    def _bring_back(self) -> None:
        """Bring back what was taken away, on either side, as long as something points to it."""
        waiting = list(self.objects)
        while waiting:
            for name in self._pointed_to(waiting.pop()):
                stays = name in self.held and name not in self.result.removed
                if name in self.objects or stays:
                    continue
                self._piece(name)
                self.result.gone = [one for one in self.result.gone if one != name]
                self.result.removed = [one for one in self.result.removed if one != name]
                self.chooser.conflicts = [one for one in self.chooser.conflicts if one.path != name]
                waiting.append(name)

    def _pointed_to(self, name: str) -> list[str]:
        fields = self.objects[name]
        facts = [value for key, value in fields.items() if key == "fact" or key.endswith(".fact")]
        return [f"fact.{key}" for key in facts if key] + [f"picture.{key}" for key in fields.get("pictures") or ()]

    # -- what it says

    def _piece(self, name: str) -> None:
        mine, other = self.ours.objects.get(name), self.theirs.objects.get(name)
        words = (self.ours.words.get(name, ()), self.theirs.words.get(name, ()))
        if mine is None or other is None:
            self.objects[name] = dict(mine if mine is not None else other or {})
            self.words[name] = words[0] or words[1]
            self.result.places[name] = {one.key: Place(one.key, one.key) for one in words[1]}
            return
        prefix, label = ROWS.get(kind_of(name), ("", ""))
        fields = self._fields(name, mine, other, f"{prefix}." if prefix else None)
        rows: dict[str, str] = {}
        if prefix:
            found, rows = self._rows(name, prefix, label)
            fields |= found
        self.objects[name] = fields
        labels = {f"{label}.{key}": side for key, side in rows.items()} if label else {}
        together = brought_together(self.chooser, name, self.language, *words, labels)
        self.words[name], self.result.places[name] = together.segments, together.places
        self.result.moved |= {name} if together.moved else set()

    def _fields(self, name: str, mine: Fields, other: Fields, rows: str | None) -> Fields:
        found: Fields = {}
        for key in dict.fromkeys([*mine, *other]):
            if rows and key.startswith(rows):
                continue
            if self._only_grows(name, key) and key not in other:
                chosen = mine[key]
            else:
                sides = (mine.get(key), other.get(key))
                chosen = self.chooser.choose(f"{name}#{key}", "", *sides, texts=(shown(sides[0]), shown(sides[1])))
            if chosen is not None:
                found[key] = chosen
        return found

    def _only_grows(self, name: str, key: str) -> bool:
        grows = name == "theme" or (name == "campaign" and key.startswith(GROWING))
        known = self.known.before(f"{name}#{key}") != ABSENT
        return grows and not (self.remove_missing and known)

    def _rows(self, name: str, prefix: str, label: str) -> tuple[Fields, dict[str, str]]:
        """Bring rows together by their keys; returns their fields, and which side each row follows."""
        mine, other = (_grouped(prefix, one.objects.get(name, {})) for one in (self.ours, self.theirs))
        found: dict[str, Fields] = {}
        follows: dict[str, str] = {}
        for key in dict.fromkeys([*mine, *other]):
            if key in mine and key in other:
                path = f"{prefix}.{key}"
                found[key] = {
                    one: self.chooser.choose(
                        f"{name}#{path}.{one}",
                        "",
                        mine[key].get(one),
                        other[key].get(one),
                        texts=(shown(mine[key].get(one)), shown(other[key].get(one))),
                    )
                    for one in dict.fromkeys([*mine[key], *other[key]])
                }
                follows[key] = "both"
                continue
            chosen = self._row(name, prefix, label, key, mine.get(key), other.get(key))
            follows[key] = "" if chosen is None else "ours" if key in mine else "theirs"
            if chosen is not None:
                found[key] = chosen
        base = [path.split("#", 1)[1] for path in self.known.under(f"{name}#{prefix}")]
        before = list(dict.fromkeys(path.split(".")[1] for path in base))
        order = (
            sorted(found)
            if name == "organisations"
            else in_one_order(self.chooser, f"{name}#order.{prefix}", before, list(mine), list(other), found)
        )
        return {f"{prefix}.{key}.{one}": value for key in order for one, value in found[key].items()}, follows

    def _row(
        self, name: str, prefix: str, label: str, key: str, mine: Fields | None, other: Fields | None
    ) -> Fields | None:
        """Choose about a row that only one side has: with its label, if it has one."""
        marks = f"{name}#{prefix}.{key}"
        was = self.known.under(marks) | {f"{name}/{label}.{key}": self.known.before(f"{name}/{label}.{key}")}
        if mine is not None and name == "organisations" and not (self.remove_missing and len(was) > 1):
            return mine

        def side(fields: Fields | None, of: Side) -> tuple[str, str]:
            if fields is None:
                return ABSENT, ""
            said = {one.key: one for one in of.words.get(name, ())}.get(f"{label}.{key}")
            found = {f"{marks}.{one}": digest(value) for one, value in fields.items()}
            found[f"{name}/{label}.{key}"] = segment_digest(said) if said else ABSENT
            values = [said.text] if said else []
            return whole(found), " · ".join(values + [shown(value) for value in fields.values() if shown(value)])

        here, there = side(mine, self.ours), side(other, self.theirs)
        return self.chooser.choose(
            marks, "", mine, other, digests=(here[0], there[0]), before=whole(was), texts=(here[1], there[1])
        )

    # -- names and orders

    def _name(self) -> None:
        """Give objects the name on which both sides come out."""
        for name, (mine, other) in self.names.both().items():
            if name not in self.objects:
                continue
            final = self.chooser.choose(
                f"{name}#slug", "", mine, other, before=digest(name.partition(".")[2]), texts=(mine, other)
            )
            new = f"{kind_of(name)}.{final}"
            tables: tuple[dict[str, Any], ...] = (self.objects, self.words, self.result.places)
            for table in tables:
                if name in table and new != name:
                    table[new] = table.pop(name)
            if name in self.result.moved:
                self.result.moved |= {new}
            self.names.final[name] = new

    def _order(self, kind: str, base: list[str]) -> None:
        def keys(names: Iterable[str]) -> list[str]:
            return [name for name in names if kind_of(name) == kind]

        there = keys(self.objects)
        order = in_one_order(
            self.chooser, f"{kind}#order", keys(base), keys(self.ours.objects), keys(self.theirs.objects), there
        )
        self.objects |= {name: self.objects.pop(name) for name in order}

    def _film_files(self) -> dict[str, bytes]:
        """The files of the film, which are called alike on both sides: those that were chosen."""
        found: dict[str, bytes] = {}
        for value in (self.objects.get("film", {}).get(name) for name in ("master", "poster")):
            if value:
                place, wanted = value
                for side in (self.ours, self.theirs):
                    if place in side.media and digest(side.media[place]) == wanted:
                        found[place] = side.media[place]
        return found


def _grouped(prefix: str, fields: Fields) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    for path, value in fields.items():
        if path.startswith(f"{prefix}."):
            _, key, name = path.split(".", 2)
            found.setdefault(key, {})[name] = value
    return found
