"""The interface's words: gettext catalogues, one a language, read by Babel. Plain Python; no Django.

The `.po` files in `locale/{locale}/LC_MESSAGES/django.po` are the truth; `.mo` files are made from them
(for the newsroom, which reads nothing else) and never kept in the repository. The public site reads the
`.po` itself, so it cannot show words from a `.mo` that was forgotten. Where a word has no translation that of
the next language in the `chain` is shown, at last the English one: visible, and counted by `coverage`.
"""

import hashlib
import io
import json
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from unisono.languages.names import cldr_identifier
from unisono.languages.progress import word_count

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "django"
#: Where words stand that the public sees; the newsroom's change no page.
PUBLIC = ("site/", "share/")


def locale_id(code: str) -> str:
    """Return the Babel (and gettext) name of a language code: `zh-hans` → `zh_Hans`, `pt` → `pt`.

    Raises `ValueError` for a code that CLDR does not know.
    """
    try:
        return str(Locale.parse(code, sep="-"))
    except (UnknownLocaleError, ValueError) as fault:
        raise ValueError(f"no language is known by the code {code!r}: use one of BCP 47, as ar or zh-hans") from fault


def catalogue_path(code: str) -> Path:
    """Return where the catalogue of a language lies, whether or not it is there."""
    return LOCALE_FOLDER / locale_id(code) / "LC_MESSAGES" / f"{DOMAIN}.po"


def product_languages() -> tuple[str, ...]:
    """Return the codes of the languages that the interface speaks: English, and all that have a catalogue."""
    found = {folder.parent.parent.name for folder in LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
    return tuple(sorted({"en", *(name.lower().replace("_", "-") for name in found)}))


def compile_catalogues(folder: Path = LOCALE_FOLDER) -> list[Path]:
    """Write the `.mo` beside every `.po` and return those that changed.

    A file is replaced in one step, so a process that reads meanwhile sees the old or the new one.
    """
    return [path for po in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")) if (path := _compile(po))]


def chain(code: str) -> tuple[str, ...]:
    """Return the languages in which the interface's words are looked for, one after the other: a language itself, what
    CLDR has it inherit from, English. `fr-ca` asks French; `zh-hant` asks no simplified Chinese."""
    inherits = get_global("parent_exceptions")
    found, name = [], locale_id(code) if catalogue_path(code).exists() else cldr_identifier(code)
    while name and name != "root":
        found.append(name.lower().replace("_", "-"))
        name = inherits.get(name) or name.rpartition("_")[0]
    return tuple(dict.fromkeys([*(one for one in found if catalogue_path(one).exists()), "en"]))


def translations(code: str) -> NullTranslations:
    """Return the words of a language; where it has none those of the next one in its `chain`, at last English."""
    paths = tuple((path, path.stat().st_mtime_ns) for path in map(catalogue_path, chain(code)) if path.exists())
    return _chained(paths) if paths else NullTranslations()


def own_words(code: str) -> NullTranslations:
    """Return the words of a language alone, to be given a fall-back by whoever asks; those of English where it has no
    catalogue."""
    path = catalogue_path(code)
    return Translations(io.BytesIO(_mo_bytes(path)), domain=DOMAIN) if path.exists() else NullTranslations()


def catalogue_version(code: str) -> str:
    """Return the SHA-256 (hex) of a language's public words: the same as long as none of them changes."""
    versions = [_version(path, path.stat().st_mtime_ns) for path in map(catalogue_path, chain(code)) if path.exists()]
    return versions[0] if len(versions) == 1 else hashlib.sha256("".join(versions).encode()).hexdigest()


def public_words(code: str) -> tuple[str, ...]:
    """Return every public word that pages of a language show of the interface, plural forms too; but no English."""
    paths = [path for path in map(catalogue_path, chain(code)) if path.exists()]
    messages = [message for path in paths for message in _read(path) if _is_public(message)]
    strings = [one.string if isinstance(one.string, (tuple, list)) else (one.string,) for one in messages]
    return tuple(word for forms in strings for word in forms if word)


def coverage(code: str) -> tuple[int, int]:
    """Return how many words of the interface a language has, and how many there are."""
    wanted = {_key(message.id) for message in _read(LOCALE_FOLDER / f"{DOMAIN}.pot") if message.id}
    path = catalogue_path(code)
    had = {_key(message.id) for message in _read(path) if _is_translated(message)} if path.exists() else set()
    return len(wanted & had), len(wanted)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what the public reads of the interface a language has: messages, and words of their English."""

    messages: int
    done: int
    words: int
    words_done: int


def public_coverage(code: str) -> Coverage:
    """Return how many of the public words of the interface a language has; English is what they are written in."""
    template, path = LOCALE_FOLDER / f"{DOMAIN}.pot", catalogue_path(code)
    wanted = _public_words(template, template.stat().st_mtime_ns)
    if code == "en":
        had = set(wanted)
    else:
        had = wanted.keys() & _public_words(path, path.stat().st_mtime_ns, True).keys() if path.exists() else set()
    return Coverage(len(wanted), len(had), sum(wanted.values()), sum(wanted[one] for one in had))


@lru_cache(maxsize=128)
def _public_words(path: Path, changed_at: int, translated: bool = False) -> dict[tuple[str | None, str], int]:
    """The number of words of every public message of a file, by context and id; with `translated` of those alone."""
    return {
        (message.context, _key(message.id)): word_count(_key(message.id))
        for message in _read(path)
        if message.id and _is_public(message) and (not translated or _is_translated(message))
    }


def _compile(po: Path) -> Path | None:
    content, mo = _mo_bytes(po), po.with_suffix(".mo")
    if mo.exists() and mo.read_bytes() == content:
        mo.touch()  # as new as the `.po` it says the same as
        return None
    with tempfile.NamedTemporaryFile(dir=po.parent, suffix=".mo.new", delete=False) as file:
        file.write(content)
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(mo)
    return mo


def _mo_bytes(po: Path) -> bytes:
    target = io.BytesIO()
    write_mo(target, _read(po))
    return target.getvalue()


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, domain=DOMAIN, abort_invalid=True)


@lru_cache(maxsize=64)
def _chained(paths: tuple[tuple[Path, int], ...]) -> Translations:
    """The words of the first catalogue, and for those that it lacks of the next."""
    first, *others = paths
    if not others:
        return _translations(*first)
    words = Translations(io.BytesIO(_mo_bytes(first[0])), domain=DOMAIN)
    words.add_fallback(_chained(tuple(others)))
    return words


@lru_cache(maxsize=64)
def _translations(path: Path, changed_at: int) -> Translations:
    """The words of a `.po`: read from the `.mo` beside it where that is not older, as reading it is much quicker."""
    mo = path.with_suffix(".mo")
    is_current = mo.exists() and mo.stat().st_mtime_ns >= changed_at
    return Translations(io.BytesIO(mo.read_bytes() if is_current else _mo_bytes(path)), domain=DOMAIN)


@lru_cache(maxsize=64)
def _version(path: Path, changed_at: int) -> str:
    words = sorted(
        [
            json.dumps([message.context, message.id, message.string])
            for message in _read(path)
            if _is_translated(message) and _is_public(message)
        ]
    )
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _is_public(message) -> bool:
    return not message.locations or any(place.startswith(PUBLIC) for place, _ in message.locations)


def _is_translated(message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(message.id) and not message.fuzzy and all(strings)


def _key(message_id) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]
