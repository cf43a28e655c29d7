"""Invitations as they leave the house: the link, and the letter that takes it there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.languages.names import date_text
from unisono.languages.screen import listed
from unisono.mail.content import Content
from unisono.mail.operations import post
from unisono.mail.queries import kinds
from unisono.newsroom.naming import inviter_name, language_names, name_of_campaign
from unisono.people.models import Invitation, Role

SPOKEN = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as plain data: whoever sends it gives it its form."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str
    url: str
    small_print: str
    language: str


kinds.add("invitation")(gettext_lazy("Invitation"))
kinds.add("new-link")(gettext_lazy("New sign-in link"))


def send(
    letter: Letter, *, kind: Literal["invitation", "new-link"], invitation: Invitation, to: str, at: datetime, by: str
) -> None:
    """Put a letter into the outbox. Raises `unisono.mail.content.BadAddress`."""
    post(
        to=to,
        language=letter.language,
        kind=kind,
        content=Content(letter.subject, letter.paragraphs, letter.button, letter.url, (letter.small_print,)),
        at=at,
        by=by,
        campaign_id=invitation.campaign_id,
    )


def link_with(token: str) -> str:
    """Return the whole address of a personal link."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('enter', args=[token])}"


def letter_for(invitation: Invitation, link: str) -> Letter:
    """Return the letter that invites, in the language of the invitation, or in English where we do not speak it."""
    with translation.override(_spoken(invitation)):
        campaign = name_of_campaign(invitation.campaign_id)
        paragraphs = (
            _greeting(invitation),
            _asked(invitation, campaign),
            _("The link opens a page that says more. Nothing happens before you press the button there."),
        )
        return Letter(
            subject=_("%(campaign)s: you are invited") % {"campaign": campaign},
            paragraphs=tuple(one for one in paragraphs if one),
            button=_("Look at the invitation"),
            url=link,
            small_print=_(
                "The link is for you alone: whoever has it comes in under your name. It can be used until %(date)s. "
                "If you did not expect this letter, do nothing."
            )
            % {"date": date_text(localtime(invitation.expires_at).date(), _spoken(invitation))},
            language=_spoken(invitation),
        )


def letter_with_new_link(invitation: Invitation, link: str) -> Letter:
    """Return the letter with the new sign-in link that somebody has asked for."""
    with translation.override(_spoken(invitation)):
        campaign = name_of_campaign(invitation.campaign_id)
        return Letter(
            subject=_("%(campaign)s: your new link") % {"campaign": campaign},
            paragraphs=(
                _greeting(invitation),
                _("Here is the new link with which you sign in. It must be used within a day."),
            ),
            button=_("Sign in"),
            url=link,
            small_print=_(
                "The link is for you alone: whoever has it comes in under your name. If you did not ask for it, "
                "tell an organiser of the campaign."
            ),
            language=_spoken(invitation),
        )


def _spoken(invitation: Invitation) -> str:
    return invitation.language if invitation.language in SPOKEN else "en"


def _greeting(invitation: Invitation) -> str:
    name = invitation.person.name if invitation.person else invitation.name
    return _("Dear %(name)s,") % {"name": name} if name else _("Good day,")


def _asked(invitation: Invitation, campaign: str) -> str:
    said = {
        "campaign": campaign,
        "role": Role(invitation.role).label,
        "languages": listed(language_names(invitation.languages)),
        "inviter": inviter_name(invitation.invited_by),
    }
    if said["inviter"] and said["languages"]:
        return _("%(inviter)s invites you to work on “%(campaign)s” as %(role)s, for: %(languages)s.") % said
    if said["inviter"]:
        return _("%(inviter)s invites you to work on “%(campaign)s” as %(role)s.") % said
    if said["languages"]:
        return _("You are invited to work on “%(campaign)s” as %(role)s, for: %(languages)s.") % said
    return _("You are invited to work on “%(campaign)s” as %(role)s.") % said
