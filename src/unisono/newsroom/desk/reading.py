"""What a page of the desk shows. A page is read in the same number of queries, however long it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import named
from unisono.campaigns.writing import Piece
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, CardRow, Film
from unisono.languages.checks import (
    PLACEHOLDER,
    Finding,
    findings,
    is_rich,
    length_of,
    runs_of,
    shown,
    words_of,
)
from unisono.languages.desk import Desk, digest
from unisono.languages.differences import Stretch, difference
from unisono.languages.glossary.checking import Agreed, Glossary
from unisono.languages.glossary.queries import glossary_for
from unisono.languages.machine.ways import Machine
from unisono.languages.memory import Match, Memory
from unisono.languages.models import EarlierText, Remark, State, Translation
from unisono.languages.moves import as_it_was
from unisono.languages.queries import Progress, approved_source, progress
from unisono.languages.richtext import MarkdownFault
from unisono.languages.rules import LanguageRules, rules_for
from unisono.languages.screen import screen_language
from unisono.languages.segments import Segment
from unisono.media.models import Picture
from unisono.newsroom import naming
from unisono.newsroom.desk import suggesting
from unisono.newsroom.permissions import campaigns_of
from unisono.newsroom.posts import PLACES, counted
from unisono.newsroom.widgets import WORD_LABELS
from unisono.people.queries import can, has_reviewer
from unisono.press.models import PressContact, PressDesk
from unisono.words.models import Affirmation, Aim, NewsPost, PostText, Signatory, Statement, Texts, Way

#: Kinds of pieces in the order in which a campaign is told.
KINDS: tuple[type[Piece], ...] = (Texts, Statement, NewsPost, Fact, Card, Picture, Film, PressDesk, Correction)
#: Where the words stand by which people know a piece.
TITLES = ("title", "name", "claim", "alt", "text", "boilerplate")
#: What a part of a key stands for, where it is no field of the piece.
PARTS: dict[str, Any] = {
    "aim": Aim, "affirmation": Affirmation, "signatory": Signatory, "way": Way,
    "row": CardRow, "role": PressContact,
}  # fmt: skip
#: How the keys of posts begin.
POST = "post."
#: The order in which states are listed.
STATES = ("missing", State.MACHINE, State.STALE, State.DRAFT, State.REVIEW, State.READY)


def state_label(state: str) -> str:
    """Return a state as people call it."""
    return str(naming.STATE_WORDS[state])


def tallies(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return (state, its name, how many) of every state there is, in order."""
    return [(str(state), state_label(state), counts[state]) for state in STATES if counts.get(state)]


