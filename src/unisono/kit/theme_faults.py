"""What is wrong with a theme: with its files, and with the designs among them. Plain Python: newsroom and packs ask."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from fontTools.ttLib import TTFont

from unisono.base.said import Said
from unisono.kit.engine import (
    FORMATS,
    BadField,
    DesignFault,
    EngineError,
    Theme,
    design_names,
    design_table,
    is_ours,
    render_card,
)
from unisono.kit.engine.declared import DESIGNS
from unisono.kit.engine.fonts import KINDS as FONTS
from unisono.kit.engine.guarding import KINDS, LARGEST
from unisono.kit.engine.harmless import FORMATS as PICTURES
from unisono.kit.engine.harmless import Wrong, wrong_image, wrong_svg
from unisono.kit.trying import trial_job, tried_languages

#: Of one theme: how many files there may be, and bytes: of one font, of all of them (a Chinese one has 18 MB).
MOST_FILES = 100
LARGEST_FONT = 32 * 1024**2
MOST_FONT_BYTES = 96 * 1024**2
LONGEST_PATH = 120
#: The language whose sample words are taken where there are none of those asked for.
AT_LEAST = "en"
#: What has its own place: our library beside every design, and the campaign's logo.
TAKEN = {
    "lib.typ": Said("is the library of all designs"),
    "logo.svg": Said("is the place of the campaign's logo"),
}
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._,+()\[\]-]*")


@dataclass(frozen=True, slots=True)
class ThemeFault:
    """What is wrong with one file of a theme ("" for all together). A `gap` keeps nothing from being used."""

    path: str
    what: Said
    mend: Said
    level: Literal["error", "gap"] = "error"

    @property
    def sentences(self) -> tuple[Said, Said]:
        """What is wrong, with the path before it, and how to mend it."""
        return (Said.joined(": ", (self.path, self.what)) if self.path else self.what), self.mend

    def __str__(self) -> str:
        return ". ".join(self.sentences)


def file_faults(files: Mapping[str, bytes]) -> list[ThemeFault]:
    """Return what is wrong with the files of a theme, by path and content, before anything is drawn."""
    found = [fault for path, content in sorted(files.items()) if (fault := _wrong_file(path, content))]
    folded = Counter(path.casefold() for path in files)
    what, mend = Said("has the name of another file"), Said("Give each its own name; capitals make no difference.")
    found += [ThemeFault(path, what, mend) for path in sorted(files) if folded[path.casefold()] > 1]
    if len(files) > MOST_FILES:
        what = Said("the theme has %(count)s files; at most %(most)s", count=len(files), most=MOST_FILES)
        found.append(ThemeFault("", what, Said("Take some out.")))
    return found + _too_large(files)


def _too_large(files: Mapping[str, bytes]) -> list[ThemeFault]:
    fonts = sum(len(content) for path, content in files.items() if _ending(path) in FONTS)
    others = sum(map(len, files.values())) - fonts
    found = []
    if fonts > MOST_FONT_BYTES:
        values = {"size": _megabytes(fonts), "most": _megabytes(MOST_FONT_BYTES)}
        found.append(Said("the theme's fonts have %(size)s; at most %(most)s", **values))
    if others > LARGEST:
        values = {"size": _megabytes(others), "most": _megabytes(LARGEST)}
        found.append(Said("the theme's designs and pictures have %(size)s; at most %(most)s", **values))
    return [ThemeFault("", what, Said("Make them smaller, or take some out.")) for what in found]


def design_faults(folder: str, theme: Theme, languages: Iterable[str]) -> list[ThemeFault]:
    """Return what is wrong with the designs of the theme laid out in `folder`: of their tables, and of what they draw
    in every format with sample words of those of `languages` that have some. Words that do not fit are a gap."""
    found: list[ThemeFault] = []
    for design in design_names(folder):
        if is_ours(design):
            continue
        try:
            design_table(design, folder)
        except EngineError as fault:
            found.append(ThemeFault(f"{design}.toml", _said(fault), Said("Mend the table of the design.")))
            continue
        found += _drawing_faults(design, theme, languages)
    return found


def _drawing_faults(design: str, theme: Theme, languages: Iterable[str]) -> list[ThemeFault]:
    found: dict[str, ThemeFault] = {}
    for language in tried_languages(languages) or (AT_LEAST,):
        for format, shape in FORMATS.items():
            try:
                render_card(
                    trial_job(design, language, format, theme), "png" if shape.is_picture else "pdf", small=False
                )
            except (DesignFault, BadField) as fault:
                # Another format or language would say the same again, and a design that loops takes its time.
                mend = Said("Mend the design; “%(command)s” shows it.", command=f"unisono kit preview {design}")
                return [ThemeFault(f"{design}.typ", Said("cannot be drawn: %(fault)s", fault=_said(fault)), mend)]
            except EngineError as fault:
                mend = Said("See “%(command)s”.", command=f"unisono kit preview {design}")
                found.setdefault(str(fault), ThemeFault(f"{design}.typ", fault.sentence, mend, "gap"))
    return list(found.values())


def _wrong_file(path: str, content: bytes) -> ThemeFault | None:
    """The first thing that is wrong with a file."""
    wrong = _wrong_path(path) or _wrong_content(path, content)
    return ThemeFault(path, *wrong) if wrong else None


def _wrong_path(path: str) -> Wrong:
    parts = path.split("/")
    if not all(_PART.fullmatch(part) for part in parts) or len(path) > LONGEST_PATH:
        mend = Said("Use Latin letters, digits, hyphens, at most %(most)s in all.", most=LONGEST_PATH)
        return Said("has a name that not every computer can keep"), mend
    if path.casefold() in TAKEN:
        return TAKEN[path.casefold()], Said("Give your file another name.")
    kinds = (*KINDS, *FONTS)
    if _ending(path) not in kinds:
        return Said("is of a kind that no design can use"), Said("Put files here that end in %(kinds)s.", kinds=kinds)
    if len(parts) == 1 and _ending(path) in (".typ", ".toml") and (DESIGNS / f"{_stem(path)}.typ").is_file():
        return Said("has the name of a design that comes with Unisono"), Said("Give your design another name.")
    return None


def _wrong_content(path: str, content: bytes) -> Wrong:
    ending = _ending(path)
    if not content:
        return Said("is empty"), Said("Put the whole file there, or take it out.")
    if ending in FONTS:
        return _wrong_font(content)
    if ending == ".svg":
        return wrong_svg(content)
    if ending.removeprefix(".") in PICTURES:
        return wrong_image(path, content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return Said("is not UTF-8"), Said("Save it again as UTF-8.")
    return None


def _wrong_font(content: bytes) -> Wrong:
    if len(content) > LARGEST_FONT:
        most = _megabytes(LARGEST_FONT)
        what = Said("has %(size)s; a font may have %(most)s", size=_megabytes(len(content)), most=most)
        return what, Said("Take a cut with fewer signs, or a variable font in place of many.")
    try:
        with TTFont(io.BytesIO(content), lazy=True, fontNumber=0) as font:
            if not font.getBestCmap() or not font["name"].getDebugName(1):
                return Said("is a font without signs or without a name"), Said("Take another file of it.")
    except Exception as fault:  # what a broken table makes the library raise is not said anywhere
        what = Said("is no font that can be read (%(error)s)", error=type(fault).__name__)
        return what, Said("Save it again as TrueType or OpenType.")
    return None


def _said(fault: EngineError) -> Said:
    """What a fault says, without the name of the design that stands before it already."""
    return fault.fault if isinstance(fault, DesignFault | BadField) else fault.sentence


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _stem(path: str) -> str:
    return PurePosixPath(path).stem.casefold()


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.0f} MB"
