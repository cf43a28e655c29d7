"""The glossary between database and pack: terms once, their words by language."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from unisono.campaigns.models import Campaign
from unisono.languages.glossary.operations import Given, GivenWords, take_glossary
from unisono.languages.glossary.queries import terms_of
from unisono.languages.models import Rendering, Standing, Term
from unisono.packs import tables
from unisono.packs.document import Pack


def write_glossary(pack: Pack, campaign: Campaign) -> None:
    """Put the glossary of a campaign into a pack, in the order of the terms' letters."""
    terms = sorted(terms_of(campaign.public_id), key=lambda term: term.text)
    pack.terms = [
        tables.Term(term=term.text, stays=term.stays, match_case=term.match_case, note=term.note) for term in terms
    ]
    for code in campaign.target_codes:
        if words := {term.text: row for term in terms if (row := _row(term, code)) is not None}:
            pack.renderings[code] = words


def _row(term: Term, language: str) -> tables.Rendering | None:
    rows = [one for one in term.renderings.all() if one.language == language]
    if not rows:
        return None

    def standing(wanted: str) -> list[Rendering]:
        return [one for one in rows if one.standing == wanted]

    agreed = next(iter(standing(str(Standing.AGREED))), None)
    proposed = sorted(standing(str(Standing.PROPOSED)), key=lambda one: one.text)
    return tables.Rendering(
        text=agreed.text if agreed else "",
        forms=tuple(agreed.forms) if agreed else (),
        earlier=tuple(one.text for one in standing(str(Standing.EARLIER))),
        proposed=tuple(tables.Proposal(text=one.text, forms=tuple(one.forms)) for one in proposed),
    )


def take_glossary_of(pack: Pack, campaign: Campaign, at: datetime, by: str) -> int:
    """Take the glossary of a pack into a campaign; returns how many rows were added or changed."""
    if not pack.terms:
        return 0
    return take_glossary(campaign_id=campaign.public_id, terms=_given(pack), at=at, by=by)


def _given(pack: Pack) -> Iterator[tuple[Given, Mapping[str, GivenWords]]]:
    for row in pack.terms:
        words = {code: rows[row.term] for code, rows in pack.renderings.items() if row.term in rows}
        yield (
            Given(row.term, row.stays, row.match_case, row.note),
            {
                code: GivenWords(
                    one.text, one.forms, one.earlier, tuple((each.text, each.forms) for each in one.proposed)
                )
                for code, one in words.items()
            },
        )
