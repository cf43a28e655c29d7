"""What stands in the folders of a download: the files of an edition under plain names, and texts written for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unisono.site.contexts.survey import Survey
from unisono.site.downloads import wording
from unisono.site.outputs import FileRef, canonical, key_of
from unisono.site.snapshot import Words

PICTURE_FORMATS = ("square", "portrait", "story", "landscape", "link")
PAPER_FORMATS = ("poster", "leaflet")
VERSION_LENGTH = 12
"""Hex digits of the hash by which people name the state of a folder."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to take: its name in the folder, where the edition has it, what it shows in words, its language."""

    name: str
    file: FileRef
    alt: str
    language: str


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: files as they are, texts (name, content), the version of it all, the newest approval in it."""

    items: tuple[Item, ...]
    texts: tuple[tuple[str, str], ...]
    version: str
    at: str


def folder_of(seen: Survey, code: str, address: str = "") -> Folder | None:
    """Return the folder of a language; `None` where it has no card, no statement and no captions to take.

    `address` is where its posts lead, the language's home page without one. Cards are those of `seen.assets`: with
    others under the same outputs' names (of an organisation, say) the folder holds those.
    """
    items = tuple(_items(seen, code))
    if not items:
        return None
    words = seen.snapshot.in_language(code)
    address = address or f"{seen.snapshot.origin}/{code}/"
    texts = [
        ("alt-texts.txt", wording.alternatives(seen, code)),
        ("posts.txt", wording.posts(words, address)),
        ("LICENCE.txt", wording.licence(seen, words)),
    ]
    return finished(seen, words, address, items, texts, words.approved_at(_pieces(seen, words)))


def everything(seen: Survey, folders: Iterable[tuple[str, Folder]]) -> Folder:
    """Return what stands beside the languages' folders: pictures and film once, and a README in the source language."""
    words = seen.snapshot.in_language(seen.snapshot.source_language)
    held = list(folders)
    items = (*_pictures(seen, words), *_film(seen, words))
    own = words.approved_at(["texts", "film", *(f"picture.{picture.key}" for picture in seen.snapshot.pictures)])
    at = max([own, *(folder.at for _, folder in held)])
    texts = [("LICENCE.txt", wording.licence(seen, words, [item.name for item in items]))]
    address = f"{seen.snapshot.origin}/"
    return finished(seen, words, address, items, texts, at, {code: folder.version for code, folder in held})


def finished(
    seen: Survey,
    words: Words,
    address: str,
    items: tuple[Item, ...],
    texts: Iterable[tuple[str, str]],
    at: str,
    languages: dict[str, str] | None = None,
) -> Folder:
    """Return a folder with its README and its manifest; `languages` are the versions of the folders in it."""
    written = [(name, text) for name, text in texts if text]
    names = [*(item.name for item in items), *(name for name, _ in written)]
    hashes = [(item.name, item.file.sha256) for item in items]
    said = wording.readme_lines(seen, words, names, address, tuple(languages or ()))
    version = key_of("folder", hashes, written, said, languages)[:VERSION_LENGTH]
    written.append(("README.txt", wording.readme(seen, words.code, said, version, at)))
    manifest = {
        "campaign": seen.snapshot.slug,
        "name": words.texts.name,
        "language": words.code,
        "address": address,
        "version": version,
        "date": at,
        "sample": seen.snapshot.sample,
        "licence": {"name": seen.snapshot.licence.name, "url": seen.snapshot.licence.url},
        "files": [*map(_described, items), *(_text_described(name, text, words.code) for name, text in written)],
    }
    if languages:
        manifest["folders"] = languages
    written.append(("manifest.json", canonical(manifest).decode()))
    return Folder(items, tuple(written), version, at)


def _described(item: Item) -> dict[str, object]:
    file = item.file
    found: dict[str, object] = {"name": item.name, "sha256": file.sha256, "size": file.size, "type": file.type}
    found |= {"language": item.language, "alt": item.alt, "pixels": file.pixels}
    return {name: value for name, value in found.items() if value}


def _text_described(name: str, text: str, code: str) -> dict[str, object]:
    file = FileRef.of(name, text.encode(), "text/plain; charset=utf-8")
    return {"name": name, "sha256": file.sha256, "size": file.size, "type": file.type, "language": code}


def _pieces(seen: Survey, words: Words) -> set[str]:
    """Name the pieces whose words and figures a language's folder shows."""
    shown = {"texts", "statement", "film"}
    for card, _ in seen.cards(words.code):
        shown |= {f"card.{card.key}", f"fact.{card.fact}", *(f"fact.{row.fact}" for row in card.rows)}
    return shown


def _items(seen: Survey, code: str) -> Iterator[Item]:
    for card, words in seen.cards(code):
        for format in PICTURE_FORMATS + PAPER_FORMATS:
            is_picture = format in PICTURE_FORMATS
            kind = "image/png" if is_picture else "application/pdf"
            file = seen.assets.one(f"card:{card.key}:{words.language}:{format}", kind)
            if file:
                yield Item(f"{'cards' if is_picture else 'print'}/{file.name}", file, words.alt, words.language)
    said = seen.snapshot.in_language(code).statement
    document = seen.assets.one(f"pdf:statement:{said.language}", "application/pdf") if said else None
    if said and document:
        yield Item(document.name, document, "", said.language)
    for output in (f"captions:{code}", f"subtitles:{code}"):
        captions = seen.assets.one(output)
        if captions:
            yield Item(f"film/{captions.name}", captions, "", code)


def _pictures(seen: Survey, words: Words) -> Iterator[Item]:
    """The originals, each under its key: two may have the same name."""
    said = {picture.key: picture for picture in words.pictures}
    for picture in seen.snapshot.pictures:
        file = seen.assets.one(f"picture:{picture.key}", picture.type)
        if file and picture.key in said:
            yield Item(f"pictures/{picture.key}/{file.name}", file, said[picture.key].alt, said[picture.key].language)


def _film(seen: Survey, words: Words) -> Iterator[Item]:
    for output, kind in (("film:master", ""), ("film:poster", "image/jpeg")):
        file = seen.assets.one(output, kind)
        if file:
            language = words.film.language if words.film else words.code
            yield Item(f"film/{file.name}", file, words.film.title if words.film else "", language)
