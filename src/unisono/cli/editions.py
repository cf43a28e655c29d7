"""`unisono freeze | open | rollback | edition`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, as_json, progress_bars, say

if TYPE_CHECKING:
    from unisono.campaigns.models import Campaign
    from unisono.launch.late import Late
    from unisono.launch.models import Edition
    from unisono.launch.operations import Freeze

Machines = click.option("--json", "for_machines", is_flag=True, help="Print JSON.")

OUTCOMES = {
    "behind": "the last complete translation is shown, marked as made from an earlier text",
    "source": "the source text is shown, marked",
    "held-back": "left out in this language",
    "language-held-back": "the language does not open",
}


@click.command("freeze")
@click.argument("slug", metavar="CAMPAIGN")
@Machines
def freeze_command(slug: str, for_machines: bool) -> None:
    """Prepare an edition of everything that is approved. Nothing opens by this."""
    start_django()
    from unisono.cli.campaigns import campaign_called

    done = freeze_campaign(campaign_called(slug), quiet=for_machines)
    if for_machines:
        as_json(_freeze_facts(done))
        return
    print_late(done.late)
    size = done.frozen.bytes / 1_000_000
    made = len(done.frozen.made)
    say(f"Edition {done.edition.name[:12]}: {done.edition.files} files, {size:.1f} MB; {made} outputs made anew.")
    say(f"Next: unisono open {slug}")


def freeze_campaign(campaign: "Campaign", quiet: bool = False, languages: tuple[str, ...] | None = None) -> "Freeze":
    """Freeze with progress bars; raises `Refused` naming the output that cannot be made."""
    from django.conf import settings

    from unisono.base.home import home
    from unisono.launch.freezing import CannotMake
    from unisono.launch.operations import freeze

    try:
        with progress_bars(quiet) as progress:
            return freeze(
                campaign=campaign,
                at=datetime.now(UTC),
                by="command:freeze",
                home=home(),
                origin=settings.PUBLIC_ORIGIN,
                languages=languages,
                progress=progress,
            )
    except (CannotMake, LookupError) as error:
        raise Refused(f"Nothing was frozen. {error}") from error


def print_late(late: list["Late"]) -> None:
    """Print what is late, one line a piece and outcome."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in late:
        grouped.setdefault((one.piece, one.outcome), []).append(one.language)
    for (piece, outcome), languages in grouped.items():
        say(f"late: {piece} in {', '.join(languages)}: {OUTCOMES[outcome]}")


def _freeze_facts(done: "Freeze") -> dict[str, object]:
    return {
        "edition": done.edition.name,
        "snapshot": done.edition.snapshot,
        "files": done.edition.files,
        "bytes": done.frozen.bytes,
        "made": list(done.frozen.made),
        "late": done.edition.report["late"],
    }


def edition_asked_for(campaign: "Campaign", start: str | None) -> "Edition":
    """Return the edition whose name begins with `start`, or the latest; raises `Refused` where there is none."""
    from unisono.launch.queries import edition_named, latest_edition

    try:
        chosen = edition_named(campaign, start) if start else latest_edition(campaign)
    except LookupError as error:
        raise Refused(str(error)) from None
    if chosen is None:
        raise Refused(f"{campaign.slug} has no edition yet. Make one: unisono freeze {campaign.slug}")
    return chosen


@click.command("open")
@click.argument("slug", metavar="CAMPAIGN")
@click.argument("edition", required=False)
@click.option("--now", is_flag=True, help="Open at once, whatever moment was planned.")
@Machines
def open_command(slug: str, edition: str | None, now: bool, for_machines: bool) -> None:
    """Open an edition (by default the latest) at the campaign's opening moment, or at once where it is past."""
    home = start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.launch.operations import NotReady, open_now, open_on_schedule

    campaign = campaign_called(slug)
    chosen = edition_asked_for(campaign, edition)
    at = datetime.now(UTC)
    try:
        if now:
            entries = open_now(edition=chosen, at=at, by="command:open", home=home)
        else:
            entries = open_on_schedule(
                campaign=campaign,
                at=at,
                by="command:open",
                home=home,
                edition=chosen,
                frozen=lambda languages: freeze_campaign(campaign, for_machines, languages).edition,
            )
    except NotReady as error:
        mend = f"Add it to the pack (campaign.toml, [responsible]) or in the newsroom, then: unisono open {slug}"
        raise Refused("\n".join([f"{slug} cannot open yet.", *error.missing, mend])) from None
    rows = [{"at": entry.at.isoformat(), "edition": entry.edition.name} for entry in entries]
    if for_machines:
        as_json(rows)
        return
    for entry in entries:
        when = "is open" if entry.at <= datetime.now(UTC) else f"opens at {entry.at:%Y-%m-%d %H:%M:%S} UTC"
        say(f"{slug}: edition {entry.edition.name[:12]} {when}.")


