"""Writes: which languages a campaign has, and in which order. What is open keeps the languages it was prepared with."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Max, PositiveSmallIntegerField, QuerySet, Value, When

from unisono.base.said import Named, Said, SentenceError
from unisono.campaigns.models import Campaign, CampaignLanguage, Moment
from unisono.campaigns.queries import openings_of_one
from unisono.languages.known import canonical, identity
from unisono.languages.rules import UnknownLanguage, is_known
from unisono.ledger.operations import record


class LanguageRefused(SentenceError, ValueError):
    """A language that cannot be added, taken out or moved; the sentence says why and what to do."""


@transaction.atomic
def add_language(*, campaign: Campaign, code: str, at: datetime, by: str) -> CampaignLanguage:
    """Add a language by any code that CLDR knows it by; it stands last where somebody has chosen an order.

    It counts as not reviewed by a native speaker until somebody says otherwise. Translations that are there from
    before count at once. Raises `LanguageRefused`.
    """
    _lock(campaign)
    try:
        known = canonical(code)
    except UnknownLanguage:
        raise LanguageRefused(
            Said(
                "“%(code)s” is no language that CLDR knows. Search for it by its name, or write a code such as fa.",
                code=code.strip()[:32],
            )
        ) from None
    if held := twin_of(known, campaign):
        raise LanguageRefused(
            Said("%(language)s is one of the campaign's languages already.", language=Named("language", held))
        )
    last = campaign_languages(campaign).aggregate(last=Max("position"))["last"] or 0
    position = last + 1 if last else 0
    row = CampaignLanguage.objects.create(campaign=campaign, code=known, is_reviewed=False, position=position)
    record(at=at, by=by, act="language.added", of=campaign, campaign_id=campaign.public_id, language=known)
    return row


@transaction.atomic
def remove_language(*, campaign: Campaign, code: str, at: datetime, by: str) -> None:
    """Take a language out. Its translations, roles and links stay; what is open or prepared keeps it.

    Raises `LanguageRefused` for the source language, and where an opening is for this language alone.
    """
    _lock(campaign)
    _held(campaign, code)
    if why := why_not_removed(campaign, code):
        raise LanguageRefused(why)
    for moment in Moment.objects.filter(campaign_id=campaign.pk):
        if code in moment.languages:
            moment.languages = [one for one in moment.languages if one != code]
            moment.save(update_fields=["languages"])
    campaign_languages(campaign).filter(code=code).delete()
    record(at=at, by=by, act="language.removed", of=campaign, campaign_id=campaign.public_id, language=code)


def why_not_removed(campaign: Campaign, code: str) -> Said | None:
    """Return what keeps a language from being taken out; None where nothing does."""
    if code == campaign.source_language:
        return Said("The campaign is written in this language: it cannot be taken out.")
    if openings_of_one(campaign, code):
        return Said(
            "An opening is planned for this language alone. Change or delete that moment in the settings first."
        )
    return None


@transaction.atomic
def order_languages(*, campaign: Campaign, codes: Sequence[str], at: datetime, by: str) -> bool:
    """Let the languages stand in this order, in the newsroom, in packs and in the next edition; says whether it is new.

    Raises `LanguageRefused` unless `codes` are the campaign's languages, each once.
    """
    _lock(campaign)
    held = Campaign.objects.get(pk=campaign.pk).language_codes
    if sorted(codes) != sorted(held):
        raise LanguageRefused(Said("The languages have changed meanwhile. Look at the list again."))
    if tuple(codes) == held:
        return False
    places = [When(code=code, then=Value(place)) for place, code in enumerate(codes, 1)]
    campaign_languages(campaign).update(position=Case(*places, output_field=PositiveSmallIntegerField()))
    record(
        at=at, by=by, act="language.ordered", of=campaign, campaign_id=campaign.public_id, languages=list(codes)
    )  # fmt: skip
    return True


@transaction.atomic
def mark_reviewed(*, campaign: Campaign, code: str, is_reviewed: bool, at: datetime, by: str) -> bool:
    """Say whether a native speaker has reviewed a language; pages say where nobody has. Returns whether it is new.

    Raises `LanguageRefused`.
    """
    _lock(campaign)
    if _held(campaign, code).is_reviewed == is_reviewed:
        return False
    campaign_languages(campaign).filter(code=code).update(is_reviewed=is_reviewed)
    record(
        at=at, by=by, act="language.reviewed", of=campaign, campaign_id=campaign.public_id,
        language=code, reviewed=is_reviewed,
    )  # fmt: skip
    return True


def twin_of(code: str, campaign: Campaign) -> str:
    """Return the campaign's language that is the same as `code`, whatever it is called there; "" for none."""
    wanted = identity(code)
    held = campaign_languages(campaign).values_list("code", flat=True)
    return next((one for one in held if is_known(one) and identity(one) == wanted), "")


def campaign_languages(campaign: Campaign) -> QuerySet[CampaignLanguage]:
    """Return the rows themselves: a campaign that is being edited has others in memory."""
    return CampaignLanguage.objects.filter(campaign_id=campaign.pk)


def _lock(campaign: Campaign) -> None:
    """Let nobody else change the languages of this campaign meanwhile."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)


def _held(campaign: Campaign, code: str) -> CampaignLanguage:
    row = campaign_languages(campaign).filter(code=code).first()
    if row is None:
        raise LanguageRefused(Said("“%(code)s” is none of the campaign's languages.", code=code[:32]))
    return row
