"""“First steps”: what a campaign still needs until it opens, each with its screen and the day by which it is due.

The plan counts back from the opening; without one the steps stand in their order alone. Whether a step is done is
looked up, never ticked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import openings
from unisono.coalition.models import SignOn
from unisono.facts.models import Fact
from unisono.kit.models import Card
from unisono.languages.models import SettledCopy
from unisono.newsroom.choosing import campaign_for
from unisono.newsroom.framing import frame
from unisono.newsroom.standing import Standing, standing_of
from unisono.people.models import Grant, Role
from unisono.words.models import Statement


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is to be done, why, where; whether it is done; the day by which it is due (None: no opening)."""

    what: str
    why: str
    url: str
    is_done: bool
    due: date | None
    is_late: bool


def steps_of(campaign: Campaign, person: Any, at: datetime) -> list[Step]:
    """Return the steps of a campaign as they stand at `at`, in the order in which they are best taken."""
    opening = next(((moment, zone) for moment, zone, _languages in openings(campaign)), None)
    first = opening[0].astimezone(ZoneInfo(opening[1])).date() if opening else None
    today = at.astimezone(ZoneInfo(opening[1])).date() if opening else at.date()
    steps = []
    for days, is_done, url, what, why in _steps(campaign, standing_of(campaign, person)):
        due = first - timedelta(days=days) if first else None
        steps.append(Step(what, why, url, is_done, due, not is_done and due is not None and due < today))
    return steps


def _steps(campaign: Campaign, standing: Standing) -> Iterator[tuple[int, bool, str, str, str]]:
    """Days before the opening, whether it is done, where it is done, what, why."""
    settings = reverse("wagtailsnippets_campaigns_campaign:edit", args=[campaign.pk])
    others = campaign.target_codes
    statement = Statement.objects.filter(campaign=campaign, live=True)
    yield (
        56,
        bool(openings(campaign)),
        settings,
        _("Say when the campaign opens"),
        _("All languages open at that moment; this plan counts back from it."),
    )
    yield (
        49,
        statement.exists(),
        reverse("wagtailsnippets_words_statement:list"),
        _("Approve the statement"),
        _("Look at its aims and affirmations: translators begin with what is approved."),
    )
    yield (
        49,
        not standing.missing,
        settings,
        _("Say who is responsible"),
        _("Name, address, country and e-mail address: without them nothing can open."),
    )
    yield (
        42,
        bool(campaign.logo_svg),
        settings,
        _("Choose colours and logo"),
        _("Every card, page and document takes them; colours that cannot be read are refused."),
    )
    languages = reverse("languages:campaign", args=[campaign.public_id])
    yield 42, bool(others), languages, _("Add the languages"), _("Each needs somebody who translates.")
    translated = Grant.objects.filter(campaign_id=campaign.public_id, role__in=(Role.TRANSLATOR, Role.REVIEWER))
    covered = set(translated.values_list("language", flat=True))
    yield (
        40,
        bool(others) and ("" in covered or set(others) <= covered),
        reverse("people:campaign", args=[campaign.public_id]),
        _("Invite a translator for each language"),
        _("A link is enough; they see their language and nothing else."),
    )
    yield (
        35,
        Fact.objects.filter(campaign=campaign, live=True).exists(),
        reverse("wagtailsnippets_facts_fact:list"),
        _("Add the facts, each with its source"),
        _("Cards and pages take their figures from here."),
    )
    yield (
        28,
        Card.objects.filter(campaign=campaign, live=True).exists(),
        reverse("wagtailsnippets_kit_card:list"),
        _("Make the cards"),
        _("One set of words becomes every picture, in every language and size."),
    )
    yield (
        21,
        SignOn.objects.filter(campaign=campaign).exists(),
        reverse("wagtailsnippets_coalition_signon:list"),
        _("List the organisations that join"),
        _("Each finds the cards with its own logo."),
    )
    settled = SettledCopy.objects.filter(campaign_id=campaign.public_id, label=Statement._meta.label)
    ready = set(settled.values_list("language", flat=True))
    yield (
        7,
        bool(others) and set(others) <= ready,
        reverse("editions:index"),
        _("Have the statement ready in every language"),
        _("What is late is shown in the source language, with a note, or held back: as you choose."),
    )
    yield (
        3,
        standing.latest is not None and not standing.has_newer_words,
        reverse("editions:index"),
        _("Prepare an edition and look at it"),
        _("Nothing opens by this; what you see is what will open."),
    )
    yield (
        1,
        bool(standing.planned) or standing.open_edition is not None,
        reverse("editions:index"),
        _("Put the edition on the schedule"),
        _("It then opens by itself, in every language at the same instant, and you can go back."),
    )


@require_GET
def show(request: HttpRequest, campaign: str) -> HttpResponse:
    """Show the steps of a campaign."""
    found = campaign_for(request.user, "edit", campaign)
    standing = standing_of(found, request.user)
    steps = steps_of(found, request.user, datetime.now(UTC))
    context = {
        "standing": standing,
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        **frame("tasks", title=_("First steps")),
    }
    return TemplateResponse(request, "newsroom/beginning/steps.html", context)


class StepsViewSet(ViewSet):
    """The plan until the opening."""

    name = "steps"
    url_prefix = "steps"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        """Return the route."""
        return [path("<uuid:campaign>/", show, name="of")]
