"""Files of a pack → the pack in memory, with every fault of form found in one pass.

What the parts mean together (references, languages that lag, contrast, captions) is `checking`'s business.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from unisono.base.said import Said
from unisono.languages.segments import Segment
from unisono.packs import sentences, tables, wording
from unisono.packs.document import Pack, Words
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.merging import base
from unisono.packs.toml_file import TomlFile

LINK_COLUMNS = ("code", "language", "place", "organisation", "network")
COLUMNS = ("key", "name", "country", "website", "role", "languages", "logo", "sample")
LOGO = "theme/logo.svg"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
#: Front matter that only the source language has, beside the words.
STATEMENT_WORDS = {"title", "place", "byline", "signatories"}
NEWS_WORDS = {"title", "summary"}


def read_pack(files: dict[str, bytes]) -> tuple[Pack, list[Fault]]:
    """Read a whole pack, and return it with its faults.

    Raises `PackRefused` where campaign.toml or any file's TOML cannot be read, for that alone: whatever else would be
    said of the pack might only follow from it, such as the advice to remove words whose fact could not be read.
    """
    return Reader(files).pack()


class Reader:
    """Reads one pack; keeps the faults and what has been read."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.used: set[str] = set()
        self.faults: list[Fault] = []
        self.unread: list[Fault] = []
        self.keys: dict[str, list[str]] = {}

    def pack(self) -> tuple[Pack, list[Fault]]:
        """Read everything."""
        campaign = self._campaign()
        pack = Pack(campaign=campaign, logo=self._bytes(campaign.theme.logo) if campaign.theme.logo else b"")
        self._tables(pack)
        for language in campaign.languages:
            pack.words[language] = self._words(pack, language)
            self._language_files(pack, language)
        pack.organisations = self._organisations()
        pack.links = self._links()
        if base.FILE in self.files:
            pack.base = base.base_read(self._toml(base.FILE))
        pack.media = {name: body for name, body in self.files.items() if name.startswith(("media/", "film/"))}
        pack.media = {name: body for name, body in pack.media.items() if not name.endswith((".toml", ".vtt"))}
        self.used |= pack.media.keys()
        pack.theme = self._theme(campaign)
        for name in sorted(self.files.keys() - self.used):
            self._fault(name, 0, Said("is not part of a pack"), Said("Remove it, or mend its name."))
        if self.unread:
            raise PackRefused(self.unread)
        return pack, sorted(set(self.faults))

    def _fault(self, file: str, line: int, what: Said, mend: Said) -> None:
        self.faults.append(Fault(file, line, what, mend))

    def _theme(self, campaign: tables.Campaign) -> dict[str, bytes]:
        """The files below `theme/`, by their path there; the logo has its own place."""
        names = [name for name in self.files if name.startswith("theme/") and name != campaign.theme.logo]
        if LOGO in names:
            mend = Said("Name it in campaign.toml, [theme]: %(line)s; or take it out.", line=f'logo = "{LOGO}"')
            self._fault(LOGO, 0, Said("is not named as the logo"), mend)
        self.used |= set(names)
        return {name.removeprefix("theme/"): self.files[name] for name in names if name != LOGO}

    def _campaign(self) -> tables.Campaign:
        if "campaign.toml" not in self.files:
            raise PackRefused([Fault("campaign.toml", 0, Said("is missing"), Said("Every pack begins with it."))])
        file = self._toml("campaign.toml")
        campaign = file.convert(file.table, tables.Campaign)
        if campaign is None:
            raise PackRefused(self.unread or self.faults)
        if campaign.source_language not in campaign.languages:
            what = Said("the source language is not among the languages")
            file.fault(("languages",), what, Said("Add it to the list."))
            raise PackRefused(self.faults)
        return campaign

    def _tables(self, pack: Pack) -> None:
        facts = self._toml("facts.toml")
        facts.only("facts", "corrections")
        pack.facts = facts.rows("facts", tables.Fact)
        pack.corrections = facts.rows("corrections", tables.Correction)
        self._note_keys(facts, "facts", "corrections")
        for name, kind, row in (
            ("cards", "cards", tables.Card),
            ("pictures", "pictures", tables.Picture),
            ("press", "contacts", tables.Contact),
            ("glossary", "terms", tables.Term),
        ):
            file = self._toml(f"{name}.toml")
            file.only(kind)
            setattr(pack, kind, file.rows(kind, row))
            self._note_keys(file, kind)
        if "film.toml" in self.files:
            file = self._toml("film.toml")
            pack.film = file.convert(file.table, tables.Film)

    def _note_keys(self, file: TomlFile, *names: str) -> None:
        """Note the keys of all rows, also of those at fault: words that belong to them are not at fault too."""
        for name in names:
            self.keys[name] = [str(row.get("term" if name == "terms" else "key")) for row in file.list_of(name)]

    # -- words

    def _words(self, pack: Pack, language: str) -> Words:
        words: Words = {"texts": self._texts(language), "statement": self._statement(pack, language)}
        for slug in self._slugs():
            words[f"news.{slug}"] = self._news(pack, slug, language)
        words |= self._fact_words(pack, language) | self._card_words(language)
        words |= self._picture_words(language)
        film = self._toml(f"film/{language}.toml")
        film.only("title", "summary")
        film.strings((), "title", "summary")
        words["film"] = _lines(film.table, "title", "summary")
        words |= self._press_words(language)
        return {name: segments for name, segments in words.items() if segments}

    def _texts(self, language: str) -> tuple[Segment, ...]:
        file = self._toml(f"texts/{language}.toml")
        file.only(*wording.TEXTS, "about", "ways", "posts")
        file.strings((), *wording.TEXTS, "about")
        self._strings(file, "posts")
        for number, way in enumerate(file.list_of("ways")):
            path = ("ways", number)
            file.only_in(way, path, ("key", "title", "text"))
            file.strings(path, "key", "title", "text")
            if not way.get("key"):
                what = Said("“%(name)s” is missing in way %(number)s", name="key", number=number + 1)
                file.fault(path, what, sentences.add_line('key = "share"'))
        return wording.texts_segments(file.table, file.name, file.line_inside("about"), self.faults)

    def _statement(self, pack: Pack, language: str) -> tuple[Segment, ...]:
        name = f"statement/{language}.md"
        if name not in self.files:
            return ()
        front, body, line = self._front(name)
        if language == pack.campaign.source_language:
            shared = {key: value for key, value in front.table.items() if key not in STATEMENT_WORDS}
            pack.statement = front.convert(shared, tables.Statement)
        else:
            front.only(*STATEMENT_WORDS)
        front.strings((), "title", "place", "byline")
        names = front.table.get("signatories", [])
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            what = Said("“%(name)s” is not a list of names", name="signatories")
            front.fault(("signatories",), what, sentences.write('["…", "…"]'))
        segments, unplaced = wording.statement_segments(front.table, body, name, line, self.faults)
        if language == pack.campaign.source_language:
            pack.unplaced = unplaced
        return segments

    def _slugs(self) -> list[str]:
        return sorted({name.split("/")[1] for name in self.files if name.startswith("news/") and name.count("/") == 2})

    def _news(self, pack: Pack, slug: str, language: str) -> tuple[Segment, ...]:
        name = f"news/{slug}/{language}.md"
        if name not in self.files:
            return ()
        front, body, line = self._front(name)
        if language == pack.campaign.source_language:
            shared = {key: value for key, value in front.table.items() if key not in NEWS_WORDS}
            if (made := front.convert(shared, tables.News)) is not None:
                pack.news[slug] = made
        else:
            front.only(*NEWS_WORDS)
        front.strings((), *NEWS_WORDS)
        return wording.news_segments(front.table, body, name, line, self.faults)

    def _fact_words(self, pack: Pack, language: str) -> Words:
        file = self._toml(f"facts/{language}.toml")
        file.only("claims", "caveats", "corrections")
        claims, caveats, corrections = (self._strings(file, name) for name in ("claims", "caveats", "corrections"))
        self._known(file, "claims", claims, self.keys["facts"])
        self._known(file, "caveats", caveats, self.keys["facts"])
        self._known(file, "corrections", corrections, self.keys["corrections"])
        words: Words = {}
        for fact in pack.facts:
            words[f"fact.{fact.key}"] = _segments(("claim", claims.get(fact.key)), ("caveat", caveats.get(fact.key)))
        return words | {f"correction.{key}": _segments(("text", text)) for key, text in corrections.items()}

    def _card_words(self, language: str) -> Words:
        file = self._toml(f"cards/{language}.toml")
        self._known(file, "", file.table, self.keys["cards"])
        words: Words = {}
        for key in file.table:
            fields = self._strings(file, key, inner="rows")
            alt = fields.pop("alt", "")
            labels = [(f"row.{row}", text) for row, text in sorted(self._row_labels(file, key).items())]
            words[f"card.{key}"] = _segments(*sorted(fields.items()), *labels, ("alt", alt))
        return words

    def _row_labels(self, file: TomlFile, key: str) -> dict[str, str]:
        """The labels of a card's rows: the table `rows` within that of the card."""
        card = file.table.get(key, {})
        rows = card.get("rows", {}) if isinstance(card, dict) else {}
        if not isinstance(rows, dict):
            self._no_table(file, key, "rows")
            return {}
        for row, label in rows.items():
            if not isinstance(label, str):
                file.fault((key, "rows", row), sentences.not_text(f"{key}.rows.{row}"), sentences.QUOTE)
        return {row: label.strip() for row, label in rows.items() if isinstance(label, str)}

    def _picture_words(self, language: str) -> Words:
        file = self._toml(f"pictures/{language}.toml")
        self._known(file, "", file.table, self.keys["pictures"])
        for key in file.table:
            file.only_in(self._strings(file, key), (key,), ("alt", "caption"))
        return {f"picture.{key}": _lines(self._strings(file, key), "alt", "caption") for key in file.table}

    def _press_words(self, language: str) -> Words:
        file = self._toml(f"press/{language}.toml")
        file.strings((), "boilerplate")
        roles = [key for key in file.table if key != "boilerplate"]
        self._known(file, "", roles, self.keys["contacts"])
        for key in roles:
            file.only_in(self._strings(file, key), (key,), ("role",))
        boilerplate = file.table.get("boilerplate", "")
        found = [(f"role.{key}", self._strings(file, key).get("role", "")) for key in roles]
        return {"press": _segments(("boilerplate", boilerplate), *found)}

    def _language_files(self, pack: Pack, language: str) -> None:
        name = f"film/captions/{language}.vtt"
        if name in self.files:
            pack.captions[language] = self._text(name)
        file = self._toml(f"state/{language}.toml")
        file.only("reviewed", "segments")
        reviewed, rows = file.table.get("reviewed", True), file.table.get("segments", {})
        if not isinstance(reviewed, bool):
            what = Said("“%(name)s” is neither true nor false", name="reviewed")
            file.fault(("reviewed",), what, Said("Write it without quotation marks."))
        if not isinstance(rows, dict):
            self._no_table(file, "segments", write='segments."statement/title"')
            rows = {}
        pack.reviewed[language] = reviewed is True
        made = {key: file.convert(row, tables.SegmentState, ("segments", key)) for key, row in rows.items()}
        pack.states[language] = {key: row for key, row in made.items() if row is not None}
        if language != pack.campaign.source_language and (renderings := self._renderings(language)):
            pack.renderings[language] = renderings

    def _renderings(self, language: str) -> dict[str, tables.Rendering]:
        """The words of one language for the terms of the glossary."""
        file = self._toml(f"glossary/{language}.toml")
        self._known(file, "", file.table, self.keys["terms"])
        made = {term: file.convert(row, tables.Rendering, (term,)) for term, row in file.table.items()}
        return {term: row for term, row in made.items() if row is not None}

    def _organisations(self) -> list[tables.Organisation]:
        found: dict[str, tables.Organisation] = {}
        for line, row in self._rows("organisations.csv", COLUMNS):
            made = self._organisation(row, line)
            if made is not None and made.key in found:
                self._fault("organisations.csv", line, *sentences.key_twice(made.key))
            elif made is not None:
                found[made.key] = made
        return list(found.values())

    def _organisation(self, row: dict[str, str], line: int) -> tables.Organisation | None:
        values: dict[str, object] = dict(row)
        if values["sample"] not in ("yes", ""):
            what = Said("“%(name)s” is “%(given)s”", name="sample", given=row["sample"])
            self._fault("organisations.csv", line, what, Said("Write yes, or nothing."))
        values["languages"] = str(values["languages"]).split()
        values["sample"] = values["sample"] == "yes"
        values["role"] = values["role"] or "partner"
        try:
            return msgspec.convert(values, tables.Organisation)
        except msgspec.ValidationError as error:
            self._fault("organisations.csv", line, sentences.in_small(str(error)), Said("Mend this row."))
            return None

    def _links(self) -> list[tables.Link]:
        found: dict[str, tables.Link] = {}
        for line, row in self._rows("links.csv", LINK_COLUMNS):
            if row["code"] in found:
                what = Said("the code “%(code)s” stands there twice", code=row["code"])
                self._fault("links.csv", line, what, Said("Take one of the rows out."))
            else:
                found[row["code"]] = tables.Link(**row)
        return list(found.values())

    def _rows(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of a CSV that have all columns, each with its line."""
        if name not in self.files:
            return
        reader = csv.DictReader(io.StringIO(self._text(name), newline=""), strict=True)
        try:
            if tuple(reader.fieldnames or ()) != columns:
                mend = Said("The first line is: %(line)s", line=",".join(columns))
                self._fault(name, 1, Said("has other columns"), mend)
                return
            for row in reader:
                if None in row or None in row.values():
                    mend = Said(
                        'Give every row the same columns; a field with a comma stands between quotation marks: "…".'
                    )
                    what = Said("has more or fewer columns than the first line")
                    self._fault(name, reader.line_num, what, mend)
                    continue
                yield reader.line_num, {key: row[key].strip() for key in columns}
        except csv.Error as error:
            what = sentences.broken_off(str(error))
            mend = Said('Save it again as CSV (UTF-8, commas); a quotation mark inside a field is written "".')
            self._fault(name, reader.reader.line_num, what, mend)

    # -- files

    def _bytes(self, name: str) -> bytes:
        self.used.add(name)
        return self.files.get(name, b"")

    def _text(self, name: str) -> str:
        try:
            text = self._bytes(name).decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = self.files[name][: error.start].count(b"\n") + 1
            self._fault(name, line, Said("is not UTF-8"), Said("Save it again as UTF-8."))
            return ""
        if odd := CONTROL.search(text):
            what = Said("holds the control character %(character)s", character=f"U+{ord(odd[0]):04X}")
            line = text[: odd.start()].count("\n") + 1
            self._fault(name, line, what, Said("Take it out, or save the file again as plain text."))
        return text

    def _toml(self, name: str) -> TomlFile:
        with self._reading():
            return TomlFile(name, self._text(name), 1, self.faults)

    def _front(self, name: str) -> tuple[TomlFile, str, int]:
        with self._reading():
            front, body, line = wording.split_front(self._text(name))
            return TomlFile(name, front, 2, self.faults), body, line

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Note what keeps a file from being read at all."""
        before = len(self.faults)
        yield
        self.unread += self.faults[before:]

    def _strings(self, file: TomlFile, name: str, inner: str = "") -> dict[str, str]:
        """The texts of a table; what stands under `inner` is a table of its own."""
        table = file.table.get(name, {})
        if not isinstance(table, dict):
            self._no_table(file, name)
            return {}
        for key, value in table.items():
            if not isinstance(value, str) and key != inner:
                file.fault((name, key), sentences.not_text(f"{name}.{key}"), sentences.QUOTE)
        return {key: value.strip() for key, value in table.items() if isinstance(value, str) and key != inner}

    def _no_table(self, file: TomlFile, *path: str, write: str = "") -> None:
        name = ".".join(path)
        file.fault(path, sentences.no_table(name), sentences.write(f"[{write or name}]"))

    def _known(self, file: TomlFile, table: str, found: Iterable[str], names: list[str]) -> None:
        for key in found:
            if key not in names:
                what = Said("there is nothing called “%(name)s”", name=key)
                otherwise = Said("Remove it, or add it to the file without language.")
                file.fault((table, key) if table else (key,), what, sentences.did_you_mean(key, names) or otherwise)


def _segments(*pairs: tuple[str, object]) -> tuple[Segment, ...]:
    return tuple(Segment(key, text.strip()) for key, text in pairs if isinstance(text, str) and text.strip())


def _lines(table: Mapping[str, object], *keys: str) -> tuple[Segment, ...]:
    return _segments(*((key, table.get(key)) for key in keys))
