"""What can stop the making of a film. Every error says what and how to mend it, and survives a process boundary."""

from collections.abc import Mapping


class FilmError(Exception):
    """Anything that stops the work on a film; the arguments are kept so that the error can be pickled."""


class NoFfmpeg(FilmError):
    """There is no ffmpeg on this machine."""

    def __str__(self) -> str:
        return (
            "there is no ffmpeg on this machine, so nothing can be made of the film: install Unisono with the extra"
            " “video” (pip install 'unisono[video]'), or install ffmpeg (apt install ffmpeg)"
        )


class FfmpegFailed(FilmError):
    """ffmpeg could not do what it was asked for; `said` are its last words."""

    def __init__(self, doing: str, said: str) -> None:
        super().__init__(doing, said)
        self.doing, self.said = doing, said

    def __str__(self) -> str:
        return f"ffmpeg stopped while {self.doing}: {self.said or 'it said nothing'}"


class TookTooLong(FilmError):
    """ffmpeg was stopped at its limit of `seconds`."""

    def __init__(self, doing: str, seconds: float) -> None:
        super().__init__(doing, seconds)
        self.doing, self.seconds = doing, seconds

    def __str__(self) -> str:
        return (
            f"ffmpeg was stopped after {self.seconds:.0f} seconds while {self.doing}: make the film shorter or smaller"
        )


class NotAFilm(FilmError):
    """A file that cannot be taken as a film. `what` and `mend` are words of the interface (to be translated) with
    `%(name)s` in them, which `values` fill."""

    def __init__(self, what: str, mend: str, values: Mapping[str, object] | None = None) -> None:
        self.what, self.mend, self.values = what, mend, dict(values or {})
        super().__init__(what, mend, self.values)

    def __str__(self) -> str:
        return f"{self.what % self.values}. {self.mend % self.values}"


class WordsOutside(FilmError):
    """A caption that is too long for the place it has in a film of this shape."""

    def __init__(self, language: str, shape: str, text: str) -> None:
        super().__init__(language, shape, text)
        self.language, self.shape, self.text = language, shape, text

    def __str__(self) -> str:
        return (
            f"the caption “{self.text}” in {self.language} is too long for the shape {self.shape}:"
            " shorten it, or divide it into two captions"
        )
