"""What the screens of the glossary show, and to whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from unisono.campaigns.models import Campaign
from unisono.languages.checks import words_of
from unisono.languages.glossary.queries import (
    agreed_of,
    occurrences,
    source_segments,
    terms_of,
    translations_with_old_words,
)
from unisono.languages.models import Rendering, Standing, Term
from unisono.languages.rules import LanguageRules, rules_for
from unisono.newsroom.board.numbers import approved_ids
from unisono.newsroom.board.wording import language_words
from unisono.newsroom.desk.segments import anchor_of
from unisono.newsroom.naming import names_of
from unisono.newsroom.permissions import languages_of
from unisono.people.queries import can, may_finish

#: What the list can be narrowed to.
SHOWN = ("", "open", "proposed", "removed")


class Rights:
    """What one person may do with the glossary of a campaign; every answer is `people.queries`'s."""

    def __init__(self, user: Any, campaign: Campaign) -> None:
        self.user, self.campaign = user, campaign
        self.may_edit = can(user, "edit", campaign_id=campaign.public_id)
        #: The languages for which they may propose words.
        self.codes = languages_of(user, "translate", campaign)
        #: The languages whose words they see: editors all, others their own.
        self.visible = list(campaign.target_codes) if self.may_edit else self.codes

    def may_settle(self, language: str) -> bool:
        """Say whether what they write counts at once: who reviews, and translators where nobody does."""
        return language in self.codes and may_finish(self.user, self.campaign.public_id, language)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term of the list. `agreed` and `proposals` are of the language asked for, where one is."""

    term: Term
    times: int
    agreed: Rendering | None
    proposals: int
    languages: int


def lines_of(rights: Rights, *, asked: str = "", into: str = "", shown: str = "") -> list[TermLine]:
    """Return the terms that are asked for: whose own words, note or renderings have `asked` in them. The number of
    queries is the same however many there are."""
    campaign, codes = rights.campaign, rights.visible
    terms = [term for term in terms_of(campaign.public_id, removed=shown == "removed") if _has(term, asked, codes)]
    times = times_of(campaign, terms)
    lines = [_line(term, times[term.public_id], into, codes) for term in terms]
    if shown == "open":
        return [one for one in lines if not one.term.stays and (not one.agreed if into else one.languages < len(codes))]
    return [one for one in lines if one.proposals] if shown == "proposed" else lines


def times_of(campaign: Campaign, terms: Iterable[Term]) -> dict[Any, int]:
    """Return how often each term stands in the approved source, by public id."""
    segments = source_segments(campaign.public_id, campaign.source_language, approved_ids(campaign))
    return occurrences(map(agreed_of, terms), campaign.source_language, (segment for _, segment in segments))


def _has(term: Term, asked: str, codes: list[str]) -> bool:
    wanted = asked.strip().casefold()
    texts = (term.text, term.note, *(one.text for one in term.renderings.all() if one.language in codes))
    return not wanted or any(wanted in text.casefold() for text in texts)


def _line(term: Term, times: int, into: str, codes: list[str]) -> TermLine:
    rows = [one for one in term.renderings.all() if one.language in codes]
    agreed = {one.language: one for one in rows if one.standing == Standing.AGREED}
    proposals = [one for one in rows if one.standing == Standing.PROPOSED and into in ("", one.language)]
    return TermLine(term, times, agreed.get(into), len(proposals), len(agreed))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language for a term, as the term's page shows them."""

    rules: LanguageRules
    name: str
    agreed: Rendering | None
    proposals: list[tuple[str, Rendering]]
    earlier: list[Rendering]


def words_for(term: Term, codes: Iterable[str]) -> list[Words]:
    """Return the words of each language for a term; two queries."""
    rows = list(term.renderings.all())
    names: Mapping[str, str] = names_of({one.changed_by for one in rows})
    found = []
    for code in codes:
        own = [one for one in rows if one.language == code]
        proposals = [one for one in own if one.standing == Standing.PROPOSED]
        found.append(
            Words(
                rules=rules_for(code),
                name=language_words(code),
                agreed=next((one for one in own if one.standing == Standing.AGREED), None),
                proposals=[(names.get(one.changed_by, ""), one) for one in proposals],
                earlier=[one for one in own if one.standing == Standing.EARLIER],
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class OldPlace:
    """A translation that still has earlier words, as the list shows it; `anchor` is its place at the desk."""

    object_id: Any
    anchor: str
    source: str
    text: str
    words: str


def old_words(campaign: Campaign, term: Term, language: str) -> list[OldPlace]:
    """Return the translations that still have earlier words."""
    found = translations_with_old_words(term, language, campaign.source_language, approved_ids(campaign))
    return [
        OldPlace(
            object_id=one.translation.object_id,
            anchor=anchor_of(one.translation.key),
            source=words_of(one.source, one.source.text),
            text=words_of(one.source, one.translation.text),
            words=one.words,
        )
        for one in found
    ]
