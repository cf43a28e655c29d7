"""`unisono demo`: from an empty folder to an open campaign, in one command; again, it starts in seconds."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from unisono.cli.environment import start_django, write_demo_settings
from unisono.cli.output import Refused, say

DEMO = "mother-language-day"
ORGANISER = "organiser@example.org"


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--prepare-only", is_flag=True, help="Import, freeze and open, but do not serve.")
@click.option("--pack", type=click.Path(path_type=Path), default=Path("demo") / DEMO, help="The pack to show.")
def demo_command(host: str, port: int, prepare_only: bool, pack: Path) -> None:
    """Import the demo campaign, freeze it, open it and serve it."""
    if not prepare_only:
        _check_port(host, port)
    write_demo_settings()
    import os

    os.environ.setdefault("UNISONO_PUBLIC_ORIGIN", f"http://{host}:{port}")
    os.environ["UNISONO_DEMO"] = "true"  # of this run alone: never in the settings file
    from unisono.cli.processes import become_server, prepare_to_serve

    say("Preparing the database …")
    prepare_to_serve()
    _prepare_campaign(pack)
    account = _prepare_account()
    if prepare_only:
        return
    say(f"\nThe campaign is open at http://{host}:{port}/ (Ctrl-C stops; nothing is lost).")
    say(f"The newsroom is at http://{host}:{port}/newsroom/ ({account}).")
    say("On this machine the demo asks for no second factor; a real newsroom does.\n")
    become_server(host, port)


def _check_port(host: str, port: int) -> None:
    """Say at once, not after minutes of preparation, that the port is taken."""
    from unisono.cli.serve import StartError, open_public_port

    try:
        open_public_port(host, port).close()
    except StartError as error:
        raise Refused(str(error)) from None


def _prepare_campaign(place: Path) -> None:
    from unisono.campaigns.models import Campaign
    from unisono.cli.editions import freeze_campaign, print_late
    from unisono.cli.pack import read_and_checked
    from unisono.launch.operations import open_on_schedule
    from unisono.launch.queries import edition_at
    from unisono.packs.importing import import_pack

    home = start_django()
    campaign = Campaign.objects.filter(slug=DEMO).first()
    if campaign is not None and edition_at(campaign, datetime.now(UTC)) is not None:
        return
    if campaign is None:
        say(f"Importing {place} …")
        pack, faults = read_and_checked(place)
        errors = [fault for fault in faults if fault.level == "error"]
        if errors or pack is None:
            raise Refused("\n".join(map(str, errors)))
        campaign = import_pack(pack=pack, at=datetime.now(UTC), by="command:demo").campaign
    say("Freezing: every page, card and document in every language …")
    done = freeze_campaign(campaign)
    print_late(done.late)
    open_on_schedule(
        campaign=campaign,
        at=datetime.now(UTC),
        by="command:demo",
        home=home,
        edition=done.edition,
        frozen=lambda languages: freeze_campaign(campaign, languages=languages).edition,
    )


def _prepare_account() -> str:
    """Make an organiser's account with a password of its own; says how to sign in."""
    from unisono.people.models import User

    path = start_django().root / "newsroom-password.txt"
    if not User.objects.filter(email=ORGANISER).exists():
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        User.objects.create_superuser(ORGANISER, password, first_name="Demo organiser")
        path.touch(mode=0o600)
        path.write_text(f"{password}\n")
    password = path.read_text().strip() if path.exists() else "the password you chose"
    return f"{ORGANISER} / {password}"
