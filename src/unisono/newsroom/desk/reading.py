"""What a page of the desk shows. A page is read in the same number of queries, however long it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property

from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import named
from unisono.campaigns.writing import Piece
from unisono.kit.models import Card
from unisono.languages.checks import findings, words_of
from unisono.languages.desk import Desk
from unisono.languages.glossary.checking import Glossary
from unisono.languages.glossary.queries import glossary_for
from unisono.languages.machine.ways import Machine
from unisono.languages.memory import Match, Memory
from unisono.languages.models import EarlierText, Remark, State
from unisono.languages.rules import LanguageRules, rules_for
from unisono.languages.screen import screen_language
from unisono.languages.segments import Segment
from unisono.newsroom.desk import suggesting
from unisono.newsroom.desk.labels import label_of, names_of
from unisono.newsroom.desk.pieces import approved_segments, title_of
from unisono.newsroom.desk.segments import POST, SegmentView
from unisono.newsroom.permissions import campaigns_of
from unisono.newsroom.posts import counted
from unisono.people.queries import can, has_reviewer


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