# -- the list of pieces


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece as the list shows it."""

    public_id: UUID
    kind: str
    title: str
    progress: Progress

    @property
    def tallies(self) -> list[tuple[str, str, int]]:
        """How many segments stand where."""
        return tallies(self.progress.counts)


def piece_lines(campaign: Campaign, language: str) -> list[PieceLine]:
    """Return the approved pieces of a campaign with how they stand in a language."""
    found = progress(campaign.public_id, language, campaign.source_language)
    lines = []
    for kind in KINDS:
        for public_id in kind.objects.filter(campaign=campaign, live=True).values_list("public_id", flat=True):
            if public_id in found:
                texts, stands = found[public_id]
                lines.append(PieceLine(public_id, str(kind._meta.verbose_name), title_of(texts), stands))
    return lines


def title_of(texts: Mapping[str, str]) -> str:
    """Return the words by which people know a piece."""
    return next((texts[key] for key in TITLES if texts.get(key)), next(iter(texts.values()), ""))


def find_piece(campaign: Campaign, public_id: UUID) -> Piece | None:
    """Return an approved piece of a campaign."""
    for kind in KINDS:
        if piece := kind.objects.filter(campaign=campaign, public_id=public_id, live=True).first():
            piece.campaign = campaign
            return piece
    return None


def kinds_of(campaign: Campaign, ids: set[UUID]) -> dict[UUID, type[Piece]]:
    """Return what kind of piece each approved one of these is."""
    return {
        public_id: kind
        for kind in KINDS
        for public_id in kind.objects.filter(campaign=campaign, public_id__in=ids, live=True).values_list(
            "public_id", flat=True
        )
    }


def approved_segments(piece: Piece) -> tuple[Segment, ...]:
    """Return the segments to translate: the *approved* words, never those of a draft.

    The piece itself is asked only for what is no words: limits, and parts that a translation may have although the
    source leaves them empty.
    """
    words = approved_source(piece.public_id, piece.campaign.source_language) or ()
    shapes = {one.key: one for one in piece.segments()}
    approved = [
        replace(one, limit=shapes[one.key].limit, optional=shapes[one.key].optional) if one.key in shapes else one
        for one in words
    ]
    there = {one.key for one in approved}
    spare = [replace(one, text="") for one in shapes.values() if one.optional and one.key not in there]
    return (*approved, *spare)


# -- the editor


@dataclass(slots=True)
class SegmentView:
    """One segment as the editor shows it."""

    segment: Segment
    label: str
    row: Translation | None
    text: str
    version: int
    findings: tuple[Finding, ...] = ()
    #: The terms of the glossary that stand in the source.
    terms: tuple[Agreed, ...] = ()
    offers: list[Match] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    closed: list[Remark] = field(default_factory=list)
    earlier: int = 0
    who: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    screen: str = "en"
    #: What somebody else wrote meanwhile, while this person's own words stand in the field.
    conflict: "Conflict | None" = None
    refused: str = ""
    unfinished: bool = False
    #: What a machine suggests, and whether one may be asked.
    suggestion: str = ""
    may_suggest: bool = False
    #: For a post: what each network has left, as HTML.
    counts: SafeString | str = ""

    @property
    def key(self) -> str:
        """The segment's key."""
        return self.segment.key

    @property
    def post_place(self) -> str:
        """For a post: the place that it is for."""
        return self.key.removeprefix(POST) if self.key.startswith(POST) else ""

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return anchor_of(self.key)

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.row.state if self.row else "missing"

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        return state_label(self.state)

    @property
    def is_rich(self) -> bool:
        """Whether its words may be bold, in italics, linked."""
        return is_rich(self.segment)

    @property
    def has_lines(self) -> bool:
        """Whether it may have several lines."""
        return not self.is_rich and "\n" in self.segment.text

    @property
    def needs_editor(self) -> bool:
        """Whether something stands in it that typing must not break."""
        return self.is_rich or bool(self.placeholders)

    @property
    def placeholders(self) -> list[str]:
        """What is filled in later, such as {link}."""
        return list(dict.fromkeys(PLACEHOLDER.findall(self.segment.text)))

    @property
    def links(self) -> list[tuple[str, str]]:
        """The links of the source: address, words."""
        if not self.is_rich:
            return []
        runs = [run for run in runs_of(self.segment, self.segment.text) if run.href]
        return list({run.href: run.text for run in reversed(runs)}.items())[::-1]

    @property
    def source_html(self) -> SafeString:
        """The source's words."""
        return marked(self.segment, self.segment.text)

    @property
    def source_digest(self) -> str:
        """By what the source is known again."""
        return digest(self.segment.text)

    @property
    def html(self) -> SafeString:
        """The translation's words."""
        return marked(self.segment, self.text)

    @property
    def was(self) -> str:
        """By what a text that nobody has touched is known again."""
        return digest(self.row.text if self.row else "")

    @property
    def length(self) -> int:
        """How many characters count."""
        return length_of(self.segment, self.text)

    @property
    def moved(self) -> tuple[Stretch, ...]:
        """For a stale text: what has changed in the source since it was made."""
        if self.row is None or self.row.state != State.STALE:
            return ()
        return changed_words(self.segment, self.row.source_text, self.segment.text)

    @property
    def thread(self) -> list[tuple[str, Remark]]:
        """The open comments, each with who said it."""
        return [(self.names.get(one.said_by, one.said_by), one) for one in self.remarks]

    @property
    def suggestion_html(self) -> SafeString:
        """What a machine suggests, as shown."""
        return marked(self.segment, self.suggestion)

    @property
    def answered(self) -> list[tuple[str, Remark]]:
        """The comments that were closed, each with who said it: an answer stays readable."""
        return [(self.names.get(one.said_by, one.said_by), one) for one in self.closed]

    @property
    def offered(self) -> list[tuple[Match, SafeString, tuple[Stretch, ...]]]:
        """What memory offers, as shown, with what differs in the source."""
        return [
            (
                one,
                marked(self.segment, one.text),
                ()
                if one.percent == 100
                else difference(words_of(self.segment, one.source_text), words_of(self.segment, self.segment.text)),
            )
            for one in self.offers
        ]


