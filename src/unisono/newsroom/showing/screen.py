"""The screen “Preview”: a page of the campaign, in a language, as wide as a device, with approved words or drafts."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.menu import MenuItem

from unisono.base.home import home
from unisono.campaigns.models import Campaign
from unisono.languages.rules import rules_for
from unisono.launch.looking import Reading, read
from unisono.launch.preview import NoPreview
from unisono.launch.turns import Busy
from unisono.newsroom.choosing import choose_campaign
from unisono.newsroom.framing import frame
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.permissions import may_enter_editor
from unisono.newsroom.showing.rights import campaign_seen, campaigns_seen, languages_seen, look_at
from unisono.newsroom.standing import piece_name
from unisono.people.queries import can

#: Widths of devices in CSS pixels; the first is shown unless another is asked for.
WIDTHS = (
    (360, pgettext_lazy("width of a screen", "Phone")),
    (768, pgettext_lazy("width of a screen", "Tablet")),
    (1280, pgettext_lazy("width of a screen", "Desktop")),
)
NARROWEST, WIDEST = 240, 2560
#: What the pages are called, in the order of the site. Posts and cards follow the page that leads to them.
PAGES: dict[str, str | Promise] = {
    "": gettext_lazy("Home"),
    "statement/": gettext_lazy("Statement"),
    "news/": gettext_lazy("News"),
    "kit/": gettext_lazy("Cards"),
    "kit/frame/": gettext_lazy("Frame for a profile picture"),
    "film/": gettext_lazy("Film"),
    "facts/": gettext_lazy("Facts"),
    "corrections/": gettext_lazy("Corrections"),
    "coalition/": gettext_lazy("Who takes part"),
    "act/": gettext_lazy("Take part"),
    "press/": gettext_lazy("For the press"),
    "about/": gettext_lazy("Who is responsible"),
    "privacy/": gettext_lazy("Privacy"),
    "accessibility/": gettext_lazy("Accessibility"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the preview; where a person may look at several campaigns, let them choose."""
    nothing = _("There is no campaign that you could look at yet.") if may_enter_editor(request.user) else ""
    campaigns = campaigns_seen(request.user)
    return choose_campaign(request, campaigns, way="showing:screen", frame=framed(request), nothing=nothing)


@require_GET
def show(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """Show one page in a frame."""
    found = campaign_seen(request.user, campaign)
    codes = languages_seen(request.user, found)
    drafts = request.GET.get("words") == "drafts"
    language = request.GET.get("into", "") if request.GET.get("into") in codes else codes[0]
    reading, why = _read(request.user, found, drafts)
    pages = _pages(reading, language) if reading else []
    where = request.GET.get("page", "")
    where = where if where in dict(pages) else ""
    route = "preview_drafts" if drafts else "preview"
    rules = rules_for(language)
    context = {
        "campaign": found,
        "name": campaign_name(found),
        "pages": pages,
        "where": where,
        "languages": [rules_for(code) for code in codes],
        "rules": rules,
        "drafts": drafts,
        "is_editor": can(request.user, "edit", campaign_id=found.public_id),
        "may_share": can(request.user, "share-preview", campaign_id=found.public_id),
        "widths": WIDTHS,
        "width": _width(request.GET.get("width", "")),
        "narrowest": NARROWEST,
        "widest": WIDEST,
        "address": reverse(route, args=[found.public_id, f"{language}/{where}"]),
        "why": why,
        "missing": reading.unfinished.missing.get(language, 0) if reading else 0,
        "left_out": [piece_name(one) for one in reading.unfinished.left_out] if reading else [],
        **framed(request, way_to(found)),
    }
    return TemplateResponse(request, "newsroom/showing/screen.html", context)


def _read(user: Any, campaign: Campaign, drafts: bool) -> tuple[Reading | None, str]:
    """Read the campaign as the person sees it; else say why that cannot be."""
    try:
        return read(look_at(user, campaign, drafts=drafts), at=datetime.now(UTC), place=home()), ""
    except NoPreview as why:
        return None, str(why)
    except Busy:
        return None, _("Other pages are being drawn just now. Try again in a few seconds.")


def _pages(reading: Reading, language: str) -> list[tuple[str, str]]:
    """Return place and name of every page that any language has; posts are called as in `language`."""
    places = frozenset().union(*reading.places.values())
    snapshot = reading.snapshot
    words = snapshot.in_language(language) if language in snapshot.languages else snapshot.words[0]
    titles = {post.slug: post.title for post in words.news}
    below = {
        "news/": [(f"news/{one.slug}/", titles.get(one.slug, one.slug)) for one in snapshot.news],
        "kit/": [(f"kit/{one.key}/", piece_name(f"card.{one.key}")) for one in snapshot.cards],
    }
    found: list[tuple[str, str]] = []
    for place, name in PAGES.items():
        found += [(place, str(name)), *below.get(place, [])]
    return [(place, name) for place, name in found if place in places]


def _width(given: str) -> int:
    return min(max(int(given), NARROWEST), WIDEST) if given.isdecimal() and len(given) < 6 else WIDTHS[0][0]


def framed(request: HttpRequest, *way: tuple[str, str], title: str = "") -> dict[str, Any]:
    """Return the frame, and which one it is: the editor's or the plain one. `way` as for `framing.frame`."""
    outer = "wagtailadmin/generic/base.html" if may_enter_editor(request.user) else "newsroom/showing/plain.html"
    return {"frame": outer, **frame("view", (_("Preview"), reverse("showing:index")), *way, title=title)}


def way_to(campaign: Campaign) -> tuple[str, str]:
    """Return the step of the way that leads to the preview of a campaign."""
    return campaign_name(campaign), reverse("showing:screen", args=[campaign.public_id])


class PreviewMenuItem(MenuItem):
    """Shown to those who may look at a campaign before it opens."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person may look at one."""
        return can(request.user, "edit") or can(request.user, "translate")
