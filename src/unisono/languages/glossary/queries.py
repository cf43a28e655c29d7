"""What is asked of a glossary."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from unisono.languages.checks import words_of
from unisono.languages.glossary.checking import Agreed, Glossary
from unisono.languages.models import Rendering, SettledCopy, Standing, Term, Translation
from unisono.languages.segments import Segment


def terms_of(campaign_id: UUID, *, removed: bool = False) -> QuerySet[Term]:
    """Return the terms of a campaign with all their renderings, in two queries; with `removed` those taken out."""
    rows = Term.objects.filter(campaign_id=campaign_id, removed_at__isnull=not removed)
    return rows.prefetch_related("renderings").order_by("text", "pk")


def glossary_for(campaign_id: UUID, source_language: str, language: str) -> Glossary:
    """Return the terms of a campaign as one language knows them, in two queries."""
    terms = list(Term.objects.filter(campaign_id=campaign_id, removed_at=None))
    rows = Rendering.objects.filter(term__in=terms, language=language, standing=Standing.AGREED) if terms else ()
    agreed = {row.term_id: row for row in rows}
    return Glossary(source_language, language, (agreed_of(term, agreed.get(term.pk)) for term in terms))


def agreed_of(term: Term, row: Rendering | None = None) -> Agreed:
    """Return a term as a language knows it, whose agreed words are `row`."""
    return Agreed(
        term_id=term.public_id, term=term.text, stays=term.stays, match_case=term.match_case, note=term.note,
        text=row.text if row else "", forms=tuple(row.forms) if row else (),
    )  # fmt: skip


def source_segments(
    campaign_id: UUID, source_language: str, approved: Collection[UUID] | None = None
) -> Iterator[tuple[UUID, Segment]]:
    """Yield (object, segment) of the approved source, of the objects `approved` alone where they are given; one
    query."""
    rows = SettledCopy.objects.filter(campaign_id=campaign_id, language=source_language).order_by("pk")
    for object_id, segments in rows.values_list("object_id", "segments"):
        if approved is None or object_id in approved:
            for key, kind, text in segments:
                yield object_id, Segment(key, text, kind)


def occurrences(terms: Iterable[Agreed], source_language: str, segments: Iterable[Segment]) -> dict[UUID, int]:
    """Return how often each term stands in some texts of the source, by the term's public id."""
    glossary = Glossary(source_language, source_language, terms)
    counted = {one.term_id: 0 for one in glossary.terms}
    for segment in segments:
        for place in glossary.places(words_of(segment, segment.text)):
            counted[place.agreed.term_id] += 1
    return counted


@dataclass(frozen=True, slots=True)
class OldWords:
    """A translation that has words which are no longer agreed."""

    translation: Translation
    source: Segment
    words: str


def translations_with_old_words(
    term: Term, language: str, source_language: str, approved: Collection[UUID] | None = None
) -> list[OldWords]:
    """Return the translations of texts with a term in which earlier words for it stand, and not those agreed now.

    Three queries, however many there are. They are found, not changed.
    """
    renderings = [one for one in term.renderings.all() if one.language == language]
    earlier = [one for one in renderings if one.standing == Standing.EARLIER]
    agreed = next((one for one in renderings if one.standing == Standing.AGREED), None)
    if not earlier:
        return []
    glossary = Glossary(source_language, language, [agreed_of(term, agreed)])
    rows = Translation.objects.filter(campaign_id=term.campaign_id, language=language).order_by("pk")
    texts = {(row.object_id, row.key): row for row in rows}
    found = []
    for object_id, segment in source_segments(term.campaign_id, source_language, approved):
        row = texts.get((object_id, segment.key))
        if row is None or not glossary.within(words_of(segment, segment.text)):
            continue
        text = words_of(segment, row.text)
        old = next((one.text for one in earlier if glossary.has(text, one.text)), "")
        if old and not (agreed and glossary.has(text, agreed.text, agreed.forms)):
            found.append(OldWords(row, segment, old))
    return found
