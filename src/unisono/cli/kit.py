"""`unisono kit`: cards and films as files."""

from pathlib import Path

import click

from unisono.cli.environment import start_django
from unisono.cli.film import film_command
from unisono.cli.output import Refused, progress_bars, say


@click.group("kit")
def kit_command() -> None:
    """Everything to download and share."""


kit_command.add_command(film_command)


@kit_command.command("render")
@click.argument("slug", metavar="CAMPAIGN")
@click.option("--language", "languages", multiple=True, help="Only this language; may be given several times.")
@click.option("--format", "formats", multiple=True, help="Only this format; may be given several times.")
@click.option("--card", "cards", multiple=True, help="Only this card; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write into.")
def render(slug: str, languages: tuple[str, ...], formats: tuple[str, ...], cards: tuple[str, ...], out: Path) -> None:
    """Render cards of what is approved into a folder: the very files that an edition would have."""
    home = start_django()
    from datetime import UTC, datetime

    from django.conf import settings

    from unisono.cli.campaigns import campaign_called
    from unisono.launch.freezing import CannotMake, make_outputs
    from unisono.launch.reading import read_snapshot
    from unisono.launch.store import Store
    from unisono.site.media import plan_media

    store = Store(home.editions)
    snapshot, _ = read_snapshot(
        campaign=campaign_called(slug), at=datetime.now(UTC), origin=settings.PUBLIC_ORIGIN, blobs=store
    )
    wanted = [
        output
        for output in plan_media(snapshot, store)
        if _is_wanted(output.name, {1: cards, 2: languages, 3: formats})
    ]
    if not wanted:
        raise Refused(f"No card fits. Cards: {_all(snapshot.cards)}. Languages: {', '.join(snapshot.languages)}.")
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


def _is_wanted(name: str, asked: dict[int, tuple[str, ...]]) -> bool:
    parts = name.split(":")
    return parts[0] == "card" and all(not wanted or parts[at] in wanted for at, wanted in asked.items())


def _all(cards: tuple) -> str:
    return ", ".join(card.key for card in cards)
