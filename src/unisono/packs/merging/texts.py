"""The words of one object in the source language, from three sides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from unisono.languages.segments import Segment
from unisono.packs.merging.choosing import DIFFERS, Chooser, Item, Verdict, ident
from unisono.packs.merging.flat import (
    ABSENT,
    COUNTED,
    ORDERED,
    counted_part,
    digest,
    in_reading_order,
    kind_of,
    segment_digest,
)
from unisono.packs.merging.sequences import aligned, merged_order

Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text of the pack belongs: its key as the pack was written ("": new since), and its key now (None: it has
    no place in the campaign)."""

    before: str
    now: str | None


@dataclass(slots=True)
class Words:
    """The words of an object brought together. `places` are by the keys of the pack; `moved`: the pack itself has put
    its texts into another order or number."""

    segments: Segments = ()
    places: dict[str, Place] = field(default_factory=dict)
    moved: bool = False


def brought_together(
    chooser: Chooser, name: str, language: str, ours: Segments, theirs: Segments, rows: dict[str, str]
) -> Words:
    """Bring the words of an object together. `rows` says of labels that belong to rows whose side they follow: by the
    key of the segment, "ours", "theirs", "both" or "" (the row is gone)."""
    words = Words()
    found = [*_named(chooser, name, language, ours, theirs, rows, words)]
    for part in COUNTED.get(kind_of(name), ()):
        found += _counted(chooser, f"{name}/{part}", language, _of(name, part, ours), _of(name, part, theirs), words)
    words.segments = in_reading_order(name, found)
    return words


def _of(name: str, part: str, segments: Segments) -> list[Segment]:
    return [one for one in segments if counted_part(name, one.key) == part and one.text]


# -- texts with names


def _named(
    chooser: Chooser,
    name: str,
    language: str,
    ours: Segments,
    theirs: Segments,
    rows: dict[str, str],
    words: Words,
) -> list[Segment]:
    mine, other = ({one.key: one for one in side if not counted_part(name, one.key)} for side in (ours, theirs))
    found: dict[str, Segment] = {}
    for key in dict.fromkeys([*mine, *other]):
        sides = mine.get(key), other.get(key)
        follow = rows.get(key, "both")
        chosen = (
            {"ours": sides[0], "theirs": sides[1], "": None}[follow]
            if follow != "both"
            else chooser.choose(
                f"{name}/{key}",
                language,
                *sides,
                digests=(_digest(sides[0]), _digest(sides[1])),
                texts=(_text(sides[0]), _text(sides[1])),
            )
        )
        if chosen is not None and chosen.text:
            found[key] = chosen
        if key in other:
            words.places[key] = Place(key, key if key in found else None)
    heads = ORDERED.get(kind_of(name), ())
    plain = [one for key, one in found.items() if key.partition(".")[0] not in heads]
    ordered = [one for head in heads for one in _in_order(chooser, name, head, found, mine, other)]
    return plain + ordered


def _in_order(
    chooser: Chooser,
    name: str,
    head: str,
    found: dict[str, Segment],
    mine: dict[str, Segment],
    other: dict[str, Segment],
) -> list[Segment]:
    def keys(of: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(key.split(".")[1] for key in of if key.startswith(f"{head}.")))

    before = [path.split("/", 1)[1] for path in chooser.known.under(f"{name}/{head}")]
    order = in_one_order(chooser, f"{name}#order.{head}", keys(before), keys(mine), keys(other), keys(found))
    return [one for key in order for place, one in found.items() if place.split(".")[:2] == [head, key]]


def in_one_order(
    chooser: Chooser, path: str, before: list[str], ours: list[str], theirs: list[str], there: Iterable[str]
) -> list[str]:
    """Return keys in the order that both sides lead to; where both have changed it, the order here stays, and that is
    said."""
    order, changed, both = merged_order(before, ours, theirs, there)
    if changed and both:
        item = Item(path, "", ", ".join(ours), ", ".join(theirs), chooser.why(), digest(ours))
        seen = digest(theirs) in chooser.known.seen.get(path, ())
        if chooser.note(Verdict.KEPT if seen else Verdict.CONFLICT, item, digest(theirs)):
            return merged_order((), theirs, ours, there)[0]
    return order


def _digest(segment: Segment | None) -> str:
    return segment_digest(segment) if segment else ABSENT


def _text(segment: Segment | None) -> str:
    return segment.text if segment else ""


# -- texts that are counted


def _counted(
    chooser: Chooser, prefix: str, language: str, ours: list[Segment], theirs: list[Segment], words: Words
) -> list[Segment]:
    """Bring paragraphs together: each is followed through both sides, wherever it stands there."""
    mine, other = [segment_digest(one) for one in ours], [segment_digest(one) for one in theirs]
    before = list(chooser.known.under(prefix).values())
    # Where both sides have words and nobody knows from which they come, they are held against each other as they are.
    known = bool(before) or not (ours and theirs)
    before = before if known else mine
    here, there = aligned(before, mine), aligned(before, other)
    part = prefix.partition("/")[2]
    words.moved = words.moved or (known and _has_moved(there.places, len(other)))
    found: list[Segment] = []

    def put(segment: Segment) -> str:
        found.append(Segment(f"{part}.{len(found) + 1}", segment.text, segment.kind, segment.limit))
        return found[-1].key

    for number in range(len(before) + 1):
        new_here = {mine[index]: put(ours[index]) for index in here.new[number]}
        for index in there.new[number]:
            now = new_here.get(other[index]) or _new(chooser, prefix, language, other[index], theirs[index], known, put)
            words.places[theirs[index].key] = Place("", now)
        if number == len(before):
            break
        at, beyond = here.places[number], there.places[number]
        sides = (ours[at] if at is not None else None, theirs[beyond] if beyond is not None else None)
        chosen = chooser.choose(
            f"{prefix}.{number + 1}",
            language,
            *sides,
            digests=(_digest(sides[0]), _digest(sides[1])),
            before=before[number] if known else None,
            texts=(_text(sides[0]), _text(sides[1])),
        )
        now = put(chosen) if chosen is not None else None
        if sides[1] is not None:
            words.places[sides[1].key] = Place(f"{part}.{number + 1}", now)
    return found


def _has_moved(places: list[int | None], length: int) -> bool:
    """Say whether a text stands at another number than it did."""
    return len(places) != length or any(place != number for number, place in enumerate(places))


def _new(
    chooser: Chooser,
    prefix: str,
    language: str,
    theirs: str,
    segment: Segment,
    known: bool,
    put: Callable[[Segment], str],
) -> str | None:
    """Take a paragraph that only the pack has; not where nobody knows whether it was taken away here."""
    path = f"{prefix}.new-{theirs[:8]}"
    name = ident(path, language)
    verdict = chooser.known.verdict(name, ABSENT, ABSENT, theirs)
    if not known and verdict == Verdict.TAKEN:
        verdict = Verdict.CONFLICT
    item = Item(path, language, "", segment.text, DIFFERS, ABSENT)
    return put(segment) if chooser.note(verdict, item, theirs) else None
