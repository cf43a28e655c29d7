"""How a session begins from a link: once for whoever has nothing more, with the second factor for whoever has one."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from unisono.newsroom.entrance.gate import LINK
from unisono.people.models import Invitation, User

#: Seconds for which a device stays signed in by a link.
LINK_SESSION = 30 * 24 * 3600


def sign_in_by(invitation: Invitation, person: User, request: HttpRequest) -> HttpResponse:
    """Sign a person in by their link; returns the redirect to where they begin, or to the second factor.

    The session gets a new key. It is limited to the link's campaign and ends with the link.
    """
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, "link")
    response = perform_login(request, Login(user=person))
    if request.user.is_authenticated:
        request.session[LINK] = {"id": str(invitation.public_id), "hash": invitation.token_hash}
        request.session.set_expiry(LINK_SESSION)
    return response
