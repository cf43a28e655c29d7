"""Letters for devices that lack them: small fonts for scripts that not every device can show.

Pages are set in the fonts of the reader's system. A device without any font for, say, Bengali would show boxes:
for such scripts an edition carries a font cut down to the letters that its words use. Style sheets name it after
every system font, so it is fetched only where none of those is there, and only after the first paint. In the
other languages it holds no more than the names of the languages, for the list of them.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any

import fontTools
import msgspec
from fontTools.ttLib import TTFont

from unisono.kit.engine.fonts import fonts_digest, shelf
from unisono.languages.catalogues import catalogue_version, public_words
from unisono.languages.names import country_name, date_text, instant_text, language_name
from unisono.languages.rules import rules_for
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot

#: Scripts that every device can show, and languages that need more letters of one than every device has.
EVERYWHERE = frozenset({"Latn", "Cyrl", "Grek", "Arab", "Hebr"})
MORE_LETTERS = frozenset({"ur", "ps", "sd", "ug", "ckb", "ks"})
#: Letters beyond those that every font of the first list has.
_BEYOND = 0x2FF
_JOINERS = "\u200c\u200d"
_PUNCTUATION = range(0x2000, 0x2100)
#: One weight, which browsers embolden for headings: two would weigh almost twice as much.
_WEIGHT = 400
_VERSION = 3


def plan_type(snapshot: Snapshot, captions: Mapping[str, str]) -> Iterator[Output]:
    """Yield `type:{language}` (a stylesheet and its fonts) for every open language, if any script needs one."""
    scripts = {rules_for(code).script: code for code in reversed(snapshot.languages)}
    scripts |= {rules_for(code).script: code for code in snapshot.languages if code in MORE_LETTERS}
    rare = {
        script: code for script, code in sorted(scripts.items()) if script not in EVERYWHERE or code in MORE_LETTERS
    }
    if not rare:
        return
    for code in snapshot.languages:
        faces = tuple(
            (script, other, "".join(sorted(_letters(snapshot, code, script, captions.get(code, "")))))
            for script, other in rare.items()
        )
        key = key_of("type", _VERSION, fontTools.version, fonts_digest(), code, faces)
        yield Output(f"type:{code}", key, partial(make_type, code, faces))


def make_type(code: str, faces: tuple[tuple[str, str, str], ...]) -> Made:
    """Return the stylesheet of a language and its fonts; `faces` are (script, a language of it, letters)."""
    found, rules = [], []
    for script, language, letters in faces:
        font = subset(language, letters)
        path = hashed_path(font, f"{script.lower()}.woff2")
        found.append((path, font, "font/woff2"))
        rules.append(
            f'@font-face{{font-family:"Unisono {script}";font-weight:{_WEIGHT};font-display:swap;'
            f'src:url("../{path.removeprefix("assets/")}") format("woff2");unicode-range:{_ranges(letters)}}}'
        )
    css = "".join(rules).encode()
    return [*found, (hashed_path(css, f"type-{code}.css"), css, "text/css; charset=utf-8")]


@cache
def subset(language: str, letters: str) -> bytes:
    """Return the preferred font of a language, cut down to these letters and one weight, as WOFF2.

    Raises `UnknownFont` when no font of the language is installed.
    """
    here, rules = shelf(), rules_for(language)
    content = io.BytesIO(here.families[here.face(rules).family][0].read_bytes())
    # Loaded where fonts are cut: it is as long as everything else that reading a campaign loads.
    from fontTools.subset import Options, Subsetter
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(content, lazy=True, recalcTimestamp=False)
    # Whose the font is, and under which licence, stays in it.
    options = Options(layout_features=["*"], hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True)
    cut = Subsetter(options)
    # Shaping takes letters apart (Thai ำ into ํ and า): their parts must be there as well.
    parts = {part for letter in letters for form in ("NFD", "NFKD") for part in unicodedata.normalize(form, letter)}
    cut.populate(text="".join(sorted({*letters, *parts})))
    cut.subset(font)
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        font = instantiateVariableFont(font, {**axes, "wght": _WEIGHT} if "wght" in axes else axes)
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _letters(snapshot: Snapshot, code: str, script: str, captions: str) -> set[str]:
    """The letters that a language's pages need of a script: all its words, or the names of languages alone."""
    texts = [rules_for(other).endonym for other in snapshot.languages if rules_for(other).script == script]
    if rules_for(code).script == script:
        texts += [
            *_strings(msgspec.to_builtins(snapshot.in_language(code))),
            *_interface(code),
            *_names(snapshot, code),
            captions,
        ]
    letters = {letter for text in texts for letter in text if ord(letter) > _BEYOND and ord(letter) not in _PUNCTUATION}
    return letters | set(_JOINERS)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


@cache
def _interface_of(code: str, version: str) -> tuple[str, ...]:
    return public_words(code)


def _interface(code: str) -> Iterable[str]:
    return _interface_of(code, catalogue_version(code))


def _names(snapshot: Snapshot, code: str) -> Iterator[str]:
    """What CLDR writes on the pages: names of countries and languages, dates, digits."""
    yield rules_for(code).digits
    yield from (date_text(date(2026, month, 1), code) for month in range(1, 13))
    for country in {snapshot.responsible.country, *(member.country for member in snapshot.members)}:
        yield country_name(country, code)
    yield from (language_name(other, code) for other in snapshot.languages)
    if snapshot.opening:
        yield instant_text(datetime.fromisoformat(snapshot.opening.at), snapshot.opening.zone, code)


def _ranges(letters: str, gap: int = 0x100) -> str:
    """The letters as CSS ranges; neighbours less than `gap` apart become one range."""
    spans: list[list[int]] = []
    for point in sorted(map(ord, letters)):
        if spans and point - spans[-1][1] < gap:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in spans)
