"""The broadcast kit: what radio and television take, as one ZIP. The film without a word on it, what is said in it
with seconds in every language, its sound at the loudness of broadcasting, and who answers for it."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from unisono.kit.film.errors import NoFfmpeg
from unisono.kit.film.ffmpeg import ffmpeg
from unisono.kit.film.making import broadcast_gain, make_sound
from unisono.kit.film.probing import probe
from unisono.kit.webvtt import parse
from unisono.languages.catalogues import catalogue_version, translations
from unisono.languages.figures import decimal_text
from unisono.languages.names import listed
from unisono.languages.rules import rules_for
from unisono.site.contexts.transcript import said_in
from unisono.site.media.versions import film_version
from unisono.site.outputs import Assets, FileRef, Made, Output, hashed_path, key_of
from unisono.site.plain_text import written
from unisono.site.snapshot import Snapshot
from unisono.site.store import Blobs

_BEFORE_ALL_TIMES = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can name: there is no clock in an edition."""
_VERSION = 1


class Sheet(NamedTuple):
    """What is written for the kit: the words of its README, and each language's script; all lines are complete."""

    language: str
    head: tuple[str, ...]
    responsible: tuple[str, ...]
    scripts: tuple[tuple[str, tuple[str, ...], str], ...]


def plan_broadcast(snapshot: Snapshot, assets: Assets, blobs: Blobs) -> Iterator[Output]:
    """Yield `broadcast` where the campaign has a film. `assets` are the files that `plan_media` made."""
    film = assets.one("film:master")
    if snapshot.film is None or film is None:
        return
    sheet, stem = _sheet(snapshot), f"{snapshot.slug}-broadcast"
    languages = {sheet.language, *(language for language, _, _ in sheet.scripts)}
    words = [catalogue_version(language) for language in sorted(languages)]
    key = key_of("broadcast", _VERSION, film_version(), stem, film.sha256, film.name, sheet, words)
    yield Output("broadcast", key, partial(make_broadcast, blobs, stem, film, sheet))


def make_broadcast(blobs: Blobs, stem: str, film: FileRef, sheet: Sheet) -> Made:
    """Return the kit as ZIP. Raises `NotAFilm` or `FfmpegFailed`."""
    content = blobs.get(film.sha256)
    sound, about = _sound(content, sheet.language)
    entries: dict[str, bytes] = {f"film/{film.name}": content}
    if sound:
        entries[f"sound/{film.name.rpartition('.')[0]}.wav"] = sound
    for language, head, sha256 in sheet.scripts:
        lines = [*head, "", *script_lines(blobs.get(sha256).decode("utf-8-sig"), language)]
        entries[f"script/{stem.removesuffix('-broadcast')}-script-{language}.txt"] = written(language, lines).encode()
    entries["README.txt"] = written(sheet.language, _readme(sheet, about)).encode()
    made = _zipped(stem, entries)
    return [(hashed_path(made, f"{stem}.zip"), made, "application/zip")]


def script_lines(vtt: str, language: str) -> list[str]:
    """Return what is said, caption by caption: when it begins and ends, how many seconds that is, the words."""
    _ = translations(language).gettext
    lines = []
    for cue in parse(vtt)[0]:
        if words := said_in(cue, language):
            long = decimal_text(f"{(cue.end_ms - cue.start_ms) / 1000:.1f}", language)
            # Translators: how long a sentence of a film lasts, in seconds; as short as possible
            seconds = _("%(seconds)s s") % {"seconds": long}
            lines += [f"{_clock(cue.start_ms)} – {_clock(cue.end_ms)} ({seconds})", words, ""]
    return lines


def _clock(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


def _sheet(snapshot: Snapshot) -> Sheet:
    source = snapshot.source_language if snapshot.source_language in snapshot.languages else snapshot.languages[0]
    texts = snapshot.in_language(source).texts
    captions = snapshot.film.captions if snapshot.film else ()
    contacts = tuple(" · ".join(filter(None, (one.name, one.email, one.phone))) for one in snapshot.contacts)
    responsible = (snapshot.responsible.name, snapshot.responsible.email, *contacts)
    return Sheet(
        source,
        (texts.name, texts.slogan, f"{snapshot.origin}/{source}/press/"),
        tuple(line for line in responsible if line),
        tuple((code, _script_head(snapshot, code), sha256) for code, sha256 in captions if code in snapshot.languages),
    )


def _script_head(snapshot: Snapshot, code: str) -> tuple[str, ...]:
    words = snapshot.in_language(code)
    title = (words.film.title,) if words.film and words.film.language == code else ()
    draft = _draft_note(code) if not words.reviewed else ()
    return (words.texts.name, *title, f"{snapshot.origin}/{code}/film/", *draft)


def _draft_note(code: str) -> tuple[str, ...]:
    said = "This translation is a draft by its makers and has not been reviewed by a native speaker."
    return (translations(code).gettext(said),)


def _sound(film: bytes, language: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the film's sound for broadcasters (none where it has none), and what the README says of both."""
    _ = translations(language).gettext
    try:
        ffmpeg()
    except NoFfmpeg:
        return b"", ()
    with tempfile.TemporaryDirectory(prefix="unisono-broadcast-") as folder:
        path = Path(folder, "film")
        path.write_bytes(film)
        found = probe(path)
        headers = found.headers
        values = {
            "width": str(headers.width),
            "height": str(headers.height),
            "rate": decimal_text(f"{round(float(headers.rate), 2):g}", language),
            "length": _clock(round(headers.seconds * 1000)),
        }
        about = _("The film: %(width)s × %(height)s pixels, %(rate)s pictures a second, %(length)s minutes.") % values
        if found.loudness is None:
            return b"", (about, _("The film has no sound: its captions are the script."))
        gain = broadcast_gain(found.loudness, found.peak)
        sound = make_sound(path, headers, gain, Path(folder)).read_bytes()
        level = decimal_text(round(found.loudness + gain), language)
        said = _("The sound: WAV, 48 kHz, 16 bit, stereo, %(level)s LUFS (EBU R 128).") % {"level": level}
        return sound, (about, said)


def _readme(sheet: Sheet, about: tuple[str, ...]) -> list[str]:
    """What is in the kit and how it may be used, in the campaign's source language."""
    _ = translations(sheet.language).gettext
    lines = [*sheet.head, "", _("For radio and television"), ""]
    lines.append(_("Everything in this folder is meant to be passed on, unchanged."))
    lines += ["", _("film/: the film without any words on it, for your own subtitles or voices")]
    if sheet.scripts:
        names = listed((rules_for(language).endonym for language, _head, _captions in sheet.scripts), sheet.language)
        lines.append(_("script/: what is said, with seconds, in: %(languages)s") % {"languages": names})
    if len(about) > 1 and "WAV" in about[1]:
        lines.append(_("sound/: the sound alone, for radio"))
    return [*lines, "", *about, "", _("Responsible for this campaign"), *sheet.responsible]


def _zipped(stem: str, entries: dict[str, bytes]) -> bytes:
    """The entries as a ZIP: sorted, without the time of its making, so that the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as bundle:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(f"{stem}/{name}", _BEFORE_ALL_TIMES)
            entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith((".txt", ".wav")) else zipfile.ZIP_STORED
            entry.create_system = 3  # Unix: whoever makes it, the bytes are the same
            entry.external_attr = 0o100644 << 16
            bundle.writestr(entry, entries[name], compresslevel=6)
    return target.getvalue()
