"""`unisono pack new | check | import | export`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, as_json, console, say
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.files import read_files, write_files

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
    from unisono.packs.checking import check_pack
    from unisono.packs.reading import read_pack

    try:
        files = read_files(place)
        pack, faults = read_pack(files)
    except PackRefused as refused:
        return refused.faults
    return sorted({*faults, *check_pack(pack, files)})


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
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def import_(place: Path, for_machines: bool) -> None:
    """Take a pack (folder or ZIP) in: all of it or nothing. The same pack again changes nothing."""
    home = start_django()
    from django.core.management import call_command

    from unisono.packs.importing import import_pack
    from unisono.packs.reading import read_pack

    home.root.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    faults = [fault for fault in faults_of(place) if fault.level == "error"]
    if faults:
        raise Refused("\n".join([*map(str, faults), f"{len(faults)} errors: nothing was imported."]))
    pack, _ = read_pack(read_files(place))
    with console.status("reading") as status:
        at = datetime.now(UTC)
        report = import_pack(pack=pack, at=at, by="command:import", progress=lambda step: status.update(step))
    if for_machines:
        names = ("added", "changed", "removed", "translations")
        as_json({"campaign": report.campaign.slug} | {name: getattr(report, name) for name in names})
        return
    say(
        f"{report.campaign.slug}: {len(report.added)} pieces added, {len(report.changed)} changed, "
        f"{len(report.removed)} removed; {report.translations} translated segments written."
    )
    say(f"Next: unisono freeze {report.campaign.slug}")


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
