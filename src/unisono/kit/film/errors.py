"""What can stop the making of a film. Every error says what and how to mend it, and survives a process boundary."""

from unisono.base.said import Named, Said, SaidError


class FilmError(SaidError):
    """Anything that stops the work on a film."""


class NoFfmpeg(FilmError):
    """There is no ffmpeg on this machine."""

    sentence = Said(
        "there is no ffmpeg on this machine, so nothing can be made of the film: install Unisono with the extra"
        " “video” (%(unisono)s), or install ffmpeg (%(system)s)",
        unisono="pip install 'unisono[video]'",
        system="apt install ffmpeg",
    )


class FfmpegFailed(FilmError):
    """ffmpeg could not do what it was asked for; `said` are its last words."""

    def __init__(self, doing: str, said: str) -> None:
        super().__init__(doing, said)
        self.doing, self.said = doing, said
        self.sentence = Said(
            "ffmpeg stopped while %(doing)s: %(said)s", doing=doing, said=said or Said("it said nothing")
        )


class TookTooLong(FilmError):
    """ffmpeg was stopped at its limit of `seconds`."""

    def __init__(self, doing: str, seconds: float) -> None:
        super().__init__(doing, seconds)
        self.doing, self.seconds = doing, seconds
        self.sentence = Said(
            "ffmpeg was stopped after %(seconds)s seconds while %(doing)s: make the film shorter or smaller",
            seconds=f"{seconds:.0f}",
            doing=doing,
        )


class NotAFilm(FilmError):
    """A file that cannot be taken as a film."""

    def __init__(self, what: Said, mend: Said) -> None:
        super().__init__(what, mend)
        self.what, self.mend = what, mend
        self.sentence = Said.joined(". ", (what, mend))


class WordsOutside(FilmError):
    """A caption that is too long for the place it has in a film of this shape."""

    def __init__(self, language: str, shape: str, text: str) -> None:
        super().__init__(language, shape, text)
        self.language, self.shape, self.text = language, shape, text
        self.sentence = Said(
            "the caption “%(text)s” in %(language)s is too long for the shape %(shape)s:"
            " shorten it, or divide it into two captions",
            text=text,
            language=Named("language", language),
            shape=Named("shape", shape),
        )
