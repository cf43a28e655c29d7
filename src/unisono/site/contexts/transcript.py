"""A film's transcript, read from its captions."""

from unisono.kit.webvtt import Cue, parse
from unisono.languages.rules import rules_for

#: Scripts that write no space between words, so none where a line of a caption ends.
UNSPACED = frozenset({"Hans", "Hant", "Jpan"})


def cues_from_vtt(text: str, code: str) -> list[dict[str, str]]:
    """Return the cues of a language's WebVTT file in order: when each begins (`0:07`) and what it says.

    Cues that say nothing are left out.
    """
    found = []
    for cue in parse(text)[0]:
        words = said_in(cue, code)
        minutes, seconds = divmod(cue.start_ms // 1000, 60)
        found += [{"at": f"{minutes}:{seconds:02d}", "says": words}] if words else []
    return found


def said_in(cue: Cue, code: str) -> str:
    """Return what a caption says as one line, joined as the language joins lines."""
    between = "" if rules_for(code).script in UNSPACED else " "
    return between.join(" ".join(line.split()) for line in cue.plain.splitlines()).strip()
