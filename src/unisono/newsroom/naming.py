"""What campaigns, languages and people are called on the newsroom's screens."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.base.models import is_public_id
from unisono.campaigns.models import Campaign
from unisono.languages import names
from unisono.languages.models import State
from unisono.languages.progress import MISSING
from unisono.languages.screen import screen_language
from unisono.people.models import User
from unisono.words.models import Texts

#: What the states of a translation are called.
STATE_WORDS: Mapping[str, str | Promise] = {MISSING: gettext_lazy("missing")} | {
    str(state): state.label for state in State
}
#: What the kinds of pieces are called, by their names in a pack.
PIECE_WORDS: Mapping[str, Promise] = {
    "texts": gettext_lazy("Texts"),
    "statement": gettext_lazy("Statement"),
    "news": gettext_lazy("News post"),
    "fact": gettext_lazy("Fact"),
    "correction": gettext_lazy("Correction"),
    "card": gettext_lazy("Card"),
    "picture": gettext_lazy("Picture"),
    "film": gettext_lazy("Film"),
    "press": gettext_lazy("Press desk"),
}


def campaign_name(campaign: Campaign) -> str:
    """Return a campaign's approved name; its short name before there is one."""
    texts = Texts.objects.filter(campaign=campaign).first()
    return texts.name if texts and texts.name else campaign.slug


def name_of_campaign(public_id: UUID | None) -> str:
    """Return the name of a campaign by its public id; of the whole installation where there is none."""
    campaign = Campaign.objects.filter(public_id=public_id).first() if public_id else None
    return campaign_name(campaign) if campaign else _("this newsroom")


def language_names(codes: Iterable[str]) -> list[str]:
    """Return the names of languages in the language of the screen."""
    return [names.language_name(code, screen_language()) for code in codes]


def names_of(by: Iterable[str]) -> dict[str, str]:
    """Return what to call those who did something: people by name, commands and machines by theirs; in one query.
    People who are no more are left out."""
    everybody = {one: is_public_id(one) for one in by if one}
    people = User.objects.filter(pk__in=[one for one, is_id in everybody.items() if is_id])
    commands = {
        one: one.removeprefix("command:").removeprefix("machine:") for one, is_id in everybody.items() if not is_id
    }
    return commands | {str(person.pk): person.name for person in people}


def inviter_name(by: str) -> str:
    """Return the name of whoever invited; "" where it was a command, or somebody who is no more."""
    person = User.objects.filter(pk=by).first() if ":" not in by else None
    return person.name if person else ""
