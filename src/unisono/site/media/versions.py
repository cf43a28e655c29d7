"""Versions of the film for feeds: captions burnt in, an end card after it, in one language and shape each.

A version is a body (the film with its captions) and an end card; each has a key of its own, so that another slogan
or address changes the end card and leaves the body as it is. One version can be made alone (`make_version`), which
is what an output does; `make_bodies` makes those of one shape together, in one process, which is cheaper.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from unisono.kit import film, webvtt
from unisono.kit.engine import FilmStill, engine_version, render_still
from unisono.kit.film.ass import Captions, captions_for
from unisono.kit.film.ffmpeg import ffmpeg_version
from unisono.kit.film.making import MOST_AT_ONCE, Wanted, burn, join, make_ending
from unisono.kit.film.probing import Headers, read_headers
from unisono.kit.film.shapes import SHAPES, Layout, head_of, layout_of
from unisono.kit.webvtt import parse
from unisono.languages.catalogues import catalogue_version, translations
from unisono.links.qr import qr_svg
from unisono.site.look import campaign_seed
from unisono.site.media.cards import theme_of, told_theme
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.short_links import short_link
from unisono.site.snapshot import Picture, Snapshot
from unisono.site.store import Blobs

MP4 = "video/mp4"
#: `progress(share)`: how much of the work is done, 0 to 1.
Share = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Version:
    """One version: the film, its captions (SHA-256 of the WebVTT), the still it ends with; `stem` begins its name."""

    language: str
    shape: str
    stem: str
    master: Picture
    captions: str
    ending: FilmStill

    @property
    def name(self) -> str:
        """The name of its output."""
        return f"film:{self.language}:{self.shape}"

    @property
    def ground(self) -> FilmStill:
        """The ground it stands on, as far as it is known before the film is looked into."""
        return replace(self.ending, kind="ground", slogan="", hashtag="", address="", sample_note="", qr_svg=b"")

    @property
    def body_key(self) -> str:
        """The hash of everything that its body is made from."""
        parts = (self.master.sha256, self.captions, self.language, self.shape, _plain(self.ground))
        return key_of("film:body", film_version(self.ground.theme.folder), *parts)

    @property
    def key(self) -> str:
        """The hash of everything that it is made from."""
        return key_of("film:version", self.body_key, _plain(self.ending), self.stem, catalogue_version(self.language))


@cache
def film_version(folder: str = "") -> str:
    """Return a hash of what makes films: ffmpeg, the code around it, the fonts and designs of captions and cards, those
    of the theme in `folder` among them."""
    total = hashlib.sha256(f"{ffmpeg_version()}\0{engine_version(folder)}\0{_icu_version()}".encode())
    for path in [*sorted(Path(film.__file__).parent.glob("*.py")), Path(webvtt.__file__)]:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:20]


def plan_versions(snapshot: Snapshot, blobs: Blobs) -> Iterator[Output]:
    """Yield one output a version that the campaign wants: `film:ar:story`."""
    for one in film_versions(snapshot, blobs):
        yield Output(one.name, one.key, partial(make_version, blobs, one))


def film_versions(snapshot: Snapshot, blobs: Blobs) -> list[Version]:
    """Return the versions that a campaign wants, without those in languages that are not open or have no captions.

    `blobs` holds the files of the theme, whose fonts set captions and end cards.
    """
    if snapshot.film is None:
        return []
    folder = blobs.laid_out(snapshot.theme_files)
    captions, found = dict(snapshot.film.captions), []
    for language, shape in snapshot.film.versions:
        if language in captions and language in snapshot.languages and shape in SHAPES:
            stem = f"{snapshot.slug}-film-{language}-{shape}"
            ending = _ending(snapshot, language, shape, folder)
            found.append(Version(language, shape, stem, snapshot.film.master, captions[language], ending))
    return found


def make_version(blobs: Blobs, one: Version) -> Made:
    """Make one version alone. Raises `FilmError` or what the engine raises."""
    (body,) = make_bodies(blobs, [one])
    return finish(blobs, one, body)


def make_bodies(blobs: Blobs, versions: Sequence[Version], progress: Share = lambda share: None) -> Iterator[bytes]:
    """Make the bodies of versions of one film and shape, in their order: one process for as many as have room.

    Raises `FilmError` or what the engine raises.
    """
    wide, high = SHAPES[versions[0].shape]
    most = max(1, MOST_AT_ONCE // (wide * high))
    with on_disk(blobs, versions[0].master) as (folder, path, headers):
        for start in range(0, len(versions), most):
            group = versions[start : start + most]
            place = folder / f"group-{start}"
            place.mkdir()
            layout = layout_of(group[0].shape, headers.width, headers.height)
            wanted = [Wanted(captions_of(blobs, one, layout), _ground(one, layout)) for one in group]
            total = headers.seconds * len(versions)

            def told(seconds: float, start: int = start, count: int = len(group), total: float = total) -> None:
                progress(min(1.0, (start * headers.seconds + seconds * count) / total))

            for body in burn(path, headers, layout, wanted, place, told):
                yield body.read_bytes()
                body.unlink()


def finish(blobs: Blobs, one: Version, body: bytes) -> Made:
    """Put a version's end card after its body."""
    still = render_still(one.ending)
    with on_disk(blobs, one.master) as (folder, _, headers):
        (folder / "body.mp4").write_bytes(body)
        ending = make_ending(still, headers, folder, one.ending.theme.ground)
        content = join(folder / "body.mp4", ending, folder).read_bytes()
    wide, high = SHAPES[one.shape]
    return [(hashed_path(content, f"{one.stem}-{wide}x{high}.mp4"), content, MP4)]


