"""How much room is left in a post, network by network, while somebody writes it: in the source's form and at the desk.

The server counts, as `share.counting` does for everything else: two implementations would differ some day, and what
is said here in thirteen languages is said in whole sentences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from unisono.campaigns.models import Campaign
from unisono.languages.screen import listed
from unisono.newsroom.permissions import campaigns_of
from unisono.share.counting import LIMITS, SHORT, Measure, measure
from unisono.share.links import LABELS
from unisono.share.posts import GENERAL, filled, post_text
from unisono.site.short_links import posted_address

#: Places that a text may be for, as people call them.
PLACES: Mapping[str, Any] = {
    GENERAL: gettext_lazy("Any network"),
    **{network: LABELS[network] for network in LIMITS},
    "email_subject": gettext_lazy("E-mail: subject"),
    "email_body": gettext_lazy("E-mail: text"),
}
#: Networks with much room are named only when less than this is left.
NEAR = 200
#: Characters of a text that are counted; more is more than any network takes.
LONGEST = 70_000


@dataclass(frozen=True, slots=True)
class Count:
    """How a text stands on one network: a sentence, and whether it is too much for it."""

    network: str
    says: str
    is_over: bool


def counts_of(texts: Mapping[str, str], place: str, address: str) -> list[Count]:
    """Return how the text of a place stands on the networks that would get it, as they count, its address included.

    `texts` are all of one language, by place. A place that is no network's (a letter's) has none.
    """
    text = filled(texts.get(place, ""), address)
    if place == GENERAL:
        networks: Iterable[str] = (one for one in LIMITS if not texts.get(one, "").strip())
    else:
        networks = (place,) if place in LIMITS else ()
    if not text:
        return []
    found = [(network, measure(LIMITS[network], text)) for network in networks]
    return [
        Count(network, _said(network, stands, place, texts, address), not stands.fits)
        for network, stands in found
        if network in SHORT or network == place or not stands.fits or stands.left < NEAR or _is_caption_over(stands)
    ]


def _is_caption_over(stands: Measure) -> bool:
    return stands.picture_left is not None and stands.picture_left < 0


def _said(network: str, stands: Measure, place: str, texts: Mapping[str, str], address: str) -> str:
    name = LABELS[network]
    if stands.fits and _is_caption_over(stands):
        says = _("%(network)s: too long under a picture (%(over)d over); as a message it fits.")
        return says % {"network": name, "over": -(stands.picture_left or 0)}
    if stands.fits:
        return ngettext("%(network)s: %(left)d left", "%(network)s: %(left)d left", stands.left) % {
            "network": name,
            "left": stands.left,
        }
    if place == GENERAL:
        says = _("%(network)s: %(over)s. Shorten it, or give %(network)s a text of its own.")
    elif post_text({GENERAL: texts.get(GENERAL, "")}, network, address):
        says = _("%(network)s: %(over)s. Shorten it: until then the text for any network stands there.")
    else:
        says = _("%(network)s: %(over)s. Shorten it: until then nothing is offered there.")
    return says % {"network": name, "over": listed(_over(stands))}


def _over(stands: Measure) -> Iterable[str]:
    if stands.left < 0:
        yield ngettext("%d over", "%d over", -stands.left) % -stands.left
    if stands.bytes_over:
        yield ngettext("%d byte over", "%d bytes over", stands.bytes_over) % stands.bytes_over
    if stands.hashtags_over:
        yield ngettext("%d hashtag too many", "%d hashtags too many", stands.hashtags_over) % stands.hashtags_over


def address_for(language: str) -> str:
    """Return the address that counts in a post of a language."""
    return posted_address(settings.PUBLIC_ORIGIN, language)


def warnings_of(texts: Mapping[str, str], language: str) -> list[str]:
    """Return a sentence for each network that takes none of the texts as it stands, with the way to mend it."""
    address = address_for(language)
    return [one.says for place in texts for one in counts_of(texts, place, address) if one.is_over]


def counted(texts: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return what a screen shows: by place, the counts as HTML; and in one sentence what is too long where."""
    address = address_for(language)
    texts = {place: text[:LONGEST] for place, text in texts.items()}
    counts = {place: counts_of(texts, place, address) for place in texts}
    over = dict.fromkeys(LABELS[one.network] for found in counts.values() for one in found if one.is_over)
    return {
        "counts": {place: counts_html(found) for place, found in counts.items()},
        "says": _("Too long for: %s.") % listed(over) if over else _("Every network takes these texts."),
    }


def counts_html(counts: list[Count]) -> str:
    """Return counts as a list; "" for none."""
    return render_to_string("newsroom/posts/counts.html", {"counts": counts}) if counts else ""


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Answer how the texts of the form stand: `place` and `text` as often as there are posts, `campaign` its row."""
    given = request.POST.get("campaign", "")
    allowed = campaigns_of(request.user)
    campaign = allowed.filter(pk=given).first() if given.isdigit() and len(given) < 18 else None
    if campaign is None and (given or not allowed.exists()):
        raise PermissionDenied
    places, texts = request.POST.getlist("place"), request.POST.getlist("text")
    return JsonResponse(counted(dict(zip(places, texts, strict=False)), _language(campaign)))


def _language(campaign: Campaign | None) -> str:
    return campaign.source_language if campaign else "en"