def anchor_of(key: str) -> str:
    """Return the name of a segment's place on the desk's page."""
    return "s-" + "".join(one if one.isalnum() else "-" for one in key)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands there now, since when and from whom; whether it was the source that moved."""

    html: SafeString
    text: str
    who: str
    row: Translation | None
    source_moved: bool


def marked(segment: Segment, text: str) -> SafeString:
    """Return a text as HTML; one whose marks are broken as it is written."""
    from django.utils.html import escape

    if not is_rich(segment):
        return escape(text)
    try:
        return mark_safe(shown(segment, text))  # noqa: S308  made from runs, every word of it escaped
    except MarkdownFault:
        return escape(text)


def changed_words(segment: Segment, old: str, new: str) -> tuple[Stretch, ...]:
    """Return what differs between two texts of a segment, in words; in marks, where the words are the same."""
    before, after = (words_of(segment, one) for one in (old, new))
    return difference(old, new) if before == after else difference(before, after)


class EditorPage:
    """One piece in one language for one person."""

    def __init__(self, user: Any, campaign: Campaign, language: str, piece: Piece) -> None:
        self.user, self.campaign, self.language, self.piece = user, campaign, language, piece

    @cached_property
    def rules(self) -> LanguageRules:
        """Direction and name of the language."""
        return rules_for(self.language)

    @cached_property
    def source_rules(self) -> LanguageRules:
        """Direction and name of the source language."""
        return rules_for(self.campaign.source_language)

    @cached_property
    def source(self) -> tuple[Segment, ...]:
        """The approved source."""
        return approved_segments(self.piece)

    @cached_property
    def reviews(self) -> bool:
        """Whether this person reviews."""
        return can(self.user, "review", campaign_id=self.campaign.public_id, language=self.language)

    @cached_property
    def has_reviewer(self) -> bool:
        """Whether the language has a reviewer."""
        return has_reviewer(self.campaign.public_id, self.language)

    @property
    def may_finish(self) -> bool:
        """Whether this person's word makes a text ready."""
        return self.reviews or not self.has_reviewer

    @cached_property
    def desk(self) -> Desk:
        """The desk as its operations take it."""
        return Desk(
            named=named(self.piece), language=self.language, source=self.source, by=str(self.user.public_id),
            may_finish=self.may_finish, screen=screen_language(),
        )  # fmt: skip

    @property
    def kind(self) -> str:
        """What kind of piece it is."""
        return str(self.piece._meta.verbose_name)

    @property
    def title(self) -> str:
        """The words by which people know the piece."""
        return title_of({one.key: one.text for one in self.source})

    @property
    def is_card(self) -> bool:
        """Whether a picture can be drawn of it."""
        return isinstance(self.piece, Card)

    @property
    def has_posts(self) -> bool:
        """Whether posts are among its texts."""
        return any(one.key.startswith(POST) for one in self.source)

    @cached_property
    def memory(self) -> Memory:
        """What has been translated before, in campaigns where this person translates into this language."""
        others = [
            one.public_id
            for one in campaigns_of(self.user, "translate")
            if can(self.user, "translate", campaign_id=one.public_id, language=self.language)
        ]
        return Memory(self.language, self.campaign.public_id, others)

    @cached_property
    def machine(self) -> Machine | None:
        """The machine that may be asked for suggestions."""
        return suggesting.machine_for(self)

    @cached_property
    def glossary(self) -> Glossary:
        """The words on which the language has agreed."""
        return glossary_for(self.campaign.public_id, self.campaign.source_language, self.language)

    def read(self) -> list[SegmentView]:
        """Return every segment as it stands now."""
        rows = {row.key: row for row in self.desk.rows()}
        here = {"object_id": self.piece.public_id, "language": self.language}
        remarks = list(Remark.objects.filter(**here))
        earlier: dict[str, int] = {}
        for key in EarlierText.objects.filter(**here).values_list("key", flat=True):
            earlier[key] = earlier.get(key, 0) + 1
        names = names_of({row.changed_by for row in rows.values()} | {one.said_by for one in remarks})
        suggested = suggesting.kept(self, self.source)
        views = []
        for segment in self.source:
            row = rows.get(segment.key)
            text = row.text if row else ""
            said = [one for one in remarks if one.key == segment.key]
            view = SegmentView(
                segment, label_of(type(self.piece), segment.key), row, text, row.version if row else 0,
                findings=findings(segment, text, screen=screen_language(), glossary=self.glossary),
                terms=self.glossary.within(words_of(segment, segment.text)),
                remarks=[one for one in said if one.resolved_at is None],
                closed=[one for one in said if one.resolved_at is not None],
                earlier=earlier.get(segment.key, 0),
                who=names.get(row.changed_by, "") if row else "",
                names=names, screen=screen_language(),
            )  # fmt: skip
            if view.state in ("missing", State.STALE, State.MACHINE) and segment.text:
                view.offers = self.offers(segment, text)
                view.suggestion = suggested.get(segment.key, "") if suggested.get(segment.key) != text else ""
                view.may_suggest = not view.suggestion and suggesting.is_suggestible(self, segment)
            views.append(view)
        counts = self.counted({view.key: view.text for view in views})["counts"]
        for view in views:
            view.counts = counts.get(view.post_place, "")
        return views

    def counted(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Return how posts with these texts (by segment key) stand on the networks."""
        posts = {key.removeprefix(POST): text for key, text in texts.items() if key.startswith(POST)}
        return counted(posts, self.language)

    def offers(self, segment: Segment, text: str = "", *, similar: bool = False) -> list[Match]:
        """Return what memory has for a segment, but what stands there already."""
        look = self.memory.similar if similar else self.memory.same
        return [one for one in look(segment.text, but=(self.piece.public_id, segment.key)) if one.text != text]

    def fillable(self, views: list[SegmentView]) -> dict[str, str]:
        """Return texts for what is still missing whose source has been translated word for word elsewhere."""
        return {view.key: view.offers[0].text for view in views if view.state == "missing" and view.offers}

    def is_unfinished(self, view: SegmentView) -> bool:
        """Say whether somebody at this desk still has something to do with a segment."""
        if view.state == "missing":
            return not view.segment.optional
        waits = {State.MACHINE, State.STALE} | ({State.REVIEW} if self.may_finish else set())
        return view.state in waits or any(one.level == "fault" for one in view.findings) or bool(view.remarks)


def names_of(ids: set[str]) -> dict[str, str]:
    """Return how those are called who did something, those who are no more among them; one query."""
    return dict.fromkeys(ids, _("somebody who is no more")) | naming.names_of(ids)


def label_of(kind: type[Piece], key: str) -> str:
    """Return how people call a segment, also one that is gone: “lead 2”, “aim a1”, “alternative text”."""
    first, _dot, rest = as_it_was(key).partition(".")
    if first == "post":
        return f"{PostText._meta.verbose_name}: {PLACES.get(rest, rest)}"
    if first in PARTS:
        called = str(PARTS[first]._meta.verbose_name)
        item, _dot, part = rest.rpartition(".")
        if item:
            return f"{called} {item}: {PARTS[first]._meta.get_field(part).verbose_name}"
        return f"{called} {rest}"
    try:
        called = str(kind._meta.get_field(first).verbose_name)
    except FieldDoesNotExist:
        called = str(WORD_LABELS.get(first, first))
    return f"{called} {rest}".strip()