@click.command("rollback")
@click.argument("slug", metavar="CAMPAIGN")
@Machines
def rollback_command(slug: str, for_machines: bool) -> None:
    """Go back to the edition that was open before the present one."""
    home = start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.launch.operations import NotReady, rollback

    try:
        entry = rollback(campaign=campaign_called(slug), at=datetime.now(UTC), by="command:rollback", home=home)
    except NotReady as error:
        raise Refused(str(error)) from None
    if for_machines:
        as_json({"at": entry.at.isoformat(), "edition": entry.edition.name})
    else:
        say(f"{slug}: edition {entry.edition.name[:12]} is open again.")


@click.group("edition")
def edition_command() -> None:
    """List, export or verify editions."""


@edition_command.command("list")
@click.argument("slug", metavar="CAMPAIGN")
@Machines
def list_(slug: str, for_machines: bool) -> None:
    """List the editions of a campaign, the latest first."""
    start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.launch.queries import edition_at

    campaign = campaign_called(slug)
    current = edition_at(campaign, datetime.now(UTC))
    editions = list(campaign.editions.all())
    if for_machines:
        as_json([_edition_facts(edition, current) for edition in editions])
        return
    for edition in editions:
        mark = "open  " if edition == current else "      "
        size = edition.bytes / 1_000_000
        say(f"{mark}{edition.name[:12]}  {edition.frozen_at:%Y-%m-%d %H:%M} UTC  {edition.files} files  {size:.1f} MB")
    if not editions:
        say(f"None yet. Make one: unisono freeze {slug}")


def _edition_facts(edition: "Edition", current: "Edition | None") -> dict[str, object]:
    return {
        "edition": edition.name,
        "open": edition == current,
        "frozen_at": edition.frozen_at.isoformat(),
        "files": edition.files,
        "bytes": edition.bytes,
    }


@edition_command.command("export")
@click.argument("slug", metavar="CAMPAIGN")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--edition", help="Name of the edition, or its beginning; the latest without it.")
@click.option("--portable", is_flag=True, help="Rewrite links so that it reads from a USB stick.")
def export(slug: str, folder: Path, edition: str | None, portable: bool) -> None:
    """Write an edition's files into a new folder, for any static host."""
    home = start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.launch.exporting import export_edition

    chosen = edition_asked_for(campaign_called(slug), edition)
    try:
        files = export_edition(chosen.name, home, folder, portable=portable)
    except (LookupError, FileExistsError) as error:
        raise Refused(str(error)) from None
    say(f"{folder}: {files} files of edition {chosen.name[:12]}.")


@edition_command.command("verify")
@click.argument("slug", metavar="CAMPAIGN")
@click.argument("edition", required=False)
@Machines
def verify(slug: str, edition: str | None, for_machines: bool) -> None:
    """Compare every file of an edition (by default the latest) with its manifest. Exit status 1 on a difference."""
    home = start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.launch.exporting import verify_edition

    chosen = edition_asked_for(campaign_called(slug), edition)
    faults = verify_edition(chosen.name, home)
    if for_machines:
        as_json({"edition": chosen.name, "faults": faults})
    elif not faults:
        say(f"Edition {chosen.name[:12]}: all {chosen.files} files are what the manifest says.")
    for fault in [] if for_machines else faults:
        say(f"✗ {fault}")
    if faults:
        raise SystemExit(1)
