"""The screen “Languages”: search among all of CLDR, see what is known, add, order, take out. For organisers."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.languages import (
    LanguageRefused,
    add_language,
    mark_reviewed,
    order_languages,
    remove_language,
    why_not_removed,
)
from unisono.campaigns.models import Campaign
from unisono.kit.engine import EngineError
from unisono.kit.queries import theme_for
from unisono.languages.known import Found, canonical, name_of, search
from unisono.languages.rules import UnknownLanguage, is_known, rules_for
from unisono.languages.screen import screen_language, told
from unisono.newsroom.board.wording import direction_of
from unisono.newsroom.framing import frame
from unisono.newsroom.languages.facts import Facts, people_of
from unisono.newsroom.languages.samples import sample_picture
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.permissions import campaigns_of, for_campaign

#: A picture of a sample is the same as long as theme and program are: a reader's device may keep it for a while.
KEPT = "private, max-age=600"
#: Characters of a query that are looked at.
QUERY = 60


for_organisers = for_campaign("settings")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the campaigns whose languages the person settles; the only one at once."""
    campaigns = list(campaigns_of(request.user, "settings"))
    if not campaigns:
        raise PermissionDenied
    if len(campaigns) == 1:
        return redirect("languages:campaign", campaigns[0].public_id)
    named = [(one, campaign_name(one)) for one in campaigns]
    return TemplateResponse(request, "newsroom/languages/index.html", {"campaigns": named, **_frame()})


@require_GET
@for_organisers
def show(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Show the campaign's languages, and what a search found; all about one that is called just so, or is alone."""
    query = request.GET.get("q", "")[:QUERY].strip()
    found = search(query, screen_language())
    asked = next((one for one in found if one.is_complete and (one.is_exact or len(found) == 1)), None)
    context = {
        "campaign": campaign,
        "name": campaign_name(campaign),
        "rows": _rows(campaign),
        "query": query,
        "found": [_shown(one) for one in found if one != asked],
        "facts": Facts(campaign, asked.code) if asked else None,
        **_frame(campaign),
    }
    return TemplateResponse(request, "newsroom/languages/campaign.html", context)


def _rows(campaign: Campaign) -> list[dict[str, Any]]:
    reviewed = {one.code: one.is_reviewed for one in campaign.languages.all()}
    codes = campaign.language_codes
    people = people_of(campaign, codes)
    return [
        {
            "code": code,
            "endonym": _own_name(code),
            "direction": direction_of(code),
            "name": name_of(code, screen_language()),
            "is_source": code == campaign.source_language,
            "is_reviewed": reviewed[code],
            "people": people[code],
            "is_first": place == 0,
            "is_last": place == len(codes) - 1,
        }
        for place, code in enumerate(codes)
    ]


def _own_name(code: str) -> str:
    return rules_for(code).endonym if is_known(code) else code


def _shown(found: Found) -> dict[str, Any]:
    return {"one": found, "direction": direction_of(found.code) if found.is_complete else "auto"}


@require_http_methods(["GET", "POST"])
@for_organisers
def look(request: HttpRequest, campaign: Campaign, code: str) -> HttpResponse:
    """Show all that is known of a language; add it when asked to."""
    facts = _facts(campaign, code)
    if request.method == "POST":
        try:
            add_language(campaign=campaign, code=facts.code, at=datetime.now(UTC), by=_by(request))
        except LanguageRefused as why:
            messages.error(request, told(why.sentence))
        else:
            messages.success(request, _added(facts))
        return redirect("languages:campaign", campaign.public_id)
    context = {"campaign": campaign, "facts": facts, **_frame(campaign, facts.name)}
    return TemplateResponse(request, "newsroom/languages/look.html", context)


def _added(facts: Facts) -> str:
    said = [_("%(language)s is added. The next edition that is prepared takes it along; what is open stays as it is.")]
    if facts.kept:
        said.append(_("What was translated before is there again."))
    return " ".join(said) % {"language": facts.name}


@require_http_methods(["GET", "POST"])
@for_organisers
def take_out(request: HttpRequest, campaign: Campaign, code: str) -> HttpResponse:
    """Say what follows, then take a language out."""
    if code not in campaign.language_codes:
        raise Http404
    if request.method == "POST":
        try:
            remove_language(campaign=campaign, code=code, at=datetime.now(UTC), by=_by(request))
        except LanguageRefused as why:
            messages.error(request, told(why.sentence))
        else:
            out = _("%(language)s is taken out. Its translations are kept; what is open stays as it is.")
            messages.success(request, out % {"language": name_of(code, screen_language())})
        return redirect("languages:campaign", campaign.public_id)
    why = why_not_removed(campaign, code)
    name = name_of(code, screen_language())
    context = {
        "campaign": campaign,
        "code": code,
        "name": name,
        "facts": _facts(campaign, code),
        "why_not": told(why) if why else "",
        **_frame(campaign, _("Take out: %s") % name),
    }
    return TemplateResponse(request, "newsroom/languages/out.html", context)


@require_POST
@for_organisers
def move(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Move a language one place up or down."""
    codes, code = list(campaign.language_codes), request.POST.get("code", "")
    if code in codes:
        place = codes.index(code)
        other = place + (1 if request.POST.get("to") == "later" else -1)
        if 0 <= other < len(codes):
            codes[place], codes[other] = codes[other], codes[place]
    try:
        order_languages(campaign=campaign, codes=codes, at=datetime.now(UTC), by=_by(request))
    except LanguageRefused as why:
        messages.error(request, told(why.sentence))
    return redirect(f"{reverse('languages:campaign', args=[campaign.public_id])}#language-{code}")


@require_POST
@for_organisers
def review(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Say whether a native speaker has reviewed a language."""
    code, reviewed = request.POST.get("code", ""), request.POST.get("reviewed") == "yes"
    try:
        mark_reviewed(campaign=campaign, code=code, is_reviewed=reviewed, at=datetime.now(UTC), by=_by(request))
    except LanguageRefused as why:
        messages.error(request, told(why.sentence))
    return redirect(f"{reverse('languages:campaign', args=[campaign.public_id])}#language-{code}")


@require_GET
@for_organisers
def picture(request: HttpRequest, campaign: Campaign, code: str) -> HttpResponse:
    """Answer the sample card of a language in the campaign's colours."""
    try:
        drawn = sample_picture(canonical(code), theme_for(campaign))
    except (EngineError, UnknownLanguage):
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/webp", headers={"Cache-Control": KEPT})


def _facts(campaign: Campaign, code: str) -> Facts:
    try:
        return Facts(campaign, code)
    except UnknownLanguage:
        raise Http404 from None


def _by(request: HttpRequest) -> str:
    return str(request.user.public_id)


def _frame(campaign: Campaign | None = None, title: str = "") -> dict[str, Any]:
    way = [(_("Languages"), reverse("languages:index"))]
    if campaign is not None:
        way.append((campaign_name(campaign), reverse("languages:campaign", args=[campaign.public_id])))
    return frame("globe", *way, title=title)


class LanguagesViewSet(ViewSet):
    """A campaign's languages."""

    name = "languages"
    url_prefix = "campaign-languages"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        return [
            path("", index, name="index"),
            path("<uuid:campaign>/", show, name="campaign"),
            path("<uuid:campaign>/order/", move, name="move"),
            path("<uuid:campaign>/reviewed/", review, name="review"),
            path("<uuid:campaign>/<str:code>/", look, name="look"),
            path("<uuid:campaign>/<str:code>/out/", take_out, name="out"),
            path("<uuid:campaign>/<str:code>/sample.webp", picture, name="sample"),
        ]
