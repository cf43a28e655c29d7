"""`unisono kit film`: the film in a language and a shape, captions burnt in, as files."""

from pathlib import Path

import click

from unisono.cli.environment import start_django
from unisono.cli.output import Refused, progress_bars, say


@click.command("film")
@click.argument("slug", metavar="CAMPAIGN")
@click.option("--language", "languages", multiple=True, help="Only this language; may be given several times.")
@click.option("--shape", "shapes", multiple=True, help="landscape, square or story; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write into.")
def film_command(slug: str, languages: tuple[str, ...], shapes: tuple[str, ...], out: Path) -> None:
    """Burn captions into the film of what is approved, with an end card in the language.

    Without --language all languages that have captions are made, without --shape all shapes: all languages of a shape
    at once, which is cheaper than one by one. An edition that wants the same versions finds them made.
    """
    home = start_django()
    from dataclasses import replace
    from datetime import UTC, datetime

    from django.conf import settings

    from unisono.cli.campaigns import campaign_called
    from unisono.kit.film.shapes import SHAPES
    from unisono.launch.films import make_versions
    from unisono.launch.reading import read_snapshot
    from unisono.launch.store import Store
    from unisono.site.media.versions import film_versions

    store = Store(home.editions)
    snapshot, _ = read_snapshot(
        campaign=campaign_called(slug), at=datetime.now(UTC), origin=settings.PUBLIC_ORIGIN, blobs=store
    )
    if snapshot.film is None:
        raise Refused("This campaign has no film that is approved.")
    spoken = [code for code, _ in snapshot.film.captions if code in snapshot.languages]
    _refuse_unknown("language with captions", languages, spoken)
    _refuse_unknown("shape", shapes, list(SHAPES))
    wanted = tuple((code, shape) for shape in shapes or SHAPES for code in languages or spoken)
    versions = film_versions(replace(snapshot, film=replace(snapshot.film, versions=wanted)), store)
    out.mkdir(parents=True, exist_ok=True)
    with progress_bars() as progress:
        _, failed = make_versions(versions, store, progress)
    for one in versions:
        for file in store.made(one.key) or ():
            (out / file.name).write_bytes(store.get(file.sha256))
    if failed:
        raise Refused("\n".join(f"{name}: {reason}" for name, reason in sorted(failed.items())))
    say(f"{out}: {len(versions)} films.")


def _refuse_unknown(what: str, asked: tuple[str, ...], known: list[str]) -> None:
    for one in asked:
        if one not in known:
            raise Refused(f"There is no {what} called “{one}”. There are: {', '.join(known)}.")
