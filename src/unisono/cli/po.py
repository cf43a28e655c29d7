"""`unisono po export | import`: a language of a campaign as a PO file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, as_json, say


@click.group("po")
def po_command() -> None:
    """A language of a campaign as a PO file, for Poedit, Weblate and other programs."""


@po_command.command("export")
@click.argument("slug", metavar="CAMPAIGN")
@click.argument("language")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; CAMPAIGN-LANGUAGE.po.")
def export(slug: str, language: str, out: Path | None) -> None:
    """Write everything that is to be translated into a language, with what is translated so far."""
    start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.packs.po.exporting import export_po

    campaign = campaign_called(slug)
    try:
        content = export_po(campaign=campaign, language=language, at=datetime.now(UTC))
    except ValueError:
        known = ", ".join(campaign.target_codes) or "none yet"
        raise Refused(f"{slug} is not translated into “{language}”. Its languages are: {known}.") from None
    path = out or Path(f"{slug}-{language}.po")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    say(f"{path}: {content.count(b'msgctxt ')} texts.")


@po_command.command("import")
@click.argument("slug", metavar="CAMPAIGN")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Also take texts that were changed here after the file was written.")
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def import_(slug: str, file: Path, overwrite: bool, for_machines: bool) -> None:
    """Take the translations of a PO file in: what is not fuzzy is ready. A file with a fault changes nothing."""
    start_django()
    from unisono.cli.campaigns import campaign_called
    from unisono.languages.po import PoRefused
    from unisono.packs.po.importing import import_po

    campaign = campaign_called(slug)
    try:
        report = import_po(
            campaign=campaign,
            content=file.read_bytes(),
            at=datetime.now(UTC),
            by="command:po-import",
            may_settle=True,
            overwrite=overwrite,
        )
    except PoRefused as refused:
        raise Refused("\n".join([*(f"{file}: {one}" for one in refused.faults), "Nothing was changed."])) from None
    if for_machines:
        as_json(report.as_table())
        return
    states = ", ".join(f"{number} {state}" for state, number in sorted(report.taken.items()))
    say(f"{slug}, {report.language}: {report.changed} texts taken{f' ({states})' if states else ''}.")
    say(f"{report.unchanged} as here already, {report.empty} not translated, {report.absent} not in the file.")
    if report.beside:
        say(f"{report.beside} kept that no PO file carries: the source has no words there.")
    for one in report.kept:
        say(f"! line {one.line}, {one.place}: changed here after the file was written; kept: {one.ours}")
    for one in report.replaced:
        say(f"! line {one.line}, {one.place}: replaced; here it said: {one.ours}")
    for notes in (report.doubtful, report.older, report.moved, report.unknown, report.off_glossary):
        for note in notes:
            say(f"· line {note.line}, {note.place}: {note.said}")
