"""The strip beside a card's form: the card in every format and any language, drawn as somebody writes.

The form is read as it stands, finished or not. Nothing of it is stored.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.panels import Panel

from unisono.campaigns.models import Campaign
from unisono.facts.models import Fact
from unisono.kit.asked import choice_fields, rows_field, word_fields
from unisono.kit.drawing import Busy
from unisono.kit.engine import FORMATS, EngineError, UnknownDesign
from unisono.kit.models import Card
from unisono.kit.queries import design_folder
from unisono.languages.models import Translation
from unisono.languages.rules import rules_for
from unisono.languages.screen import listed
from unisono.launch.card_drafts import Draft, draft_picture, form_jobs, said
from unisono.launch.preview import NoPreview
from unisono.newsroom.permissions import campaigns_of
from unisono.newsroom.widgets import FORMAT_LABELS, OTHER_FIELDS, WORD_LABELS, language_label
from unisono.site import snapshot as of

#: Widths in pixels that may be asked for: of the strip, of the picture beside the form, of the large one.
WIDTHS = (240, 720, 1600)
_LABELS = {**OTHER_FIELDS, **WORD_LABELS}
#: Rows that are read of a form; no design has as many.
MOST_ROWS = 200


class CardStrip(Panel):
    """Shows the strip."""

    class BoundPanel(Panel.BoundPanel):
        """For one card and whoever edits it."""

        template_name = "newsroom/cards/strip.html"

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            """Return formats and languages to choose from."""
            card: Card = self.instance
            campaign = card.campaign if card.campaign_id else None
            shown = [campaign] if campaign else list(campaigns_of(self.request.user))
            return {
                "card": card,
                "formats": list(FORMAT_LABELS.items()),
                "languages": _languages(card if card.pk else None, shown),
            }


def _languages(card: Card | None, campaigns: list[Campaign]) -> list[tuple[str, str]]:
    """The source's language first; those in which words are missing say how many."""
    sources = [campaign.source_language for campaign in campaigns]
    others = sorted({code for campaign in campaigns for code in campaign.language_codes} - set(sources))
    there: dict[str, int] = {}
    needed: set[str] = set()
    if card is not None:
        needed = {one.key for one in card.segments() if one.text and not one.optional}
        rows = Translation.objects.filter(object_id=card.public_id, key__in=needed)
        for language in rows.values_list("language", flat=True):
            there[language] = there.get(language, 0) + 1
    found = [(code, language_label(code)) for code in dict.fromkeys(sources)]
    for code in others:
        missing = len(needed) - there.get(code, 0)
        lacks = ngettext("%d text missing", "%d texts missing", missing) % missing if missing else ""
        found.append((code, language_label(code) + (f" · {lacks}" if lacks else "")))
    return found


