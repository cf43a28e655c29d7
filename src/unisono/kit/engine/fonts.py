"""Fonts: where they are found, which is taken for a language, what they can draw.

First the installed font packages (the same on every machine), then the theme's own folder, then the system, for
languages that have no face at all until then.
"""

import atexit
import hashlib
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import typst
from fontTools.ttLib import TTFont, TTLibError

from unisono.base.said import Said
from unisono.kit.engine.errors import MissingGlyph, UnknownFont
from unisono.languages.rules import Face, LanguageRules, font_choices, rules_for

NOTO, NOTO_CJK = "manimgx_fonts", "justmytype_intl_cjk"
PACKAGES = (NOTO, NOTO_CJK)
CJK_FAMILIES = ("Noto Sans JP", "Noto Sans KR", "Noto Sans SC", "Noto Sans TC")
KINDS = (".ttf", ".otf", ".ttc")
#: Digits for the largest figures: the heaviest Latin digits among the installed fonts.
FIGURE_FAMILY = "Noto Sans SC"
SYSTEM_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True)
class Shelf:
    """The fonts of one theme: family → files, and the same for Typst. `origins` says where each file is from."""

    families: Mapping[str, tuple[Path, ...]]
    origins: Mapping[Path, str]
    for_typst: typst.Fonts

    def face(self, rules: LanguageRules) -> Face:
        """Return the first face of a language that is there; raise `UnknownFont` if none is."""
        for face in rules.faces:
            if face.family in self.families:
                return face
        raise UnknownFont(rules.faces[-1].family, rules.code)

    def chain(self, rules: LanguageRules) -> tuple[str, ...]:
        """Return the families to set a language with: its own, Latin, then every other script's."""
        own = self.face(rules).family
        wanted = [own, *rules.fonts[1:], "Noto Sans", *sorted(self.families)]
        return tuple(family for family in dict.fromkeys(wanted) if family in self.families)


@lru_cache(maxsize=8)
def shelf(folder: str = "") -> Shelf:
    """Return the fonts to use with a theme whose own fonts lie in `folder` ("" for none); kept per process."""
    origins: dict[Path, str] = {}
    families: dict[str, tuple[Path, ...]] = {}
    sources = [(name, _package_files(name)) for name in PACKAGES]
    sources.append(("theme", _files(Path(folder)) if folder else []))
    for origin, files in sources:
        _take(_by_family(files), origin, families, origins)
    _take(_system_files(_without_font(families)), "system", families, origins)
    return Shelf(families, origins, _load(origins))


