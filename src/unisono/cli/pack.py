"""`unisono pack new | check | import | export`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, as_json, console, say
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.files import read_files, write_files

if TYPE_CHECKING:
    from unisono.packs.document import Pack
    from unisono.packs.importing import ImportReport

Folder = click.Path(path_type=Path)
Existing = click.Path(path_type=Path, exists=True)


@click.group("pack")
def pack_command() -> None:
    """A campaign as a folder: begin one, check it, take it in, write it out."""


@pack_command.command("new")
@click.argument("folder", type=Folder)
@click.option("--from-statement", "statement", type=Existing, required=True, help="Press statement: text or Markdown.")
@click.option("--language", help="Language of the statement, such as en; guessed when left out.")
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def new(folder: Path, statement: Path, language: str | None, for_machines: bool) -> None:
    """Make a pack from a press statement. No sentence is lost; what is missing becomes a list."""
    from unisono.packs.press_statement import read_statement
    from unisono.packs.press_statement.text import StatementFault, decoded
    from unisono.packs.skeleton import missing, skeleton_files

    try:
        read = read_statement(decoded(statement.read_bytes()), language)
    except StatementFault as fault:
        raise Refused(f"{statement}: {fault}") from None
    slug = slug_of(folder.absolute().name)
    try:
        write_files(skeleton_files(read, slug, read.language, datetime.now(UTC).date()), folder)
    except FileExistsError as error:
        raise Refused(str(error)) from None
    gaps = missing(read)
    if for_machines:
        listed = [{"file": gap.file, "what": gap.what, "mend": gap.mend} for gap in gaps]
        as_json({"folder": str(folder), "language": read.language, "notes": list(read.notes), "missing": listed})
        return
    say(f"{folder}: a pack in “{read.language}”: {len(read.aims)} aims, {len(read.affirmations)} affirmations.")
    for note in read.notes:
        say(f"  · {note}")
    say("Still missing:" if gaps else "Nothing is missing.")
    for gap in gaps:
        say(f"  · {gap.file}: {gap.what}. {gap.mend}")
    say(f"Next: unisono pack check {folder}")


def slug_of(name: str) -> str:
    """Return a short name made of a folder's name; raises `Refused` where nothing of it can be used."""
    import re

    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60].strip("-")
    if not slug:
        raise Refused(f"“{name}” has no letter a-z or digit: name the folder in small Latin letters.")
    return slug


@pack_command.command("check")
@click.argument("place", type=Folder)
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def check(place: Path, for_machines: bool) -> None:
    """Find every fault of a pack in one pass. Exit status 1 where an error would stop an import."""
    faults = faults_of(place)
    if for_machines:
        names = ("file", "line", "what", "mend", "level")
        as_json([{name: getattr(fault, name) for name in names} for fault in faults])
    else:
        print_faults(faults)
    if any(fault.level == "error" for fault in faults):
        raise SystemExit(1)


def faults_of(place: Path) -> list[Fault]:
    """Return the faults of a pack, of form and of sense."""
    return read_and_checked(place)[1]


def read_and_checked(place: Path) -> tuple["Pack | None", list[Fault]]:
    """Return a pack with its faults, of form and of sense; None for one of which nothing can be read."""
    from unisono.packs.checking import check_pack
    from unisono.packs.reading import read_pack

    try:
        files = read_files(place)
        pack, faults = read_pack(files)
    except PackRefused as refused:
        return None, refused.faults
    return pack, sorted({*faults, *check_pack(pack, files)})


def print_faults(faults: list[Fault]) -> None:
    """Print faults for people: errors first, then what is still missing."""
    problems = [fault for fault in faults if fault.level == "error"]
    gaps = [fault for fault in faults if fault.level == "gap"]
    for fault in problems:
        say(f"✗ {fault}")
    if gaps:
        say(f"Still missing ({len(gaps)}):")
        for fault in gaps:
            say(f"  · {fault}")
    say(f"{len(problems)} errors." if problems else "No errors: this pack can be imported.")


