"""Campaign and pack are brought together, whatever either side has changed: both stand, or both are said."""

import copy
from dataclasses import replace

from generated_packs import inline, lines, packs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unisono.languages.segments import Segment
from unisono.packs.document import Pack
from unisono.packs.merging.base import Base, base_of
from unisono.packs.merging.choosing import Known, Settling
from unisono.packs.merging.flat import counted_part
from unisono.packs.merging.merge import merged
from unisono.packs.parts import parts

CALM = settings(max_examples=25, suppress_health_check=list(HealthCheck))
Point = tuple[str, str]


def changed_at(pack: Pack, point: Point, text: str) -> None:
    """Let a pack say something else at one point: an object and the key of its segment."""
    name, key = point
    pack.source_words[name] = tuple(
        Segment(one.key, text, one.kind) if one.key == key else one for one in pack.source_words[name]
    )


def points_of(pack: Pack) -> list[Point]:
    return [(name, one.key) for name, words in pack.source_words.items() for one in words]


def together(base: Base | None, ours: Pack, theirs: Pack, **options):
    return merged(known=Known(base), settling=Settling(), ours=ours, theirs=theirs, **options)


def said_in(pack: Pack) -> set[str]:
    return {one.text for words in pack.source_words.values() for one in words}


def said_of(chooser) -> str:
    return "\n".join(f"{one.ours}\n{one.theirs}" for one in (*chooser.conflicts, *chooser.kept, *chooser.taken))


def new_text(draw: st.DrawFn, pack: Pack, point: Point, taken: set[str]) -> str:
    name, key = point
    kind = next(one.kind for one in pack.source_words[name] if one.key == key)
    text = draw((lines if kind == "line" else inline()).filter(lambda one: one not in taken))
    taken.add(text)
    return text


@st.composite
def sides(draw: st.DrawFn, *, overlapping: bool):
    """A pack, what the newsroom made of it, what the pack's writer made of it, and the points that each changed."""
    base = draw(packs())
    points = draw(st.permutations(points_of(base)))
    taken = said_in(base)
    cut = draw(st.integers(0, len(points)))
    end = draw(st.integers(cut, len(points)))
    here, there = points[:cut], (points[:cut] if overlapping else points[cut:end])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    for side, some in ((ours, here), (theirs, there)):
        for point in some:
            changed_at(side, point, new_text(draw, base, point, taken))
    return base, ours, theirs, here, there


@given(sides(overlapping=False))
@CALM
def test_what_was_changed_at_different_points_stands_together(found):
    base, ours, theirs, here, there = found
    wanted = copy.deepcopy(ours)
    for name, key in there:
        changed_at(wanted, (name, key), next(one.text for one in theirs.source_words[name] if one.key == key))
    result, chooser = together(base_of(base), ours, theirs)
    assert parts(result.pack) == parts(wanted)
    assert chooser.conflicts == []
    assert len(chooser.taken) == len(there)
    assert len(chooser.kept) == len(here)


@given(sides(overlapping=True))
@CALM
def test_where_both_changed_the_newsrooms_text_stands_and_every_text_of_the_pack_is_said(found):
    base, ours, theirs, here, _ = found
    result, chooser = together(base_of(base), ours, theirs)
    assert parts(result.pack) == parts(ours)
    mine, other = ({(name, one.key): one.text for name, words in side.source_words.items() for one in words}
                   for side in (ours, theirs))  # fmt: skip
    assert sorted((one.ours, one.theirs) for one in chooser.conflicts) == sorted(
        (mine[point], other[point]) for point in here
    )
    for_pack, _ = merged(known=Known(base_of(base)), settling=Settling(theirs=("*",)), ours=ours, theirs=theirs)
    assert parts(for_pack.pack) == parts(theirs)


@given(sides(overlapping=True))
@CALM
def test_without_a_base_nothing_here_is_touched_and_every_text_of_the_pack_is_said(found):
    _, ours, theirs, here, _ = found
    result, chooser = together(None, ours, theirs)
    assert parts(result.pack) == parts(ours)
    assert len(chooser.conflicts) == len(here)


@st.composite
def reworked(draw: st.DrawFn, pack: Pack, mark: str) -> Pack:
    """A pack in which somebody has put in, taken out, moved and changed texts; new ones bear a mark."""
    made = copy.deepcopy(pack)
    number = 0
    for name in list(made.source_words):
        if draw(st.booleans()):
            continue
        words = list(made.source_words[name])
        keys = [one.key for one in words]
        for key in draw(st.lists(st.sampled_from(keys), unique=True, max_size=3)):
            place = next(n for n, one in enumerate(words) if one.key == key)
            what = draw(st.sampled_from(("change", "take out", "put in", "move")))
            part = counted_part(name, key)
            number += 1
            text = f"{mark}{number}"
            if what == "change" or not part:
                words[place] = Segment(key, text, words[place].kind)
            elif what == "take out":
                words.pop(place)
            elif what == "put in":
                words.insert(place, Segment(f"{part}.new{number}", text, words[place].kind))
            else:
                one = words.pop(place)
                others = [n for n, other in enumerate(words) if counted_part(name, other.key) == part]
                words.insert(draw(st.sampled_from(others)) if others else place, one)
        made.source_words[name] = tuple(numbered(name, words))
    if made.news and draw(st.booleans()):
        gone = draw(st.sampled_from(sorted(made.news)))
        made.news.pop(gone)
        made.source_words.pop(f"news.{gone}")
    return made


def numbered(name: str, words: list[Segment]) -> list[Segment]:
    """Count counted parts again, as a file does."""
    counts: dict[str, int] = {}
    found = []
    for one in words:
        if part := counted_part(name, one.key):
            counts[part] = counts.get(part, 0) + 1
            one = replace(one, key=f"{part}.{counts[part]}")
        found.append(one)
    return found


@st.composite
def both_reworked(draw: st.DrawFn):
    base = draw(packs())
    return base, draw(reworked(base, "ours")), draw(reworked(base, "theirs"))


@given(both_reworked(), st.booleans(), st.booleans())
@CALM
def test_no_text_is_lost_whatever_both_sides_did(found, has_base, remove_missing):
    base, ours, theirs = found
    result, chooser = together(base_of(base) if has_base else None, ours, theirs, remove_missing=remove_missing)
    now, said = said_in(result.pack), said_of(chooser)
    for text in said_in(ours) | said_in(theirs):
        # What both sides had and one has taken out is in the history of the piece.
        assert text in now or text in said or (has_base and text in said_in(base))


@given(both_reworked())
@CALM
def test_a_side_that_changed_nothing_gives_way(found):
    base, ours, _ = found
    assert parts(together(base_of(base), base, ours, remove_missing=True)[0].pack) == parts(ours)
    assert parts(together(base_of(base), ours, base, remove_missing=True)[0].pack) == parts(ours)
    result, chooser = together(base_of(base), ours, ours, remove_missing=True)
    assert parts(result.pack) == parts(ours)
    assert (chooser.conflicts, chooser.taken) == ([], [])


@given(both_reworked())
@CALM
def test_what_comes_out_is_the_base_of_what_comes_next(found):
    base, ours, theirs = found
    result, _ = together(base_of(base), ours, theirs)
    again, chooser = together(base_of(result.pack), result.pack, result.pack)
    assert parts(again.pack) == parts(result.pack)
    assert (chooser.conflicts, chooser.taken, chooser.kept) == ([], [], [])
