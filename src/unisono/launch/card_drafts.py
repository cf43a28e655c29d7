"""Cards with words that are still being translated: their picture, and whether the words fit in every format.

The campaign is read as the next edition would read it; only the words of one card in one language are those given.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from unisono.base.home import home
from unisono.base.said import sentence_of
from unisono.kit.engine import FORMATS, CardJob, DoesNotFit, EngineError, MissingGlyph, derive, render_card
from unisono.kit.models import Card
from unisono.languages.checks import Finding, fit_checks
from unisono.languages.screen import told
from unisono.launch.preview import NoPreview, read_for_preview
from unisono.launch.preview_store import PreviewStore
from unisono.site import snapshot as of

#: Pixels: wide enough for a phone's sharp screen, small enough for its signal.
WIDTH = 720
BUDGET = 120_000


def draft_jobs(*, card: Card, language: str, texts: Mapping[str, str], at: datetime) -> dict[str, CardJob]:
    """Return the card with these words, by format. Raises `NoPreview` where it cannot be drawn yet."""
    from unisono.site.media.cards import card_jobs  # with the engine: not in every process

    needed = {one.key for one in card.segments() if one.text and not one.optional}
    if any(not texts.get(key) for key in needed):
        raise NoPreview(_("The picture appears as soon as every part of the card has words."))
    store = PreviewStore(home())
    try:
        with transaction.atomic():
            snapshot = read_for_preview(card.campaign, at, store)
    except LookupError as why:
        raise NoPreview(_(str(why))) from None
    shown = tuple(one for one in snapshot.cards if one.key == card.key)
    if not shown:
        raise NoPreview(_("This map counts the organisations that have joined, and there is none yet."))
    lent = language if language in snapshot.languages else snapshot.languages[0]
    fields = tuple((key, text) for key, text in texts.items() if key != "alt" and text)
    words = of.CardWords(language, card.key, fields, texts.get("alt", ""))
    own = replace(snapshot.in_language(lent), code=language, cards=(words,))
    snapshot = replace(snapshot, languages=(language,), cards=shown, words=(own,))
    try:
        jobs = card_jobs(snapshot, store.laid_out(snapshot.theme_files))
        return {job.format: job for _name, _stem, job in jobs}
    except (ValueError, EngineError) as why:
        raise NoPreview(_("This card cannot be drawn yet: %s") % told(sentence_of(why))) from None


def draft_picture(job: CardJob) -> bytes:
    """Return a small WebP of a card. Raises what the engine raises."""
    return derive(render_card(job, "png", small=False), WIDTH, "webp", BUDGET)


def fit_of(job: CardJob) -> tuple[str, Finding] | None:
    """Return what does not fit, with the field it is about; None where everything fits."""
    try:
        render_card(job, "svg" if FORMATS[job.format].is_picture else "pdf")
    except EngineError as why:
        return said(why)
    return None


def said(why: EngineError) -> tuple[str, Finding]:
    """Return what stops a card, in a sentence, with the field it is about ("" for the whole)."""
    if isinstance(why, DoesNotFit):
        over = max(1, round((why.by - 1) * 100))
        sentence = _("About %(over)d %% too long for the card in the format “%(format)s”: shorten it.")
        return why.field, Finding("fault", sentence % {"over": over, "format": why.format})
    if isinstance(why, MissingGlyph):
        sentence = _("No font of this language can draw “%s” on a card: write it otherwise.")
        return why.field, Finding("fault", sentence % why.character)
    return "", Finding("fault", _("This card cannot be drawn yet: %s") % told(why.sentence))


@fit_checks.add("kit.Card")
def check_card(campaign_id: UUID, object_id: UUID, language: str, texts: Mapping[str, str]) -> dict[str, list[Finding]]:
    """Say what does not fit on a card in any of its formats; nothing while words are still missing."""
    card = Card.objects.select_related("campaign").get(public_id=object_id)
    try:
        jobs = draft_jobs(card=card, language=language, texts=texts, at=datetime.now(UTC))
    except NoPreview:
        return {}
    found: dict[str, list[Finding]] = {}
    for job in jobs.values():
        if wrong := fit_of(job):
            field, finding = wrong
            found.setdefault(field if field in texts else "", []).append(finding)
    return found