def fonts_used(language: str, folder: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return what sets a language, as (family, file name, origin) in order of preference.

    The origin is a package name, "theme" or "system". Raises `UnknownFont` or `UnknownLanguage`.
    """
    here = shelf(folder)
    rules = rules_for(language)
    own = dict.fromkeys((here.face(rules).family, "Noto Sans"))
    return tuple((family, path.name, here.origins[path]) for family in own for path in here.families.get(family, ()))


def font_lacking(language: str, folder: str = "") -> str:
    """Return the family that a language would rather be set in and that is nowhere; "" where it has the first of its
    choice. Raises `UnknownLanguage`."""
    wanted = rules_for(language).faces[0].family
    return "" if wanted in shelf(folder).families else wanted


def how_to_get(family: str) -> Said:
    """Return what to install for a font family to be found."""
    if family == "Noto Nastaliq Urdu":
        return Said(
            "no font package for Python has %(family)s: put its file into the theme's fonts folder", family=family
        )
    package = NOTO_CJK if family in CJK_FAMILIES else NOTO
    return Said(
        "pip install %(package)s, or put its file into the theme's fonts folder", package=package.replace("_", "-")
    )


@lru_cache(maxsize=8)
def fonts_digest(folder: str = "") -> str:
    """Return a hash of every font file on the shelf, by name and content."""
    total = hashlib.sha256()
    for path in sorted(shelf(folder).origins, key=lambda path: path.name):
        with path.open("rb") as file:
            total.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def require_glyphs(texts: Iterable[tuple[str, str]], rules: LanguageRules, folder: str = "") -> None:
    """Raise `MissingGlyph` for the first character of the (field, text) pairs that no font can draw."""
    here, known = shelf(folder), _known(rules.code, folder)
    for field, text in texts:
        for character in dict.fromkeys(text):
            if character in known:
                continue
            if _is_drawn(character) and not any(_covers(here, family, character) for family in here.chain(rules)):
                raise MissingGlyph(character, rules.code, here.face(rules).family, field)
            known.add(character)


@lru_cache(maxsize=64)
def _known(code: str, folder: str) -> set[str]:
    """The characters of a language that were looked for and found."""
    return set()


def _covers(here: Shelf, family: str, character: str) -> bool:
    return any(ord(character) in _coverage(path) for path in here.families[family])


@cache
def _coverage(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())


def _is_drawn(character: str) -> bool:
    """Whether a character needs a glyph: not spaces, line ends, controls, joiners or variation selectors."""
    return not (
        character.isspace() or unicodedata.category(character) in ("Cf", "Cc") or "\ufe00" <= character <= "\ufe0f"
    )


def _package_files(name: str) -> list[Path]:
    """The font files of an installed package, found without importing it."""
    spec = find_spec(name)
    places = list(spec.submodule_search_locations or []) if spec else []
    return [path for place in places for path in _files(Path(place))]


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and path.is_file())


def _by_family(files: Iterable[Path]) -> dict[str, list[Path]]:
    """The files by family. Of two that call themselves the same cut only one is kept, the regular one first:
    which of them Typst would take is not said anywhere (Debian's bold Nastaliq calls itself regular)."""
    found: dict[str, list[Path]] = {}
    seen: set[tuple[str, int, bool]] = set()
    for path in sorted(files, key=lambda path: ("regular" not in path.name.lower(), str(path))):
        cut = _cut(path)
        if cut and cut not in seen:
            seen.add(cut)
            found.setdefault(cut[0], []).append(path)
    return found


def _cut(path: Path) -> tuple[str, int, bool] | None:
    """A file's family (without the weight that variable fonts carry in their name), weight and slant."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            name = font["name"].getDebugName(16) or font["name"].getDebugName(1) or path.stem
            weight, slant = font["OS/2"].usWeightClass, bool(font["OS/2"].fsSelection & 1)
    except (TTLibError, OSError, KeyError):
        return None
    for ending in (" Thin", " Light", " Medium", " Black"):
        name = name.removesuffix(ending)
    return name, weight, slant


def _without_font(families: Mapping[str, object]) -> list[str]:
    """Return the families, first choices first, of languages that `families` cannot set at all.

    A better face that one machine happens to have is not taken: cards would look otherwise on the next machine, and
    what fits in one face need not fit in another. Whoever wants it puts it into the theme.
    """
    bare = [choice for choice in font_choices() if not any(family in families for family in choice)]
    return list(dict.fromkeys(family for choice in bare for family in choice))


def _system_files(families: Iterable[str]) -> dict[str, list[Path]]:
    """The files of `families` among the system's fonts, in the folders where systems keep them."""
    found: dict[str, list[Path]] = {}
    for family in families:
        start = family.replace(" ", "")
        for folder in (Path(name).expanduser() for name in SYSTEM_FOLDERS):
            files = [path for path in _files(folder) if path.name.startswith(start)]
            kept = _by_family(files).get(family)
            if kept:
                found[family] = kept
                break
    return found


def _take(
    found: Mapping[str, list[Path]], origin: str, families: dict[str, tuple[Path, ...]], origins: dict[Path, str]
) -> None:
    for family, files in sorted(found.items()):
        if family not in families:
            families[family] = tuple(files)
            origins.update(dict.fromkeys(files, origin))


def _load(origins: Mapping[Path, str]) -> typst.Fonts:
    """Hand exactly these files to Typst: it reads whole folders, so they get a folder of links to themselves."""
    folder = Path(tempfile.mkdtemp(prefix="unisono-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for number, path in enumerate(origins):
        link = folder / f"{number:03d}{path.suffix.lower()}"
        try:
            link.symlink_to(path.resolve())
        except OSError:  # where links need a privilege
            shutil.copyfile(path, link)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
