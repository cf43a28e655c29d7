"""A film's transcript, read from its captions."""

from unisono.kit.webvtt import parse


def cues_from_vtt(text: str) -> list[dict[str, str]]:
    """Return the cues of a WebVTT file in order: when each begins (`0:07`) and what it says.

    Cues that say nothing are left out.
    """
    found = []
    for cue in parse(text)[0]:
        words = " ".join(cue.plain.split())
        minutes, seconds = divmod(cue.start_ms // 1000, 60)
        found += [{"at": f"{minutes}:{seconds:02d}", "says": words}] if words else []
    return found
