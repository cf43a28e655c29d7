"""The screen “People”: who is in a campaign, who is invited, what they may do. For organisers."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from unisono.campaigns.models import Campaign
from unisono.newsroom.activity import activity_of
from unisono.newsroom.choosing import choose_campaign, with_campaign
from unisono.newsroom.framing import frame
from unisono.newsroom.invitations import Letter, letter_for, link_with, send
from unisono.newsroom.naming import campaign_name, inviter_name, language_names
from unisono.newsroom.people_forms import SPOKEN, InviteForm, RolesForm
from unisono.newsroom.permissions import campaigns_of
from unisono.people import operations
from unisono.people.models import Invitation, Role, User
from unisono.people.queries import Member, can, is_last_organiser, member_of, members_of, open_invitations

for_organisers = with_campaign("settle-people")

# -- the list


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the campaigns whose people the person settles; the only one at once."""
    campaigns = campaigns_of(request.user, "settle-people")
    return choose_campaign(request, campaigns, way="people:campaign", frame=_frame())


@require_GET
@for_organisers
def campaign(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Show who is in and who is invited."""
    at = datetime.now(UTC)
    context = {
        "campaign": campaign,
        "name": campaign_name(campaign),
        "members": [(member, _roles_said(member)) for member in members_of(campaign.public_id)],
        "invitations": [_said(one, at) for one in open_invitations(campaign.public_id)],
        **_frame(campaign),
    }
    return TemplateResponse(request, "newsroom/people/campaign.html", context)


def _roles_said(member: Member) -> list[tuple[str, list[str]]]:
    return [(Role(role).label, language_names(member.languages[role])) for role in member.roles]


def _said(invitation: Invitation, at: datetime) -> dict[str, Any]:
    return {
        "row": invitation,
        "role": Role(invitation.role).label,
        "languages": language_names(invitation.languages),
        "inviter": inviter_name(invitation.invited_by),
        "is_expired": invitation.expires_at <= at,
    }


@require_GET
@for_organisers
def activity(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Show what was done in the campaign, in sentences; with `letters` what became of each letter as well."""
    with_letters = "letters" in request.GET
    context = {
        "entries": activity_of(campaign, with_letters=with_letters),
        "with_letters": with_letters,
        "name": campaign_name(campaign),
        **_frame(campaign, _("Activity")),
    }
    return TemplateResponse(request, "newsroom/people/activity.html", context)


# -- invitations


@require_http_methods(["GET", "POST"])
@for_organisers
def invite(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Ask whom, then show the link."""
    form = InviteForm(request.POST if request.method == "POST" else None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        invitation, token = operations.invite(
            campaign_id=campaign.public_id, at=datetime.now(UTC), by=_by(request), **form.cleaned_data
        )
        return _show_link(request, campaign, invitation, token)
    context = {"form": form, "campaign": campaign, "name": campaign_name(campaign), **_frame(campaign, _("Invite"))}
    return TemplateResponse(
        request, "newsroom/people/invite.html", context, status=422 if request.method == "POST" else 200
    )


def _show_link(request: HttpRequest, campaign: Campaign, invitation: Invitation, token: str) -> HttpResponse:
    """Show a link, this once: only its hash is kept. Send it where there is an address."""
    link = link_with(token)
    letter = letter_for(invitation, link)
    sent_to = invitation.email
    if sent_to:
        send(letter, kind="invitation", invitation=invitation, to=sent_to, at=datetime.now(UTC), by=_by(request))
    context = {
        "campaign": campaign,
        "invitation": invitation,
        "called": invitation.person.name if invitation.person else invitation.name,
        "link": link,
        "sent_to": sent_to,
        "message": _message(letter),
        "message_language": letter.language,
        **_frame(campaign, _("The link")),
    }
    response = TemplateResponse(request, "newsroom/people/link.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _message(letter: Letter) -> str:
    """Return the letter as a message for a messenger."""
    return "\n\n".join([*letter.paragraphs, letter.url, letter.small_print])


@require_POST
@for_organisers
def renew(request: HttpRequest, campaign: Campaign, invitation: UUID) -> HttpResponse:
    """Make a new link for an invitation that nobody has accepted."""
    found = _invitation(campaign, invitation)
    token = operations.renew_link(invitation=found, at=datetime.now(UTC), by=_by(request))
    found.refresh_from_db()
    return _show_link(request, campaign, found, token)


@require_POST
@for_organisers
def take_back(request: HttpRequest, campaign: Campaign, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    operations.take_back(invitation=_invitation(campaign, invitation), at=datetime.now(UTC), by=_by(request))
    messages.success(request, _("The invitation is taken back: its link lets nobody in."))
    return redirect("people:campaign", campaign.public_id)


def _invitation(campaign: Campaign, public_id: UUID) -> Invitation:
    return get_object_or_404(open_invitations(campaign.public_id), public_id=public_id)


# -- one person


@require_http_methods(["GET", "POST"])
@for_organisers
def member(request: HttpRequest, campaign: Campaign, person: UUID) -> HttpResponse:
    """Show one person; change what they are."""
    found = _member(campaign, person)
    form = RolesForm(request.POST if request.method == "POST" else None, campaign=campaign, member=found)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_roles(
                person=found.person, campaign_id=campaign.public_id, roles=form.wanted, at=datetime.now(UTC),
                by=_by(request),
            )  # fmt: skip
            messages.success(request, _("The roles are changed, from this moment on."))
            return redirect("people:campaign", campaign.public_id)
        except operations.LastOrganiser:
            form.add_error("roles", _("This is the last organiser of the campaign. Make somebody else one first."))
    context = {
        "form": form,
        "campaign": campaign,
        "member": found,
        "roles": _roles_said(found),
        "is_last": is_last_organiser(campaign.public_id, found.person.pk),
        "works_elsewhere": _works_elsewhere(found.person, campaign),
        "is_self": found.person.pk == request.user.pk,
        **_frame(campaign, found.person.name),
    }
    return TemplateResponse(
        request, "newsroom/people/member.html", context, status=422 if request.method == "POST" else 200
    )


def _works_elsewhere(person: User, campaign: Campaign) -> bool:
    return person.is_superuser or person.grants.exclude(campaign_id=campaign.public_id).exists()


@require_POST
@for_organisers
def new_link(request: HttpRequest, campaign: Campaign, person: UUID) -> HttpResponse:
    """Make a new sign-in link for somebody; with `lost`, forget their passkeys and codes first."""
    found, at = _member(campaign, person).person, datetime.now(UTC)
    try:
        if request.POST.get("lost"):
            operations.reset_factors(person=found, campaign_id=campaign.public_id, at=at, by=_by(request))
        token = operations.link_for(
            person=found, campaign_id=campaign.public_id, language=_language_for(found, campaign), at=at,
            by=_by(request),
        )  # fmt: skip
    except operations.WorksElsewhere:
        messages.error(request, _("This account reaches more than this campaign. Ask whoever runs the server."))
        return redirect("people:member", campaign.public_id, found.pk)
    invitation = found.invitations.get(campaign_id=campaign.public_id, withdrawn_at__isnull=True)
    return _show_link(request, campaign, invitation, token)


def _language_for(person: User, campaign: Campaign) -> str:
    profile = getattr(person, "wagtail_userprofile", None)
    wanted = [profile.preferred_language if profile else "", campaign.source_language]
    return next((code for code in wanted if code in SPOKEN), "en")


@require_POST
@for_organisers
def end_link(request: HttpRequest, campaign: Campaign, person: UUID) -> HttpResponse:
    """Take somebody's sign-in link back: the sessions that began with it end."""
    found = _member(campaign, person).person
    for one in found.invitations.filter(campaign_id=campaign.public_id, withdrawn_at__isnull=True)[:1]:
        operations.take_back(invitation=one, at=datetime.now(UTC), by=_by(request))
    messages.success(request, _("The link is taken back, and whoever came in with it is signed out."))
    return redirect("people:member", campaign.public_id, found.pk)


@require_http_methods(["GET", "POST"])
@for_organisers
def remove(request: HttpRequest, campaign: Campaign, person: UUID) -> HttpResponse:
    """Ask, then take somebody out of the campaign."""
    found = _member(campaign, person)
    if request.method == "POST":
        try:
            operations.remove(
                person=found.person, campaign_id=campaign.public_id, at=datetime.now(UTC), by=_by(request)
            )
        except operations.LastOrganiser:
            messages.error(request, _("This is the last organiser of the campaign. Make somebody else one first."))
            return redirect("people:member", campaign.public_id, found.person.pk)
        messages.success(request, _("%(name)s is no longer in the campaign.") % {"name": found.person.name})
        return redirect("people:campaign", campaign.public_id)
    context = {
        "campaign": campaign,
        "name": campaign_name(campaign),
        "member": found,
        "is_last": is_last_organiser(campaign.public_id, found.person.pk),
        "works_elsewhere": _works_elsewhere(found.person, campaign),
        **_frame(campaign, _("Remove")),
    }
    return TemplateResponse(request, "newsroom/people/remove.html", context)


def _member(campaign: Campaign, person: UUID) -> Member:
    found = member_of(campaign.public_id, person)
    if found is None:
        raise Http404
    return found


def _by(request: HttpRequest) -> str:
    return str(request.user.public_id)


def _frame(campaign: Campaign | None = None, title: str = "") -> dict[str, Any]:
    is_inner = campaign is not None and title
    url = reverse("people:campaign", args=[campaign.public_id]) if is_inner else reverse("people:index")
    return frame("group", (_("People"), url), title=title)


class PeopleMenuItem(MenuItem):
    """Shown to organisers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person settles the people of a campaign."""
        return can(request.user, "settle-people")


class PeopleViewSet(ViewSet):
    """Invite, change, remove."""

    name = "people"
    icon = "group"
    menu_label = gettext_lazy("People")
    menu_order = 650
    add_to_admin_menu = True
    menu_item_class = PeopleMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the routes."""
        one, invited, person = "<uuid:campaign>/", "<uuid:campaign>/invitations/", "<uuid:campaign>/<uuid:person>/"
        return [
            path("", index, name="index"),
            path(one, campaign, name="campaign"),
            path(f"{one}activity/", activity, name="activity"),
            path(f"{one}invite/", invite, name="invite"),
            path(f"{invited}<uuid:invitation>/renew/", renew, name="renew"),
            path(f"{invited}<uuid:invitation>/take-back/", take_back, name="take_back"),
            path(person, member, name="member"),
            path(f"{person}link/", new_link, name="new_link"),
            path(f"{person}link/take-back/", end_link, name="end_link"),
            path(f"{person}remove/", remove, name="remove"),
        ]
