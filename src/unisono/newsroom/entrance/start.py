"""Where translators and reviewers begin: their campaigns and their languages."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from unisono.campaigns.models import Campaign
from unisono.languages.rules import is_known, rules_for
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.permissions import languages_of, may_enter_editor, own_campaigns
from unisono.people.queries import languages_where


@dataclass(frozen=True, slots=True)
class LanguageOfMine:
    """A language in which a person works: its code, its own name, its direction, whether they review it, its board."""

    code: str
    name: str
    direction: str
    reviews: bool = False
    board: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it has been taken out of the campaign; what was translated is kept."""
        return not self.board


@login_required
@require_GET
def your_languages(request: HttpRequest) -> HttpResponse:
    """Show the person's campaigns, each with the languages in which they translate or review."""
    campaigns = [
        (campaign, campaign_name(campaign), _languages(request.user, campaign))
        for campaign in own_campaigns(request.user)
    ]
    context = {"campaigns": [one for one in campaigns if one[2]], "may_edit": may_enter_editor(request.user)}
    return TemplateResponse(request, "newsroom/entrance/your_languages.html", context)


def _languages(user: Any, campaign: Campaign) -> list[LanguageOfMine]:
    """The languages of a campaign in which a person translates or reviews."""
    reviewed = languages_of(user, "review", campaign)
    found = []
    for code in languages_of(user, "translate", campaign):
        rules = rules_for(code)
        board = f"{reverse('board:board', args=[campaign.public_id])}?into={code}"
        found.append(LanguageOfMine(code, rules.endonym, rules.direction, code in reviewed, board))
    return [*found, *_taken_out(user, campaign)]


def _taken_out(user: Any, campaign: Campaign) -> list[LanguageOfMine]:
    """The languages for which a person has a role, and which are not of the campaign any more."""
    held = languages_where(user, "translate", campaign.public_id) or frozenset()
    rules = [rules_for(code) for code in sorted(held - {"", *campaign.language_codes}) if is_known(code)]
    return [LanguageOfMine(one.code, one.endonym, one.direction) for one in rules]
