"""`unisono people open`: how the first organiser comes in, and how whoever is locked out comes in again."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, as_json, say

if TYPE_CHECKING:
    from unisono.people.models import User

BY = "command:people"
Machines = click.option("--json", "for_machines", is_flag=True, help="Print JSON.")


@click.group("people")
def people_command() -> None:
    """Let people into the newsroom. All others are invited there, by an organiser."""


@people_command.command("open")
@click.argument("slug", metavar="[CAMPAIGN]", required=False)
@click.option("--name", default="", help="What the person is called; they can change it.")
@click.option(
    "--again", metavar="EMAIL", help="For an account that exists and is locked out: forget its passkeys and codes."
)
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 90), help="How long the link waits.")
@Machines
def open_command(slug: str | None, name: str, again: str | None, days: int, for_machines: bool) -> None:
    """Print a link with which an organiser makes an account: once, and without a password.

    With a campaign, of this campaign; without one, of the whole installation, with every campaign in it and the
    right to add more.
    """
    if again and (slug or name):
        raise click.UsageError("--again is for an account that exists: give neither a campaign nor a name with it.")
    start_django()
    link = _link_again(again) if again else _link_for_new(slug, name, timedelta(days=days))
    if for_machines:
        as_json({"link": link})
        return
    say("Give this link to the person, by a way that you trust. It works once:\n")
    say(f"  {link}\n")
    say("It opens a page with a button; then they set up a passkey, or a password and an app for codes.")


def _link_for_new(slug: str | None, name: str, lasts: timedelta) -> str:
    from unisono.cli.campaigns import campaign_called
    from unisono.newsroom.invitations import link_with
    from unisono.people.models import Role
    from unisono.people.operations import invite

    campaign = campaign_called(slug) if slug else None
    _invitation, token = invite(
        campaign_id=campaign.public_id if campaign else None, role=Role.ORGANISER, languages=[], name=name, email="",
        language=campaign.source_language if campaign else "en", at=datetime.now(UTC), by=BY, lasts=lasts,
    )  # fmt: skip
    return link_with(token)


def _link_again(email: str) -> str:
    from unisono.newsroom.invitations import link_with
    from unisono.people.operations import link_for, reset_factors

    person, at = _account(email), datetime.now(UTC)
    reset_factors(person=person, campaign_id=None, at=at, by=BY)
    return link_with(link_for(person=person, campaign_id=None, language="en", at=at, by=BY))


def _account(email: str) -> "User":
    from unisono.people.models import User

    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise Refused(f"There is no account with the address {email}. A new one: unisono people open") from None
