"""What is remembered of packs that were taken in, so that the next one is read for what is new in it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from unisono.campaigns.models import Campaign
from unisono.packs.document import Pack
from unisono.packs.merging.base import Base, base_from, base_of, base_written
from unisono.packs.merging.choosing import Chooser, Known
from unisono.packs.merging.flat import counted_part, object_of
from unisono.packs.models import TakenPack

#: Of these a pack may lack what the campaign has, without meaning that it should go.
GROWING = ("organisations#", "theme#", "campaign#languages.", "campaign#reviewed.")
#: Bases of which something is remembered, the newest; whoever comes with an older one is asked more.
MOST = 50


@dataclass(slots=True)
class Memory:
    """What packs of one base have brought: digests by name that were taken or settled (`seen`), and those that were
    kept beside because they are still open (`offered`). Without a base, `base` is what the last pack said."""

    name: str = ""
    base: Base | None = None
    seen: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> Known:
        """What is known of the past."""
        return Known(self.base, self.seen)


def recall(campaign: Campaign, pack: Pack) -> Memory:
    """Return what is remembered that concerns a pack."""
    name = sha256(base_written(pack.base)).hexdigest() if pack.base else ""
    held = TakenPack.objects.filter(campaign=campaign, base=name).first()
    points = json.loads(held.points) if held else {}
    kept = base_from(points["base"]) if "base" in points else None
    return Memory(name, pack.base or kept, points.get("seen", {}), points.get("offered", {}))


def remember(campaign: Campaign, pack: Pack, memory: Memory, chooser: Chooser, at: datetime) -> None:
    """Remember what a pack has brought; writes nothing where nothing is new."""
    points = _of_a_base(memory, chooser) if memory.name else _of_the_last(pack, memory, chooser)
    text = json.dumps(points | ({"offered": chooser.declined} if chooser.declined else {}), separators=(",", ":"))
    held = TakenPack.objects.filter(campaign=campaign, base=memory.name)
    if not points and not chooser.declined and not held.exists():
        return
    if held.filter(points=text).exists():
        return
    TakenPack.objects.update_or_create(campaign=campaign, base=memory.name, defaults={"points": text, "taken_at": at})
    old = TakenPack.objects.filter(campaign=campaign).exclude(base="").order_by("-taken_at", "-pk")
    TakenPack.objects.filter(pk__in=list(old.values_list("pk", flat=True)[MOST:])).delete()


def _of_a_base(memory: Memory, chooser: Chooser) -> dict[str, object]:
    """The base itself lies in the pack: what went beyond it is remembered."""
    seen = {name: list(found) for name, found in memory.seen.items()}
    for name, digest in chooser.settled.items():
        if digest != _before(memory.base, name) and digest not in seen.get(name, ()):
            seen.setdefault(name, []).append(digest)
    return {"seen": seen} if seen else {}


def _before(base: Base | None, name: str) -> str:
    language, _, path = name.rpartition(":")
    words = base.words.get(language, {}) if base else {}
    return (words.get(path) or (base.source.get(path, "") if base else "")).partition(" ")[0]


def _of_the_last(pack: Pack, memory: Memory, chooser: Chooser) -> dict[str, object]:
    """What the pack says is the base of the next one, but for what is still open; so is what it lacks and may have
    again."""
    said, before = base_of(pack), memory.base or Base()
    own = ("", pack.campaign.source_language)
    still_open = {name.rpartition(":")[2] for name in chooser.open if name.rpartition(":")[0] in own}
    marks = [f"{path}." for path in still_open if "#" in path]
    marks += [f"{object_of(path)}/{part}." for path in still_open if (part := _part(path))]

    def is_open(path: str) -> bool:
        return path in still_open or object_of(path) in still_open or path.startswith(tuple(marks))

    names = set(said.objects())

    def is_missed(path: str) -> bool:
        """Whether the pack lacks it, and it was not taken away for that."""
        grows = object_of(path) not in names or path.startswith(GROWING)
        places = (path, object_of(path), path.rpartition(".")[0])
        return grows and path not in said.source and all(chooser.settled.get(one, True) for one in places)

    source = {path: one for path, one in said.source.items() if not is_open(path)}
    source |= {path: one for path, one in before.source.items() if is_open(path) or is_missed(path)}
    words = {}
    for language in {*said.words, *before.words}:
        now, was = said.words.get(language, {}), before.words.get(language, {})
        waiting = {name.partition(":")[2] for name in chooser.open if name.startswith(f"{language}:")}
        found = {path: one for path, one in now.items() if path not in waiting}
        words[language] = found | {path: one for path, one in was.items() if path in waiting or path not in now}
    return {"base": {"source": source, "words": dict(sorted(words.items()))}}


def _part(path: str) -> str:
    name, _, key = path.partition("/")
    return counted_part(name, key) if key else ""
