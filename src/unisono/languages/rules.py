"""What a language needs: direction, fonts, leading, digits, quotation marks. Plain Python, no Django.

CLDR (through Babel) answers what it knows; judgements stand in `rules.toml` beside this file. A language
that has no table there gets the defaults of its script.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

TABLE = Path(__file__).with_name("rules.toml")


class UnknownLanguage(ValueError):
    """Neither CLDR nor `rules.toml` knows the language; the message says how to add it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return (
            f'unknown language "{self.code}": use a lower-case BCP 47 code such as "fr" or "zh-hans", or give'
            f" it a table [languages.{self.code}] with a locale in {TABLE.name}"
        )


@dataclass(frozen=True, slots=True)
class Face:
    """How a font is set. In em: `leading` from line to line, `ascent` and `descent` the room its letters take,
    `overhang` the room its ink takes beyond its own width. `scale` brings it to the apparent size of Latin;
    `heavy` is its heaviest weight."""

    family: str
    leading: float
    ascent: float
    descent: float
    overhang: float
    scale: float
    heavy: int


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """Everything a page, a card or a document must know about a language.

    `locale` is Babel's identifier; `faces` are in order of preference, the last one is always installed;
    `floor` multiplies the smallest size at which text may stand; `numbering` names the digits by CLDR;
    `wrap` says where a line may end (spaces | anywhere | words | dictionary); `comma` and `stop` part the names of a
    list and two sentences, with the space that follows.
    """

    code: str
    locale: str
    direction: str
    endonym: str
    script: str
    faces: tuple[Face, ...]
    floor: float
    numbering: str
    digits: str
    quotes: tuple[str, str]
    comma: str
    stop: str
    hyphenate: bool
    wrap: str
    typst_lang: str
    typst_region: str

    @property
    def fonts(self) -> tuple[str, ...]:
        """The font families in order of preference, those for Latin words last."""
        own = tuple(face.family for face in self.faces)
        return own if "Noto Sans" in own else (*own, "Noto Sans")

    @property
    def leading(self) -> float:
        """The line pitch in em of the preferred face."""
        return self.faces[0].leading

    @property
    def weights(self) -> tuple[int, int, int]:
        """The weights for running text, strong text and the largest figure."""
        return (400, 700, self.faces[-1].heavy)

    @property
    def is_rtl(self) -> bool:
        """Whether lines start at the right."""
        return self.direction == "rtl"

    def own_digits(self, text: str) -> str:
        """Return `text` with the digits 0 to 9 written in the language's own digits."""
        return text.translate(str.maketrans("0123456789", self.digits))


@cache
def rules_for(code: str) -> LanguageRules:
    """Return the rules of the language with this lower-case BCP 47 `code`; raise `UnknownLanguage`."""
    table = _table()
    given = table["languages"].get(code, {})
    locale = _locale(code, given.get("locale", code))
    language, script, region = _likely(locale)
    rules: dict[str, Any] = {
        **table["scripts"]["default"],
        **table["scripts"].get(script, {}),
        **given,
    }
    numbering = rules.get("numbering", locale.default_numbering_system)
    numbering = numbering if numbering in table["digits"] else "latn"
    return LanguageRules(
        code=code,
        locale=str(locale),
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        endonym=rules.get("endonym") or _endonym(locale),
        script=script,
        faces=tuple(replace(face_of(family), **rules.get("faces", {}).get(family, {})) for family in rules["fonts"]),
        floor=rules.get("floor", 1.0),
        numbering=numbering,
        digits=table["digits"][numbering],
        quotes=(rules["quotes"][0], rules["quotes"][1]),
        comma=rules["comma"],
        stop=rules["stop"],
        hyphenate=rules.get("hyphenate", False),
        wrap=rules.get("wrap", "spaces"),
        typst_lang=language,
        typst_region=rules.get("region", region),
    )


def is_known(code: str) -> bool:
    """Say whether there are rules for a code."""
    try:
        rules_for(code)
    except UnknownLanguage:
        return False
    return True


@cache
def face_of(family: str) -> Face:
    """Return how the font `family` is set; a family without a table is set like most non-Latin faces."""
    faces = _table()["faces"]
    given = {"overhang": 0.0, "scale": 1.0, **faces["default"], **faces.get(family, {})}
    return Face(family=family, **given)


@cache
def preferred_families() -> tuple[str, ...]:
    """Return every font family that some language or script names, sorted."""
    return tuple(sorted({family for choice in font_choices() for family in choice}))


@cache
def font_choices() -> tuple[tuple[str, ...], ...]:
    """Return the font families that each language or script names, first choices first."""
    table = _table()
    entries = [entry for part in ("scripts", "languages") for entry in table[part].values()]
    return tuple(dict.fromkeys(tuple(entry["fonts"]) for entry in entries if entry.get("fonts")))


@cache
def proven_languages() -> tuple[str, ...]:
    """The languages that are proved word by word, sorted; all others get the defaults of their script."""
    return tuple(sorted(_table()["proven"]))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _locale(code: str, identifier: str) -> Locale:
    try:
        return Locale.parse(identifier.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as fault:
        raise UnknownLanguage(code) from fault


def _likely(locale: Locale) -> tuple[str, str, str]:
    """Language, script (ISO 15924) and region of a locale, filled in by CLDR's likely subtags."""
    known = get_global("likely_subtags")
    for key in (f"{locale.language}_{locale.script}", f"{locale.language}_{locale.territory}", locale.language):
        if key in known:
            likely = known[key].split("_")
            break
    else:
        likely = []
    script = locale.script or next((part for part in likely[1:] if len(part) == 4), "Latn")
    region = locale.territory or next((part for part in likely[1:] if len(part) == 2), "")
    return locale.language, script, region if region.isalpha() else ""


def _endonym(locale: Locale) -> str:
    """The language's own name for itself, as it stands in a list of languages."""
    name = locale.languages.get(str(locale)) or locale.languages.get(locale.language)
    if not isinstance(name, str):
        name = locale.get_display_name() or str(locale)
    return name[0].title() + name[1:]  # not upper(): Georgian has capitals, but no sentence begins with one
