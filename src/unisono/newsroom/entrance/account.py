"""A person's own account: name, address, password, passkeys and codes, how they are named in credits."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from unisono.campaigns.models import Campaign
from unisono.newsroom.entrance.gate import is_strong, owes_second_factor, start_of
from unisono.newsroom.naming import campaign_name
from unisono.newsroom.permissions import own_campaigns
from unisono.people.models import Credit, Membership, Role, User
from unisono.people.operations import NameMissing, choose_credit, choose_reminders
from unisono.people.queries import has_second_factor, needs_second_factor


class PersonForm(forms.ModelForm):
    """What a person is called, and where letters reach them."""

    first_name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy("With it and a password you can sign in; nobody else sees it but organisers."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["first_name", "email"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["first_name"] = self.instance.own_name

    def clean_email(self) -> str | None:
        """Return the address in one writing; none at all where it was left empty."""
        return (self.cleaned_data["email"] or "").strip().lower() or None

    def save(self, commit: bool = True) -> User:
        """Save; the name is one field here."""
        self.instance.last_name = ""
        return super().save(commit)


class PasswordForm(forms.Form):
    """A password, for whoever signs in with a code from an app."""

    password = forms.CharField(
        label=gettext_lazy("New password"), strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least twelve characters: four words that have nothing to do with each other."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        """Return the password; refuse one that others guess."""
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class CreditForm(forms.Form):
    """How a person is named where a campaign thanks those who worked on it."""

    credit = forms.ChoiceField(
        label=gettext_lazy("Named in the credits"), choices=Credit.choices, widget=forms.RadioSelect
    )
    credit_name = forms.CharField(label=gettext_lazy("The other name"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the other name where it is wanted."""
        cleaned = super().clean() or {}
        if cleaned.get("credit") == Credit.OTHER and not cleaned.get("credit_name", "").strip():
            self.add_error("credit_name", _("Write the name by which you want to be named."))
        return cleaned


@login_required
@require_http_methods(["GET"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the account."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **sent: Any) -> HttpResponse:
    person: Any = request.user
    factors = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    context = {
        "person_form": PersonForm(instance=User.objects.get(pk=person.pk)),
        "password_form": PasswordForm(person=person),
        "passkeys": [one.wrap() for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "recovery": next((one.wrap() for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None),
        "campaigns": _own(person),
        "needs_factor": needs_second_factor(person),
        "owes_factor": owes_second_factor(request),
        "has_factor": has_second_factor(person),
        "may_change": _may_change(request),
        "start": start_of(request),
        **sent,
    }
    return TemplateResponse(request, "newsroom/entrance/account.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Own:
    """What is a person's own in a campaign. `reminders`: whether letters remind them; None where none are due."""

    campaign: Campaign
    name: str
    form: CreditForm
    reminders: bool | None


def _own(person: User) -> list[Own]:
    held = {one.campaign_id: one for one in Membership.objects.filter(person=person)}
    translated = set(person.grants.filter(role=Role.TRANSLATOR).values_list("campaign_id", flat=True))
    found = []
    for campaign in own_campaigns(person):
        member = held.get(campaign.public_id)
        if member is not None or not person.is_superuser:
            form = CreditForm(initial=_credit_of(member))
            is_reminded = (member is None or member.is_reminded) if campaign.public_id in translated else None
            found.append(Own(campaign, campaign_name(campaign), form, is_reminded))
    return found


def _credit_of(membership: Membership | None) -> dict[str, str]:
    if membership is None:
        return {"credit": Credit.NONE, "credit_name": ""}
    return {"credit": membership.credit, "credit_name": membership.credit_name}


def _may_change(request: HttpRequest) -> bool:
    """Whoever has a second factor has used it in this session before they change how they sign in."""
    person: Any = request.user
    return is_strong(request) or not has_second_factor(person)


@login_required
@require_http_methods(["POST"])
def change_person(request: HttpRequest) -> HttpResponse:
    """Save name and address."""
    if not _may_change(request):
        return redirect("mfa_index")
    person: Any = request.user
    form = PersonForm(request.POST, instance=User.objects.get(pk=person.pk))
    if not form.is_valid():
        return _page(request, 422, person_form=form)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("mfa_index")


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Save a password; every other session of the account ends."""
    if not _may_change(request):
        return redirect("mfa_index")
    person: Any = request.user
    form = PasswordForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, 422, password_form=form)
    person.set_password(form.cleaned_data["password"])
    person.save(update_fields=["password"])
    update_session_auth_hash(request, person)
    messages.success(request, _("The password is set. You are signed out everywhere else."))
    return redirect("mfa_index")


@login_required
@require_http_methods(["POST"])
def change_credit(request: HttpRequest, campaign: str) -> HttpResponse:
    """Save how the person is named in the credits of a campaign."""
    person: Any = request.user
    found = own_campaigns(person).filter(public_id=campaign).first()
    form = CreditForm(request.POST)
    if found is None:
        return redirect("mfa_index")
    if not form.is_valid():
        shown = [replace(one, form=form) if one.campaign == found else one for one in _own(person)]
        return _page(request, 422, campaigns=shown)
    try:
        choose_credit(person=person, campaign_id=found.public_id, at=datetime.now(UTC), **form.cleaned_data)
    except NameMissing:
        return redirect("mfa_index")
    messages.success(request, _("Saved."))
    return redirect("mfa_index")


@login_required
@require_http_methods(["POST"])
def change_reminders(request: HttpRequest, campaign: str) -> HttpResponse:
    """Save whether letters remind the person of what is left to do in a campaign."""
    person: Any = request.user
    found = own_campaigns(person).filter(public_id=campaign).first()
    if found is not None:
        wanted = request.POST.get("reminders") == "on"
        choose_reminders(person=person, campaign_id=found.public_id, wanted=wanted, at=datetime.now(UTC))
        messages.success(request, _("Saved."))
    return redirect("mfa_index")