@pack_command.command("import")
@click.argument("place", type=Folder)
@click.option("--into", "slug", metavar="CAMPAIGN", help="Take it into this campaign, whatever the pack calls itself.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--theirs", is_flag=True, help="Settle all conflicts for the pack.")
@click.option("--theirs-at", metavar="NAME", multiple=True, help="Settle for the pack where the name fits (ar:*).")
@click.option("--ours", is_flag=True, help="Settle all conflicts for what is here: they are not asked about again.")
@click.option("--ours-at", metavar="NAME", multiple=True, help="Settle for what is here where the name fits.")
@click.option("--remove-missing", is_flag=True, help="Take pieces back that were taken out of the pack.")
@click.option("--report", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as JSON.")
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def import_(
    place: Path,
    slug: str | None,
    is_trial: bool,
    theirs: bool,
    theirs_at: tuple[str, ...],
    ours: bool,
    ours_at: tuple[str, ...],
    remove_missing: bool,
    file: Path | None,
    for_machines: bool,
) -> None:
    """Take a pack (folder or ZIP) in: all of it or nothing. The same pack again changes nothing.

    What was changed here since the pack was written stays; what both have changed is a conflict: the text here stays,
    the pack's is kept beside it. Exit status 3 where conflicts are left.
    """
    if theirs and ours:
        raise click.UsageError("--theirs and --ours: choose one for all, and name the exceptions with …-at.")
    home = start_django()
    from django.core.management import call_command

    from unisono.packs.importing import Settling, import_pack

    home.root.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    pack = pack_for_import(place, slug)
    settling = Settling((*theirs_at, *(["*"] if theirs else [])), (*ours_at, *(["*"] if ours else [])))
    try:
        with console.status("reading") as status:
            report = import_pack(
                pack=pack,
                at=datetime.now(UTC),
                by="command:import",
                settling=settling,
                remove_missing=remove_missing,
                is_trial=is_trial,
                progress=lambda step: status.update(step),
            )
    except PackRefused as refused:
        raise Refused("\n".join([*map(str, refused.faults), "Nothing was imported."])) from None
    print_import(report, is_trial, file, for_machines)
    if report.conflicts:
        raise SystemExit(3)


def pack_for_import(place: Path, slug: str | None) -> "Pack":
    """Return a pack without errors, for the campaign `slug` where one is named; raises `Refused`."""
    from unisono.cli.campaigns import campaign_called

    if slug is not None:
        campaign_called(slug)
    pack, faults = read_and_checked(place)
    errors = [fault for fault in faults if fault.level == "error"]
    if errors or pack is None:
        raise Refused("\n".join([*map(str, errors), f"{len(errors)} errors: nothing was imported."]))
    return pack if slug is None else pack.called(slug)


def print_import(report: "ImportReport", is_trial: bool, file: Path | None, for_machines: bool) -> None:
    """Print what an import did or would do; write it into a file where one is named."""
    import json

    from unisono.packs.report import told_plainly

    table = report.as_table() | {"trial": is_trial}
    if file is not None:
        try:
            file.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    if for_machines:
        as_json(table)
        return
    for line in told_plainly(report, is_trial=is_trial):
        say(line)
    say("Nothing was changed: this was a trial." if is_trial else f"Next: unisono freeze {report.campaign.slug}")


@pack_command.command("export")
@click.argument("slug", metavar="CAMPAIGN")
@click.argument("folder", type=Folder)
def export(slug: str, folder: Path) -> None:
    """Write a campaign out as a pack, into a new or empty folder."""
    start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.packs.exporting import export_pack
    from unisono.packs.writing import written

    files = written(export_pack(campaign_called(slug)))
    try:
        write_files(files, folder)
    except FileExistsError as error:
        raise Refused(str(error)) from None
    say(f"{folder}: {len(files)} files.")
