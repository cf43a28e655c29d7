"""`unisono kit`: cards and films as files, a design on one sheet."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from unisono.cli.environment import start_django
from unisono.cli.film import film_command
from unisono.cli.output import Refused, as_json, progress_bars, say

if TYPE_CHECKING:
    from unisono.kit.engine import Theme
    from unisono.launch.store import Store
    from unisono.site.snapshot import Snapshot

Kind = Literal["png", "jpeg", "webp", "svg"]
#: Parts of an output's name ("card:aims:ar:square"), by place → those that are wanted; none: all.
Asked = dict[int, tuple[str, ...]]


@click.group("kit")
def kit_command() -> None:
    """Everything to download and share."""


kit_command.add_command(film_command)


@kit_command.command("render")
@click.argument("slug", metavar="CAMPAIGN")
@click.option("--language", "languages", multiple=True, help="Only this language; may be given several times.")
@click.option("--format", "formats", multiple=True, help="Only this format; may be given several times.")
@click.option("--card", "cards", multiple=True, help="Only this card; may be given several times.")
@click.option("--fast", is_flag=True, help="One picture of each card, made at once: larger files, nothing for paper.")
@click.option(
    "--kind",
    type=click.Choice(["png", "jpeg", "webp", "svg"]),
    help="With --fast: what the pictures are (png unless you say).",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write into.")
def render(
    slug: str,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    cards: tuple[str, ...],
    fast: bool,
    kind: Kind | None,
    out: Path,
) -> None:
    """Render cards of what is approved into a folder: the very files that an edition would have.

    With --fast, pictures alone and at once: for looking, and for those who make files small themselves.
    """
    asked = {1: cards, 2: languages, 3: formats}
    if fast:
        _render_fast(slug, asked, kind or "png", out)
    elif kind:
        raise click.UsageError("--kind goes with --fast: without it you get the very files of an edition.")
    else:
        _render_as_frozen(slug, asked, out)


def _render_as_frozen(slug: str, asked: Asked, out: Path) -> None:
    snapshot, store = _approved(slug)
    from unisono.launch.freezing import CannotMake, make_outputs
    from unisono.site.media import plan_media

    wanted = [output for output in plan_media(snapshot, store) if _is_wanted(output.name, asked)]
    if not wanted:
        raise _nothing_fits(snapshot)
    out.mkdir(parents=True, exist_ok=True)
    try:
        with progress_bars() as progress:
            for done, (_, files) in enumerate(make_outputs(wanted, store), 1):
                for file in files:
                    (out / Path(file.path).name).write_bytes(store.get(file.sha256))
                progress("cards", done, len(wanted))
    except CannotMake as error:
        raise Refused(str(error)) from error
    say(f"{out}: {len(wanted)} cards.")


def _render_fast(slug: str, asked: Asked, kind: Kind, out: Path) -> None:
    from unisono.kit.engine.batches import Wanted, children, render_batch
    from unisono.kit.engine.jobs import FORMATS

    with children() as made_by:
        made_by.warm()  # they find their fonts while the campaign is read here
        snapshot, store = _approved(slug)
        from unisono.site.media.cards import card_jobs

        wanted = [
            Wanted(name, stem, job)
            for name, stem, job in card_jobs(snapshot, store.laid_out(snapshot.theme_files))
            if _is_wanted(name, asked) and FORMATS[job.format].is_picture
        ]
        if not wanted:
            raise _nothing_fits(snapshot)
        out.mkdir(parents=True, exist_ok=True)
        failed = []
        with progress_bars() as progress:
            for done, (name, reason) in enumerate(render_batch(wanted, kind, out, made_by), 1):
                failed += [f"{name}: {reason}"] if reason else []
                progress("pictures", done, len(wanted))
    if failed:
        raise Refused("\n".join(sorted(failed)))
    say(f"{out}: {len(wanted)} pictures.")


def _approved(slug: str) -> "tuple[Snapshot, Store]":
    """What is approved of a campaign, as it would open now, and where its files are."""
    home = start_django()
    from django.conf import settings

    from unisono.cli.campaigns import campaign_called
    from unisono.launch.reading import read_snapshot
    from unisono.launch.store import Store

    store = Store(home.editions)
    campaign = campaign_called(slug)
    snapshot, _ = read_snapshot(campaign=campaign, at=datetime.now(UTC), origin=settings.PUBLIC_ORIGIN, blobs=store)
    return snapshot, store


def _nothing_fits(snapshot: "Snapshot") -> Refused:
    return Refused(f"No card fits. Cards: {_all(snapshot.cards)}. Languages: {', '.join(snapshot.languages)}.")


def _is_wanted(name: str, asked: Asked) -> bool:
    parts = name.split(":")
    return parts[0] == "card" and all(not wanted or parts[at] in wanted for at, wanted in asked.items())


def _all(cards: tuple) -> str:
    return ", ".join(card.key for card in cards)


@kit_command.command("preview")
@click.argument("design", metavar="DESIGN")
@click.option("--pack", "folder", type=click.Path(path_type=Path, exists=True), help="Take the theme of this pack.")
@click.option("--campaign", "slug", help="Take the theme of this campaign.")
@click.option("--language", "languages", multiple=True, help="Only this language; may be given several times.")
@click.option("--format", "formats", multiple=True, help="Only this format; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path), help="Picture to write; DESIGN.png when left out.")
@click.option("--json", "for_machines", is_flag=True, help="Print JSON.")
def preview(
    design: str,
    folder: Path | None,
    slug: str | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    for_machines: bool,
) -> None:
    """Draw a design on one sheet: all languages and formats, with the longest plausible sample words.

    Takes the languages of the pack or campaign, without one all that there are sample words of. What cannot be drawn
    stands there in red and is listed; the exit status is then 1.
    """
    from unisono.kit.contact_sheet import sheet, tiles
    from unisono.kit.engine import FORMATS, EngineError

    if folder and slug:
        raise Refused("Give a pack or a campaign, not both.")
    theme, own = _theme_of(folder, slug)
    tried = _tried(languages, own)
    shapes = formats or tuple(FORMATS)
    if unknown := [name for name in shapes if name not in FORMATS]:
        raise Refused(f"There is no format “{unknown[0]}”. The formats are {', '.join(FORMATS)}.")
    try:
        with progress_bars(quiet=for_machines) as progress:
            found = tiles(design, tried, shapes, theme, lambda done, of: progress(design, done, of))
    except EngineError as error:
        raise Refused(f"{error}.") from None
    place = out or Path(f"{design}.png")
    place.parent.mkdir(parents=True, exist_ok=True)
    sheet(f"{design}: {len(tried)} languages, {len(shapes)} formats", found).save(place, "PNG", optimize=True)
    faults = [tile for tile in found if tile.fault]
    if for_machines:
        listed = [{"language": one.language, "format": one.format, "fault": one.fault} for one in faults]
        as_json({"sheet": str(place), "cards": len(found), "faults": listed})
    else:
        for one in faults:
            say(f"✗ {one.language}, {one.format}: {one.fault}")
        said = f"{len(faults)} faults" if faults else "no faults"
        say(f"{place}: {len(found)} cards, {said}.")
    if faults:
        raise SystemExit(1)


def _tried(asked: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """The languages to try: those asked for, else those of the campaign, as far as there are sample words of them."""
    from unisono.kit.trying import tried_languages
    from unisono.languages.samples import LANGUAGES

    wanted = asked or own or LANGUAGES
    tried = tried_languages(wanted)
    without = sorted(set(wanted) - set(tried))
    if without and (asked or not tried):
        raise Refused(f"There are no sample words in “{without[0]}”. There are some in {', '.join(LANGUAGES)}.")
    if without:
        print(f"No sample words, so not tried: {', '.join(without)}.", file=sys.stderr)
    return tried


def _theme_of(folder: Path | None, slug: str | None) -> tuple["Theme", tuple[str, ...]]:
    """The theme of a pack or a campaign, and its languages; ours, and none, without either."""
    from unisono.campaigns.theme import DEFAULT_COLOURS
    from unisono.kit.engine import Theme

    if slug:
        start_django()
        from unisono.cli.campaigns import campaign_called
        from unisono.kit.queries import theme_for

        campaign = campaign_called(slug)
        return theme_for(campaign), campaign.language_codes
    if folder is None:
        return Theme(**DEFAULT_COLOURS), ()
    from unisono.kit.theme_faults import file_faults
    from unisono.kit.themes import laid_out_for_now
    from unisono.packs.faults import PackRefused
    from unisono.packs.files import read_files
    from unisono.packs.reading import read_pack

    try:
        pack, _ = read_pack(read_files(folder))
    except PackRefused as refused:
        raise Refused(str(refused)) from None
    if faults := file_faults(pack.theme):
        raise Refused("\n".join(f"theme/{fault}" for fault in faults))
    colours = DEFAULT_COLOURS | pack.campaign.theme.colours
    theme = Theme(**colours, logo_svg=pack.logo or None, folder=laid_out_for_now(pack.theme))
    return theme, pack.campaign.languages
