"""What a link opens: the page of an invitation, the page of a personal link, and how to ask for a new one.

Messengers look at links before people do: looking (GET) changes nothing; only the button (POST) lets in.
"""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from unisono.languages.rules import rules_for
from unisono.newsroom.entrance.account import CreditForm
from unisono.newsroom.entrance.gate import LINK, is_strong, start_of
from unisono.newsroom.entrance.plain import SPOKEN, address_of_caller, keep_language
from unisono.newsroom.entrance.sessions import sign_in_by
from unisono.newsroom.invitations import letter_with_new_link, link_with, send
from unisono.newsroom.naming import inviter_name, language_names, name_of_campaign
from unisono.people.limits import LINK_GUESSES, LINKS_ASKED_FOR, LINKS_ASKED_FROM
from unisono.people.models import Credit, Invitation, LinkState, Role
from unisono.people.operations import LinkRefused, accept, another_link, use_link
from unisono.people.queries import GUARDED_ROLES, invitation_by, link_state, links_for_address


class ComeInForm(CreditForm):
    """What is asked of somebody who comes in."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=150,
        help_text=gettext_lazy("So the others in the campaign know who you are. It need not be your real one."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    field_order = ["name", "credit", "credit_name"]


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link is for (GET), or let in (POST)."""
    caller = address_of_caller(request)
    if LINK_GUESSES.is_reached(caller):
        return TemplateResponse(request, "429.html", status=429)
    invitation = invitation_by(token)
    if invitation is None:
        LINK_GUESSES.count(caller)
        return _closed(request, None)
    language = _language(request, invitation)
    with translation.override(language):
        response = _answer(request, invitation, language)
        if hasattr(response, "render"):
            response.render()
    return response


def _language(request: HttpRequest, invitation: Invitation) -> str:
    chosen = request.GET.get("language", "")
    return next((code for code in (chosen, invitation.language) if code in SPOKEN), "en")


def _answer(request: HttpRequest, invitation: Invitation, language: str) -> HttpResponse:
    state = link_state(invitation, datetime.now(UTC))
    if state == LinkState.OPEN:
        return _invitation(request, invitation, language)
    if state == LinkState.SIGNS_IN:
        return _sign_in(request, invitation)
    return _closed(request, state)


def _invitation(request: HttpRequest, invitation: Invitation, language: str) -> HttpResponse:
    joins = _joins_with(request)
    first = {"name": joins.name if joins else invitation.name, "credit": Credit.NONE}
    form = ComeInForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        return _come_in(request, invitation, form, language)
    context = {**_about(invitation), "form": form, "joins": joins, **_spoken(language)}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "newsroom/entrance/invitation.html", context, status=status)


def _come_in(request: HttpRequest, invitation: Invitation, form: ComeInForm, language: str) -> HttpResponse:
    joins, given = _joins_with(request), form.cleaned_data
    try:
        person = accept(invitation=invitation, at=datetime.now(UTC), person=joins, **given)
    except LinkRefused as refused:
        return _closed(request, refused.state)
    if joins is not None:
        messages.success(request, _("The campaign is added to your account."))
        return redirect(start_of(request))
    keep_language(person, language)
    invitation.refresh_from_db()
    return sign_in_by(invitation, person, request)


def _joins_with(request: HttpRequest) -> Any:
    """Return the account to which an invitation is added: that of somebody who has proved it with a second factor."""
    known = request.user.is_authenticated and LINK not in request.session and is_strong(request)
    return request.user if known else None


def _sign_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method != "POST":
        context = {**_about(invitation), "person": invitation.person, **_spoken(translation.get_language() or "en")}
        return TemplateResponse(request, "newsroom/entrance/personal_link.html", context)
    try:
        person = use_link(invitation=invitation, at=datetime.now(UTC))
    except LinkRefused as refused:
        return _closed(request, refused.state)
    return sign_in_by(invitation, person, request)


def _closed(request: HttpRequest, state: LinkState | None) -> HttpResponse:
    """Say that a link lets nobody in, and why; of one that was never made, as little as of one taken back."""
    reasons = {
        LinkState.USED: _("This link has been used. It worked once: sign in with your passkey or your password."),
        LinkState.EXPIRED: _("This link has expired."),
    }
    reason = reasons.get(state, _("This link lets nobody in. It may have been taken back, or not copied as a whole."))
    context = {"reason": reason}
    return TemplateResponse(
        request, "newsroom/entrance/closed_link.html", context, status=404 if state is None else 410
    )


def _about(invitation: Invitation) -> dict[str, Any]:
    """Return what the page says of an invitation."""
    role = Role(invitation.role)
    return {
        "campaign": name_of_campaign(invitation.campaign_id),
        "role": role.label if invitation.campaign_id else None,
        "languages": language_names(invitation.languages),
        "is_language_role": role in (Role.TRANSLATOR, Role.REVIEWER),
        "inviter": inviter_name(invitation.invited_by),
        "needs_factor": role in GUARDED_ROLES,
        "until": invitation.expires_at,
    }


def _spoken(language: str) -> dict[str, Any]:
    return {
        "page_language": language,
        "spoken": [(code, rules_for(code).endonym) for code, _name in settings.LANGUAGES],
    }


# -- a new link by e-mail


class AskForm(forms.Form):
    """Where the letter goes."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"})
    )


@require_http_methods(["GET", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Send a new sign-in link to an address that is known; answer the same where it is not."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "newsroom/entrance/ask_for_link.html", {"form": form})
    email = form.cleaned_data["email"].strip().lower()
    if not LINKS_ASKED_FROM.count(address_of_caller(request)):
        return TemplateResponse(request, "429.html", status=429)
    # Too often for one address is not said: it would tell that the address is known.
    if LINKS_ASKED_FOR.count(email):
        _send_links(email)
    return TemplateResponse(request, "newsroom/entrance/link_asked.html", {"email": email})


def _send_links(email: str) -> None:
    at = datetime.now(UTC)
    for invitation in links_for_address(email, at):
        token = another_link(invitation=invitation, at=at)
        letter = letter_with_new_link(invitation, link_with(token))
        send(letter, kind="new-link", invitation=invitation, to=email, at=at, by="visitor")
