"""Cards whose words are still being written: their picture, and whether the words fit in every format.

The campaign is read as the next edition would read it; only one card is the one given, in one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from unisono.base.children import Stopped
from unisono.base.home import home
from unisono.base.said import Named, Said, sentence_of
from unisono.campaigns.models import Campaign
from unisono.kit.drawing import DRAWER, Drawing
from unisono.kit.engine import FORMATS, CardJob, DoesNotFit, EngineError, MissingGlyph, render_card
from unisono.kit.models import Card
from unisono.languages.checks import Finding, fit_checks
from unisono.languages.screen import listed, told
from unisono.launch.preview import NoPreview, read_for_preview
from unisono.launch.preview_store import PreviewStore
from unisono.site import snapshot as of

#: Pixels: wide enough for a phone's sharp screen, small enough for its signal.
WIDTH = 720


@dataclass(frozen=True, slots=True)
class Draft:
    """A card as a form has it, in one language: what it shows, its words by segment key. Nothing of it is saved."""

    card: of.Card
    language: str
    words: Mapping[str, str]


def draft_jobs(*, card: Card, language: str, texts: Mapping[str, str], at: datetime) -> dict[str, CardJob]:
    """Return an approved card with these words, by format. Raises `NoPreview` where it cannot be drawn yet."""
    needed = {one.key for one in card.segments() if one.text and not one.optional}
    if any(not texts.get(key) for key in needed):
        raise NoPreview(_("The picture appears as soon as every part of the card has words."))
    snapshot, store = _read(card.campaign, at)
    shown = next((one for one in snapshot.cards if one.key == card.key), None)
    if shown is None:
        raise NoPreview(_("This map counts the organisations that have joined, and there is none yet."))
    return _jobs(snapshot, store, Draft(shown, language, texts))


def form_jobs(*, campaign: Campaign, draft: Draft, at: datetime) -> dict[str, CardJob]:
    """Return the card that a form holds, by format. Raises `NoPreview` where it cannot be drawn yet."""
    snapshot, store = _read(campaign, at)
    shown = {fact.key for fact in snapshot.facts}
    asked = [draft.card.fact, *(row.fact for row in draft.card.rows)]
    if missing := [key for key in dict.fromkeys(asked) if key and key not in shown]:
        raise NoPreview(_("Approve these facts first; then the card shows their figures: %s.") % listed(missing))
    return _jobs(snapshot, store, draft)


def _read(campaign: Campaign, at: datetime) -> tuple[of.Snapshot, PreviewStore]:
    store = PreviewStore(home())
    try:
        with transaction.atomic():
            return read_for_preview(campaign, at, store), store
    except LookupError as why:
        raise NoPreview(_(str(why))) from None


def _jobs(snapshot: of.Snapshot, store: PreviewStore, draft: Draft) -> dict[str, CardJob]:
    from unisono.site.media.cards import card_jobs  # with the engine: not in every process

    language = draft.language
    lent = language if language in snapshot.languages else snapshot.languages[0]
    fields = tuple((key, text) for key, text in draft.words.items() if key != "alt" and text)
    words = of.CardWords(language, draft.card.key, fields, draft.words.get("alt", ""))
    own = replace(snapshot.in_language(lent), code=language, cards=(words,))
    snapshot = replace(snapshot, languages=(language,), cards=(draft.card,), words=(own,))
    try:
        jobs = card_jobs(snapshot, store.laid_out(snapshot.theme_files))
        return {job.format: job for _name, _stem, job in jobs}
    except (ValueError, EngineError) as why:
        raise NoPreview(_("This card cannot be drawn yet: %s") % told(sentence_of(why))) from None


def draft_picture(job: CardJob, who: str, width: int = WIDTH) -> bytes:
    """Return a WebP of a card, at most `width` pixels wide, drawn for somebody (an id) in a child of this process.

    Raises what the engine raises, `NoPreview` for a card that takes too much, and `kit.drawing.Busy`.
    """
    try:
        return DRAWER.draw(Drawing(job, width), who)
    except Stopped as why:
        raise NoPreview(_("This card cannot be drawn yet: %s") % told(why.sentence)) from None


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
        return why.field, Finding("fault", sentence % {"over": over, "format": _format_name(why.format)})
    if isinstance(why, MissingGlyph):
        sentence = _("No font of this language can draw “%s” on a card: write it otherwise.")
        return why.field, Finding("fault", sentence % why.character)
    return "", Finding("fault", _("This card cannot be drawn yet: %s") % told(why.sentence))


def _format_name(format: str) -> str:
    """A format as the screen calls it: “Story 1080 × 1920”."""
    return told(Said.joined("", [Named("format", format)]))


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
