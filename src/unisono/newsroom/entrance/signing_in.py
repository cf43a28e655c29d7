"""Signing in, and setting up what one signs in with: the library's views in our own pages."""

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from unisono.newsroom.entrance import factors
from unisono.newsroom.entrance.adapters import AccountAdapter
from unisono.newsroom.entrance.gate import is_demo, start_of

PAGES = "newsroom/entrance/"


class SignIn(LoginView):
    """By passkey, or by address and password."""

    template_name = f"{PAGES}sign_in.html"

    def get_authenticated_redirect_url(self) -> str:
        """Return where the person begins: never where they were refused, which would send them back here."""
        return start_of(self.request)

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return what the page says besides its form."""
        return super().get_context_data(**options) | {"is_demo": is_demo()}


class SignInByPasskey(LoginWebAuthnView):
    """The passkey alone: it is two factors."""

    def get_authenticated_redirect_url(self) -> str:
        """Return where the person begins."""
        return start_of(self.request)


class SecondFactor(AuthenticateView):
    """The second step of signing in."""

    template_name = f"{PAGES}second_factor.html"


class AgainByPassword(ReauthenticateView):
    """The password once more, before something that matters."""

    template_name = f"{PAGES}again.html"


class AgainByCode(ReauthenticateByCodeView):
    """A code once more."""

    template_name = f"{PAGES}again.html"


class AgainByPasskey(ReauthenticateWebAuthnView):
    """The passkey once more."""

    template_name = f"{PAGES}again_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what was wrong, on the same page."""
        for words in form.errors.get("credential", []):
            messages.error(self.request, words)
        return redirect(self.request.get_full_path())


class _SetsUp:
    """Setting up a second factor is noted, and makes the session strong."""

    kind: str

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it up."""
        with transaction.atomic():
            response = super().form_valid(form)  # type: ignore[misc]
            factors.note_set(self.request, self.kind)  # type: ignore[attr-defined]
        factors.strengthen(self.request, self.kind)  # type: ignore[attr-defined]
        return response


class AddPasskey(_SetsUp, AddWebAuthnView):
    """A new passkey."""

    kind = Authenticator.Type.WEBAUTHN
    template_name = f"{PAGES}add_passkey.html"


class RemovePasskey(RemoveWebAuthnView):
    """A passkey that is no longer wanted."""

    template_name = f"{PAGES}remove_factor.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, unless it is the last factor of somebody who needs one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


class AddApp(_SetsUp, ActivateTOTPView):
    """An app that makes codes."""

    kind = Authenticator.Type.TOTP
    template_name = f"{PAGES}add_app.html"

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return the page's content, with the secret in groups of four that can be typed."""
        found = super().get_context_data(**options)
        secret = found["form"].secret
        return found | {"secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))}


class RemoveApp(DeactivateTOTPView):
    """An app that is no longer wanted."""

    template_name = f"{PAGES}remove_factor.html"


class RecoveryCodes(ViewRecoveryCodesView):
    """Codes for the day the telephone is lost."""

    template_name = f"{PAGES}recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Other codes in place of those."""

    template_name = f"{PAGES}new_recovery_codes.html"


def closed(request: HttpRequest) -> HttpResponse:
    """Answer whoever signs in to an account that has been closed, as whoever has none."""
    messages.error(request, AccountAdapter.error_messages["email_password_mismatch"])
    return redirect("account_login")