def captions_of(blobs: Blobs, one: Version, layout: Layout) -> Captions:
    """Return a version's captions for a layout. Raises `WordsOutside`, `MissingGlyph` or `UnknownFont`."""
    cues = parse(blobs.get(one.captions).decode("utf-8-sig"))[0]
    theme = one.ending.theme
    return captions_for(cues, one.language, layout, one.ending.ink, theme.folder)


@contextmanager
def on_disk(blobs: Blobs, master: Picture) -> Iterator[tuple[Path, Path, Headers]]:
    """Lay a film out on disk for ffmpeg: a folder of its own, the film in it, its headers. Raises `NotAFilm`."""
    with TemporaryDirectory(prefix="unisono-film-") as name:
        folder = Path(name)
        path = folder / "master"
        path.write_bytes(blobs.get(master.sha256))
        yield folder, path, read_headers(path)


def address_of(snapshot: Snapshot, code: str) -> tuple[str, str]:
    """Return where an end card leads in a language: the address as it is shown, and in full for the code to scan."""
    full = short_link(snapshot, code) or f"{snapshot.origin}/{code}/"
    return full.partition("://")[2].rstrip("/"), full


def _ending(snapshot: Snapshot, language: str, shape: str, folder: str) -> FilmStill:
    texts = snapshot.in_language(language).texts
    shown, full = address_of(snapshot, language)
    wide, high = SHAPES[shape]
    _ = translations(language).gettext
    return FilmStill(
        kind="end",
        shape=shape,
        width=wide,
        height=high,
        language=language,
        campaign=texts.name,
        slogan=texts.slogan,
        hashtag=texts.hashtag,
        address=shown,
        sample_note=_("Sample campaign") if snapshot.sample else "",
        theme=theme_of(snapshot, folder),
        qr_svg=qr_svg(full, level="M"),
        voices=len(snapshot.languages),
        seed=campaign_seed(snapshot.slug),
    )


def _ground(one: Version, layout: Layout) -> bytes:
    return render_still(replace(one.ground, head=head_of(layout))) if layout.is_framed else b""


def _plain(still: FilmStill) -> dict[str, Any]:
    """A still as plain data, for keys."""
    found = asdict(still)
    found["qr_svg"] = still.qr_svg.decode()
    found["theme"] = told_theme(still.theme)
    found["theme"]["logo_svg"] = (still.theme.logo_svg or b"").decode("utf-8", "replace")
    return found


def _icu_version() -> str:
    try:
        return version("icu4py")
    except PackageNotFoundError:
        return ""
