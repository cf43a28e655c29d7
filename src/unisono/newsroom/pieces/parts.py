"""A piece as parts that can be laid beside those of another version: its words by segment, and all else by field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations

from unisono.campaigns.writing import Piece
from unisono.kit.models import CardRow
from unisono.languages.differences import Stretch, difference
from unisono.languages.segments import Segment
from unisono.newsroom.desk.labels import label_of
from unisono.newsroom.desk.segments import changed_words, marked
from unisono.press.models import PressContact
from unisono.words.models import Affirmation, Aim, PostText, Signatory, Way

#: Fields that are no part of what a piece says.
_NOT_SAID = frozenset(
    {
        "id", "public_id", "campaign", "latest_revision", "live", "has_unpublished_changes", "first_published_at",
        "last_published_at", "live_revision", "go_live_at", "expire_at", "expired", "sort_order",
    }
)  # fmt: skip
#: Words of items, which their piece names as segments.
_WORDS: Mapping[type[models.Model], frozenset[str]] = {
    Aim: frozenset({"text"}),
    Affirmation: frozenset({"text"}),
    Signatory: frozenset({"name"}),
    Way: frozenset({"title", "text"}),
    PostText: frozenset({"text"}),
    CardRow: frozenset({"label"}),
    PressContact: frozenset({"role"}),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a version: words of a segment in the source language, or what a field holds."""

    key: str
    label: str
    text: str
    segment: Segment | None = None

    @property
    def html(self) -> SafeString | str:
        """The part as it is shown."""
        return marked(self.segment, self.text) if self.segment else self.text


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one part."""

    key: str
    label: str
    is_words: bool
    old: Part | None
    new: Part | None
    stretches: tuple[Stretch, ...]

    @property
    def before(self) -> list[Stretch]:
        """What stood there, with what went out marked."""
        return [one for one in self.stretches if one.where != "in"]

    @property
    def after(self) -> list[Stretch]:
        """What stands there, with what came in marked."""
        return [one for one in self.stretches if one.where != "out"]


def segment_parts(kind: type[Piece], segments: tuple[Segment, ...]) -> dict[str, Part]:
    """Return segments as parts, by key."""
    return {one.key: Part(one.key, capfirst(label_of(kind, one.key)), one.text, one) for one in segments if one.text}


def parts_of(piece: Piece) -> dict[str, Part]:
    """Return everything that a piece says, by key, in reading order."""
    found = segment_parts(type(piece), piece.segments())
    named = {key.partition(".")[0] for key in found} | {"fields"}
    others = [*_fields(piece, "", named), *_items(piece)]
    return found | {part.key: part for part in others if part.text}


def _fields(row: Any, before: str, but: frozenset[str] | set[str], called: str = "") -> Iterator[Part]:
    for field in row._meta.concrete_fields:
        if field.name in _NOT_SAID or field.name in but or isinstance(field, models.BinaryField):
            continue
        label = capfirst(str(field.verbose_name))
        yield Part(f"{before}{field.name}", f"{called}: {label}" if called else label, _shown(row, field))


def _items(piece: Piece) -> Iterator[Part]:
    for relation in get_all_child_relations(type(piece)):
        kind, items = relation.related_model, list(getattr(piece, relation.get_accessor_name()).all())
        but = _WORDS.get(kind, frozenset()) | {"key", relation.field.name}
        names = []
        for number, item in enumerate(items, 1):
            own = str(getattr(item, "key", "") or getattr(item, "place", "") or getattr(item, "language", "") or number)
            names.append(own)
            called = f"{capfirst(str(kind._meta.verbose_name))} {own}"
            yield from _fields(item, f"{relation.name}.{own}.", but, called)
        if len(names) > 1 and any(getattr(item, "key", "") for item in items):
            label = _("Order: %(items)s") % {"items": kind._meta.verbose_name_plural}
            yield Part(f"{relation.name} order", label, " ".join(names))


def _shown(row: Any, field: models.Field) -> str:
    value = getattr(row, field.name)
    if value in (None, "", [], {}):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return str(date_format(localtime(value), "SHORT_DATETIME_FORMAT"))
    if isinstance(value, date):
        return str(date_format(value, "SHORT_DATE_FORMAT"))
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)


def changes(old: Mapping[str, Part], new: Mapping[str, Part]) -> list[Change]:
    """Return what differs, in the reading order of the new version; what is there no more comes last."""
    keys = [*new, *(key for key in old if key not in new)]
    return [_change(key, old.get(key), new.get(key)) for key in keys if _text(old.get(key)) != _text(new.get(key))]


def _text(part: Part | None) -> str:
    return part.text if part else ""


def _change(key: str, old: Part | None, new: Part | None) -> Change:
    part = new or old
    assert part is not None  # noqa: S101  every key is of one of both
    if part.segment is None:
        stretches = difference(_text(old), _text(new))
    else:
        stretches = changed_words(part.segment, _text(old), _text(new))
    return Change(key, part.label, part.segment is not None, old, new, stretches)
