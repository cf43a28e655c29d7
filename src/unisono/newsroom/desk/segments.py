"""One segment as the editor shows it: source and translation, what is said about it, what is offered for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from unisono.languages.checks import PLACEHOLDER, Finding, is_rich, length_of, runs_of, shown, words_of
from unisono.languages.desk import digest
from unisono.languages.differences import Stretch, difference
from unisono.languages.glossary.checking import Agreed
from unisono.languages.memory import Match
from unisono.languages.models import Remark, State, Translation
from unisono.languages.richtext import MarkdownFault
from unisono.languages.segments import Segment
from unisono.newsroom.desk.labels import state_label

#: How the keys of posts begin.
POST = "post."


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
