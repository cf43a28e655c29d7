"""What the sign-in library asks of us: whom it lets in, in which words it speaks, how it keeps its secrets."""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.links.qr import qr_svg
from unisono.newsroom.entrance.gate import start_of
from unisono.newsroom.entrance.plain import address_of_caller
from unisono.people.queries import has_second_factor, needs_second_factor

#: The library's own notes that we pass on, in our words.
NOTES = {
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is set up. From now on you sign in with it."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The app is set up. From now on you are asked for its code."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The app is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("New recovery codes are made; the old ones are void."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("This address and this password do not belong together."),
        "too_many_login_attempts": gettext_lazy("That was tried too often. Wait a quarter of an hour, then try again."),
        "rate_limited": gettext_lazy("That was tried too often. Wait a quarter of an hour, then try again."),
        "incorrect_password": gettext_lazy("This is not the password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where the person begins."""
        return start_of(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address as the nearest server of ours saw it."""
        return address_of_caller(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Say whether a change of passkeys and codes must be proved anew.

        Not within five minutes of signing in, with the second factor where there is one; and whoever has nothing to
        prove it with yet cannot.
        """
        user = self.request.user
        records = get_authentication_records(self.request, user)
        if has_second_factor(user):
            records = [record for record in records if record.get("method") == "mfa"]
        if any(time.time() - record["at"] < account_settings.REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return bool(self.get_reauthentication_methods(user))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Say whether this is the person's password; how often that is asked, the view limits."""
        return user.check_password(password)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **options: Any
    ) -> None:
        """Pass a note on in our own words; what needs no words is left out."""
        words = options.get("message") or NOTES.get(message_template or "")
        if words:
            messages.add_message(request, level, words)


class FactorAdapter(DefaultMFAAdapter):
    """Passkeys and codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This did not fit. Try again, with a fresh code."),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your last second factor, and what you do here needs one. Set up another first."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes belong to a passkey or to an app."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether a factor may go: not the last one of somebody who needs one."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES or not needs_second_factor(authenticator.user):
            return True
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return a name for a passkey that was given none."""
        number = user.authenticator_set.filter(type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code that an app reads."""
        return qr_svg(url).decode()

    def encrypt(self, text: str) -> str:
        """Return what is kept of a secret: who reads the database alone makes no codes."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; where the installation's key has changed, one to which no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(hashlib.sha256(encrypted_text.encode()).digest()[:20]).decode()


def _box() -> Fernet:
    key = hashlib.sha256(b"unisono second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
