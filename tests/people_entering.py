"""What tests of people share: browsers that are signed in as people are, with a link or with a second factor."""

import time

#: What an app for codes was given, as it is typed.
SECRET = "JBSWY3DPEHPK3PXP"


def browser_of_nobody():
    """A client that nobody has signed in."""
    from django.test import Client

    return Client(HTTP_HOST="127.0.0.1")


def signed_in_strongly(user):
    """A client in which a person has signed in with a code from an app."""
    client = browser_of_nobody()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def signed_in_weakly(user):
    """A client in which a person has signed in with a password alone."""
    client = browser_of_nobody()
    client.force_login(user)
    return client


def signed_in_by_link(token, **given):
    """A client in which somebody has opened a personal link and pressed the button."""
    client = browser_of_nobody()
    answer = client.post(f"/newsroom/enter/{token}/", {"name": "Ines", "credit": "none", **given})
    assert answer.status_code == 302, answer.content.decode()
    return client


def code_now(secret: str) -> str:
    """The code that an app shows for a secret now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user, secret: str = SECRET) -> str:
    """Give an account an app for codes; returns its secret."""
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(user, secret)
    return secret
