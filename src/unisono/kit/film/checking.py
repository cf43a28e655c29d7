"""What is wrong with a film and its captions, in words a volunteer understands: what, where, how to mend it.

Faults keep a film out; warnings let it in and say what viewers will notice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from unisono.base.said import Said
from unisono.kit.film.probing import Probe
from unisono.kit.webvtt import Cue, parse

#: Loudness that networks play unchanged: about -14 LUFS; quieter or louder than this is noticed.
QUIETEST, LOUDEST = -24.0, -11.0
#: Seconds of black before the first picture that viewers put down to a broken film.
BLACK = 1.0
#: Pictures a second below which movement jerks.
JERKY = 20
#: Seconds: X takes 140 from most accounts, and few watch longer films in a feed.
LONG = 140
#: Pixels of the shorter side below which a film looks soft on a large screen.
SOFT = 480
#: More lines than this at once cover the picture; a caption shown more briefly is missed.
LINES, BRIEFEST_MS = 3, 700


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: a fault, or a warning. `line` is that of a caption file, 0 for the film."""

    what: Said
    mend: Said
    is_fault: bool = False
    line: int = 0

    def __str__(self) -> str:
        return f"{self.what}. {self.mend}"


def check_film(probe: Probe) -> list[Finding]:
    """Return what viewers will notice about a film that can be read."""
    return [*_picture_findings(probe), *_sound_findings(probe)]


def check_captions(text: str, seconds: float) -> list[Finding]:
    """Return what is wrong with a caption file for a film of so many seconds (0: its length is not known)."""
    cues, faults = parse(text)
    found = [Finding(one.what, one.mend, True, one.line) for one in faults]
    for cue in cues:
        if seconds and cue.end_ms > seconds * 1000:
            what = Said(
                "The caption ends at %(end)s s, but the film at %(seconds)s s",
                end=f"{cue.end_ms / 1000:g}",
                seconds=f"{seconds:g}",
            )
            found.append(Finding(what, Said("Change its times."), True, cue.line))
        found += _cue_warnings(cue)
    return sorted(found, key=lambda one: (one.line, not one.is_fault))


def _cue_warnings(cue: Cue) -> Iterator[Finding]:
    lines = len([line for line in cue.plain.split("\n") if line.strip()])
    if lines > LINES:
        what = Said("The caption has %(lines)s lines", lines=lines)
        mend = Said("Divide it into two captions: two lines are read at a glance.")
        yield Finding(what, mend, False, cue.line)
    if 0 < cue.end_ms - cue.start_ms < BRIEFEST_MS:
        what = Said("The caption is shown for %(seconds)s s only", seconds=f"{(cue.end_ms - cue.start_ms) / 1000:g}")
        yield Finding(what, Said("Show it for a second or longer."), False, cue.line)


def _picture_findings(probe: Probe) -> Iterator[Finding]:
    headers = probe.headers
    if probe.is_damaged:
        what = Said("Some pictures of the film are damaged")
        yield Finding(what, Said("Look at it from beginning to end; export it again if it flickers."))
    if probe.black > BLACK:
        what = Said("The film begins with %(seconds)s seconds of black", seconds=f"{probe.black:.1f}")
        yield Finding(what, Said("Cut them off: in a feed it looks like a film that does not start."))
    if min(headers.width, headers.height) < SOFT:
        what = Said("The film has only %(width)s × %(height)s pixels", width=headers.width, height=headers.height)
        yield Finding(what, Said("Export it in 1080p (1920 × 1080), or in 720p at least."))
    if headers.rate < JERKY:
        what = Said("The film has %(rate)s pictures a second", rate=f"{float(headers.rate):.3g}")
        yield Finding(what, Said("Export it with 25 or 30: movement jerks."))
    if headers.is_interlaced:
        what = Said("The film is interlaced, as old television was")
        yield Finding(what, Said("Export it as progressive: moving edges show combs."))
    if headers.is_hdr:
        what = Said("The film is in HDR")
        yield Finding(what, Said("Export it in SDR (BT.709): elsewhere its colours look pale."))
    if headers.seconds > LONG:
        what = Said("The film is %(minutes)s minutes long", minutes=f"{headers.seconds / 60:.1f}")
        mend = Said("For feeds make a shorter one: several networks take no more than 2 minutes and 20 seconds.")
        yield Finding(what, mend)


def _sound_findings(probe: Probe) -> Iterator[Finding]:
    if not probe.headers.audio:
        what = Said("The film has no sound")
        yield Finding(what, Said("That is fine where it is meant so; radio partners then get the script alone."))
    elif probe.loudness is None:
        what = Said("The film has a sound track on which nothing can be heard")
        yield Finding(what, Said("Export it with its sound, or without a sound track."))
    elif not QUIETEST <= probe.loudness <= LOUDEST:
        loudness = f"{probe.loudness:.0f}".replace("-", "−")
        what = Said("The sound is too quiet (%(loudness)s LUFS)", loudness=loudness)
        if probe.loudness > LOUDEST:
            what = Said("The sound is too loud (%(loudness)s LUFS)", loudness=loudness)
        mend = Said("Bring it to about −14 LUFS in your editing program (“loudness”, “normalise”).")
        yield Finding(what, mend)
