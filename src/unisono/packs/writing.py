"""The pack in memory → files, in the one canonical form: the same pack gives the same bytes."""

import csv
import io
from collections.abc import Iterable, Mapping

import msgspec
import tomli_w

from unisono.packs import tables, wording
from unisono.packs.document import Pack
from unisono.packs.merging import base
from unisono.packs.reading import COLUMNS, LINK_COLUMNS
from unisono.packs.wording import Wording


def written(pack: Pack) -> dict[str, bytes]:
    """Return path → content of every file of the pack."""
    files = {
        "campaign.toml": _toml(plain(pack.campaign)),
        "organisations.csv": _organisations(pack),
        "links.csv": _links(pack),
        base.FILE: base.base_written(pack.base),
    }
    if pack.logo:
        files[pack.campaign.theme.logo] = pack.logo
    files |= {f"theme/{path}": content for path, content in pack.theme.items()}
    files |= _shared(pack)
    for language in pack.campaign.languages:
        files |= _words(pack, language)
        files |= _state(pack, language)
        renderings = pack.renderings.get(language, {})
        files[f"glossary/{language}.toml"] = _toml({term: plain(renderings[term]) for term in sorted(renderings)})
        if language in pack.captions:
            files[f"film/captions/{language}.vtt"] = pack.captions[language].encode()
    return {name: body for name, body in (files | pack.media).items() if body}


def plain(table: tables.Table) -> dict[str, object]:
    """Return a table as TOML's plain values, without fields that have their default."""
    made = _plain(table)
    return {key: value for key, value in made.items() if value not in ({}, [])} if isinstance(made, dict) else {}


def _plain(value: object) -> object:
    if isinstance(value, tables.Table):
        defaults = type(value)
        found = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return {name: one for name, one in found.items() if name in _kept(defaults) or one != _default(defaults, name)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return dict(value)
    return value


def _kept(kind: type[tables.Table]) -> set[str]:
    """Fields that are written even where they have their default, because readers look for them."""
    return {tables.Campaign: {"format", "care", "late"}, tables.Fact: {"notation", "status"}}.get(kind, set())


def _default(kind: type[tables.Table], name: str) -> object:
    field = next(one for one in msgspec.structs.fields(kind) if one.name == name)
    default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
    return _plain(default)


def _toml(table: Mapping[str, object]) -> bytes:
    return tomli_w.dumps(table, multiline_strings=True).encode() if table else b""


def _shared(pack: Pack) -> dict[str, bytes]:
    facts = {"facts": [plain(one) for one in pack.facts], "corrections": [plain(one) for one in pack.corrections]}
    return {
        "facts.toml": _toml({key: rows for key, rows in facts.items() if rows}),
        "cards.toml": _toml({"cards": [plain(one) for one in pack.cards]} if pack.cards else {}),
        "pictures.toml": _toml({"pictures": [plain(one) for one in pack.pictures]} if pack.pictures else {}),
        "press.toml": _toml({"contacts": [plain(one) for one in pack.contacts]} if pack.contacts else {}),
        "film.toml": _toml(plain(pack.film)) if pack.film else b"",
        "glossary.toml": _toml({"terms": [plain(one) for one in pack.terms]} if pack.terms else {}),
    }


def _words(pack: Pack, language: str) -> dict[str, bytes]:
    def wording_of(name: str) -> Wording:
        return Wording(pack.source_words.get(name, ()), pack.words.get(language, {}).get(name, ()))

    is_source = language == pack.campaign.source_language
    files = {f"texts/{language}.toml": _toml(wording.texts_table(wording_of("texts")))}
    words = wording_of("statement")
    if words.text:
        shared = plain(pack.statement) if is_source and pack.statement else {}
        body = wording.statement_body(words, pack.unplaced if is_source else "")
        files[f"statement/{language}.md"] = wording.joined_front(wording.statement_front(words, shared), body)
    for slug, news in sorted(pack.news.items()):
        words = wording_of(f"news.{slug}")
        if words.text:
            front = wording.news_front(words, plain(news) if is_source else {})
            files[f"news/{slug}/{language}.md"] = wording.joined_front(front, words.body("body"))
    return files | _tables_of_words(pack, language)


def _tables_of_words(pack: Pack, language: str) -> dict[str, bytes]:
    texts = {
        name: {segment.key: segment.text for segment in segments}
        for name, segments in pack.words.get(language, {}).items()
    }
    cards = {one.key: _card_table(texts[f"card.{one.key}"]) for one in pack.cards if f"card.{one.key}" in texts}
    pictures = {one.key: texts[f"picture.{one.key}"] for one in pack.pictures if f"picture.{one.key}" in texts}
    press = texts.get("press", {})
    roles = {key.removeprefix("role."): {"role": text} for key, text in press.items() if key != "boilerplate"}
    boilerplate = {"boilerplate": press["boilerplate"]} if "boilerplate" in press else {}
    return {
        f"facts/{language}.toml": _toml(_fact_table(pack, texts)),
        f"cards/{language}.toml": _toml(cards),
        f"pictures/{language}.toml": _toml(pictures),
        f"film/{language}.toml": _toml(texts.get("film", {})),
        f"press/{language}.toml": _toml({**boilerplate, **roles}),
    }


def _card_table(words: dict[str, str]) -> dict[str, object]:
    """The words of a card; labels of rows in a table of their own."""
    labels = {key.removeprefix("row."): text for key, text in words.items() if key.startswith("row.")}
    own: dict[str, object] = {key: text for key, text in words.items() if not key.startswith("row.")}
    return own | ({"rows": labels} if labels else {})


def _fact_table(pack: Pack, texts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    facts = [(one.key, texts.get(f"fact.{one.key}", {})) for one in pack.facts]
    corrections = [(one.key, texts.get(f"correction.{one.key}", {})) for one in pack.corrections]
    table = {
        "claims": {key: words["claim"] for key, words in facts if "claim" in words},
        "caveats": {key: words["caveat"] for key, words in facts if "caveat" in words},
        "corrections": {key: words["text"] for key, words in corrections if "text" in words},
    }
    return {name: rows for name, rows in table.items() if rows}


def _state(pack: Pack, language: str) -> dict[str, bytes]:
    table: dict[str, object] = {} if pack.reviewed.get(language, True) else {"reviewed": False}
    if states := pack.states.get(language):
        table["segments"] = {key: plain(states[key]) for key in sorted(states)}
    return {f"state/{language}.toml": _toml(table)}


def _organisations(pack: Pack) -> bytes:
    rows = sorted(pack.organisations, key=lambda one: one.key)
    return _csv(COLUMNS, map(_organisation, rows))


def _organisation(one: tables.Organisation) -> tuple[str, ...]:
    languages, sample = " ".join(one.languages), "yes" if one.sample else ""
    return one.key, one.name, one.country, one.website, one.role, languages, one.logo, sample


def _links(pack: Pack) -> bytes:
    rows = sorted(pack.links, key=lambda one: (one.language, one.place, one.organisation, one.network))
    return _csv(LINK_COLUMNS, ((one.code, one.language, one.place, one.organisation, one.network) for one in rows))


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """Return a table with a first line of `columns`; nothing where it has no row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    empty = text.tell()
    writer.writerows(rows)
    return text.getvalue().encode() if text.tell() > empty else b""