@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Answer the picture of what the form holds in one format and language, and what does not fit.

    `strip-card` is the row of a card that exists, `strip-language`, `strip-format` and `strip-width` what is asked for.
    """
    card, campaign = _asked(request)
    language = request.POST.get("strip-language", "")
    format = request.POST.get("strip-format", "")
    width = request.POST.get("strip-width", "")
    if campaign is None or language not in campaign.language_codes:
        return JsonResponse({"picture": "", "says": _("Choose a campaign first."), "field": "", "missing": ""})
    if format not in FORMATS or width not in map(str, WIDTHS):
        return HttpResponse(status=400)
    answer: dict[str, Any] = {"picture": "", "says": "", "field": "", "missing": ""}
    try:
        draft, missing = _draft(request.POST, card, campaign, language, format)
        answer["missing"] = _missing(missing, campaign)
        job = form_jobs(campaign=campaign, draft=draft, at=datetime.now(UTC))[format]
        picture = draft_picture(job, str(request.user.pk), int(width))
        answer["picture"] = f"data:image/webp;base64,{base64.b64encode(picture).decode()}"
    except (NoPreview, KeyError) as why:
        answer["says"] = str(why) if isinstance(why, NoPreview) else _("This card is not made in this format.")
    except Busy:
        return JsonResponse({"busy": True})
    except EngineError as why:
        field, finding = said(why)
        is_source = language == campaign.source_language
        # What a translation has too much is not mended in this form: the field is named, the form's own left alone.
        answer |= {"field": field if is_source else "", "says": _called(field, finding.says, is_source)}
    return JsonResponse(answer)


def _asked(request: HttpRequest) -> tuple[Card | None, Campaign | None]:
    """The card and the campaign that the form is about. Raises `PermissionDenied` where the person may not edit it."""
    allowed = campaigns_of(request.user)
    pk, chosen = request.POST.get("strip-card", ""), request.POST.get("campaign", "")
    if _is_number(pk):
        card = Card.objects.select_related("campaign").filter(pk=pk, campaign__in=allowed).first()
        if card is None:
            raise PermissionDenied
        return card, card.campaign
    if _is_number(chosen):
        campaign = allowed.filter(pk=chosen).first()
        if campaign is None:
            raise PermissionDenied
        return None, campaign
    only = list(allowed[:2])
    return None, only[0] if len(only) == 1 else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _called(field: str, says: str, is_source: bool) -> str:
    return says if is_source or not field else f"{_LABELS.get(field, field)}: {says}"


def _missing(keys: list[str], campaign: Campaign) -> str:
    if not keys:
        return ""
    says = ngettext(
        "Not translated yet, shown in %(language)s: %(parts)s.",
        "Not translated yet, shown in %(language)s: %(parts)s.",
        len(keys),
    )
    parts = listed(_LABELS.get(key, _("alternative text") if key == "alt" else key) for key in keys)
    return says % {"language": rules_for(campaign.source_language).endonym, "parts": parts}


# -- the form as it stands


def _draft(
    given: QueryDict, card: Card | None, campaign: Campaign, language: str, format: str
) -> tuple[Draft, list[str]]:
    """The draft in a language, and which of its words are those of the source because there are no others yet."""
    design = given.get("design", "")
    folder = design_folder(design, campaign)
    try:
        asked = word_fields(design, folder)
        rows_of, choices = rows_field(design, folder), choice_fields(design, folder)
    except UnknownDesign:
        raise NoPreview(_("Choose a design first.")) from None
    rows, labels = _rows(given, card, campaign)
    words = {one.name: given.get(f"fields_{one.name}", "").strip() for one in asked}
    empty = [one.name for one in asked if one.required and not words[one.name]]
    if empty:
        raise NoPreview(_("The picture appears when these have words: %s.") % listed(_LABELS.get(e, e) for e in empty))
    words |= labels if rows_of and rows_of.words else {}
    words["alt"] = given.get("alt", "").strip()
    missing: list[str] = []
    if language != campaign.source_language:
        words, missing = _translated(words, card, language)
    options = tuple(
        (one.name, chosen) for one in choices if (chosen := given.get(f"options_{one.name}", "")) in one.choices[1:]
    )
    fact = _fact_key(given.get("fact", ""), campaign)
    shown = of.Card(
        card.key if card else "new", design, fact, (format,), tuple(rows) if rows_of else (), options
    )  # fmt: skip
    return Draft(shown, language, words), missing


def _rows(given: QueryDict, card: Card | None, campaign: Campaign) -> tuple[list[of.CardRow], dict[str, str]]:
    """The rows in their order, and their labels as words."""
    keys = {str(row.pk): row.key for row in card.rows.all()} if card else {}
    count = given.get("rows-TOTAL_FORMS", "0")
    found: list[tuple[int, of.CardRow]] = []
    labels: dict[str, str] = {}
    for number in range(min(int(count), MOST_ROWS) if _is_number(count) else 0):
        start = f"rows-{number}-"
        if given.get(f"{start}DELETE"):
            continue
        key = keys.get(given.get(f"{start}id", ""), f"new{number}")
        order = given.get(f"{start}ORDER", "")
        row = of.CardRow(key, _fact_key(given.get(f"{start}fact", ""), campaign), given.get(f"{start}country", ""))
        found.append((int(order) if _is_number(order) else number, row))
        if label := given.get(f"{start}label", "").strip():
            labels[f"row.{key}"] = label
    if any(not row.fact for _order, row in found):
        raise NoPreview(_("Choose the fact whose figure each row shows."))
    return [row for _order, row in sorted(found, key=lambda one: one[0])], labels


def _fact_key(pk: str, campaign: Campaign) -> str:
    fact = Fact.objects.filter(campaign=campaign, pk=pk).first() if _is_number(pk) else None
    return fact.key if fact else ""


def _translated(words: Mapping[str, str], card: Card | None, language: str) -> tuple[dict[str, str], list[str]]:
    """The words of a language as they stand, whatever their state; where there are none, the source's."""
    held: dict[str, str] = {}
    if card is not None:
        rows = Translation.objects.filter(object_id=card.public_id, language=language)
        held = dict(rows.values_list("key", "text"))
    missing = [key for key, text in words.items() if text and not held.get(key)]
    own = {key: text for key, text in held.items() if key not in words}  # words that only this language has
    return {**words, **{key: text for key, text in held.items() if key in words}, **own}, missing
