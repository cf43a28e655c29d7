"""Editions as the door holds them: the files of a manifest, small ones in memory."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from unisono.bundles import BUNDLE_TYPE, BadPlan, Bundle, decode_plan

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
LanguageCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[a-z0-9]+)*$")]

# A content type goes into a header: printable ASCII only.
ContentType = Annotated[str, msgspec.Meta(pattern=r"^[!-~][ -~]{0,99}$")]

# A page of a short link, as it goes into a header: a language and folders of it.
Page = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[a-z0-9]+)*/([a-z0-9-]+/)*$")]

LINKS = "links.json"
HELD_SIZE = 64 * 1024  # bytes; larger files are sent from disk
_MEND = "Restore it from a backup or freeze again."
_SUFFIX = {"br": ".br", "gzip": ".gz"}


class EditionError(Exception):
    """An edition cannot be served; the message says which, why and how to mend it."""


class FileRecord(msgspec.Struct, frozen=True):
    """One line of a manifest: content hash, size in bytes as it is sent, content type.

    Where the type is that of a bundle's plan, the hash is the plan's and the size that of the ZIP it describes.
    """

    sha256: Sha256
    size: Annotated[int, msgspec.Meta(ge=0)]
    type: ContentType


class Manifest(msgspec.Struct, frozen=True):
    """What an edition consists of; its identity is the SHA-256 of the file this was read from."""

    format: Literal[1]
    campaign: str
    source_language: LanguageCode
    languages: list[LanguageCode]
    files: dict[str, FileRecord]


class LinkTable(msgspec.Struct, frozen=True):
    """links.json of an edition: the page that each short code leads to."""

    format: Literal[1]
    links: dict[str, Page]


class Variant:
    """One encoding of a content: its bytes if they are held, otherwise the file they are sent from."""

    __slots__ = ("body", "encoding", "path", "size")

    def __init__(self, encoding: str, size: int, path: str, body: bytes | None) -> None:
        self.encoding = encoding
        self.size = size
        self.path = path
        self.body = body


class Entry:
    """One public file of an edition: address, type, content, and the replies made from it on first use.

    `saved_as`: the name under which a visitor keeps what is there to be kept, not to be looked at.
    """

    __slots__ = ("is_immutable", "replies", "saved_as", "sha256", "type", "variants")

    def __init__(
        self, sha256: str, type: str, variants: tuple[Variant, ...], is_immutable: bool, saved_as: str = ""
    ) -> None:
        self.sha256 = sha256
        self.type = type
        self.variants = variants
        self.is_immutable = is_immutable
        self.saved_as = saved_as
        self.replies: dict | None = None

    @property
    def is_bundle(self) -> bool:
        """Whether a plan lies where its one variant says, and what is sent is the ZIP of that plan."""
        return self.type == BUNDLE_TYPE


class Edition:
    """A loaded edition: what answers at which path."""

    __slots__ = ("assets", "id", "languages", "links", "missing", "routes", "source_language")

    def __init__(self, id: str, manifest: Manifest, entries: dict[str, Entry], links: dict[str, str]) -> None:
        self.id = id
        self.links = links
        self.routes: dict[str, Entry] = {}
        self.missing: dict[str, Entry] = {}
        self.assets: dict[str, Entry] = {}
        for path, entry in entries.items():
            folder, _, name = path.rpartition("/")
            if name == "404.html" and folder:
                self.missing[folder] = entry
            else:
                self.routes["/" + (path.removesuffix("index.html") if name == "index.html" else path)] = entry
            if entry.is_immutable:
                self.assets["/" + path] = entry
        self.languages = tuple(code for code in manifest.languages if f"/{code}/" in self.routes)
        self.source_language = manifest.source_language


class Shelf:
    """Reads editions from the content store and keeps small contents in memory, up to `capacity` bytes.

    Contents are shared between editions and between successive states. Call `begin` before loading a new
    state and `finish` after it: what was not asked for in between is let go.
    """

    def __init__(self, editions: Path, capacity: int) -> None:
        self._folder = editions
        self._capacity = capacity
        self._left = capacity
        self._variants: dict[str, tuple[Variant, ...]] = {}
        self._entries: dict[tuple[str, str, bool], Entry] = {}
        self._links: dict[str, dict[str, str]] = {}
        self._fresh_variants: dict[str, tuple[Variant, ...]] = {}
        self._fresh_entries: dict[tuple[str, str, bool], Entry] = {}
        self._fresh_links: dict[str, dict[str, str]] = {}

    def begin(self) -> None:
        """Start a new state: the whole memory is to be given out again, the most important edition first."""
        self._left = self._capacity
        self._fresh_variants, self._fresh_entries, self._fresh_links = {}, {}, {}

    def keep(self, entries: Iterable[Entry]) -> None:
        """Carry entries loaded earlier over into the new state; what no longer fits leaves the memory."""
        for entry in entries:
            variants = entry.variants if entry.is_bundle else self._fresh_variants.get(entry.sha256)
            if variants is None:
                variants = entry.variants
                if not self._take(variants):
                    variants = tuple(Variant(v.encoding, v.size, v.path, None) for v in variants)
                self._fresh_variants[entry.sha256] = variants
            if entry.variants is not variants:
                entry.variants, entry.replies = variants, None
            self._fresh_entries[(entry.sha256, entry.type, entry.is_immutable)] = entry

    def finish(self) -> None:
        """Let go of every content that the new state does not use."""
        self._variants, self._entries, self._links = self._fresh_variants, self._fresh_entries, self._fresh_links
        self._fresh_variants, self._fresh_entries, self._fresh_links = {}, {}, {}

    @property
    def held(self) -> int:
        """Bytes of content kept in memory."""
        variants = [variant for content in self._variants.values() for variant in content]
        return sum(len(variant.body) for variant in variants if variant.body is not None)

    def edition(self, id: str, campaign: str, assets_only: bool = False) -> Edition:
        """Load an edition. Raises EditionError where a file of it is missing or is not what it should be."""
        manifest = self._manifest(id, campaign)
        entries = {}
        for path, record in manifest.files.items():
            is_asset = path.startswith("assets/")
            if is_asset or not assets_only:
                try:
                    entries[path] = self._entry(record, is_asset)
                except EditionError as fault:
                    raise EditionError(f"edition {id[:12]}: {path}: {fault}") from None
        try:
            links = self._link_table(manifest.files[LINKS]) if LINKS in manifest.files else {}
        except EditionError as fault:
            raise EditionError(f"edition {id[:12]}: {LINKS}: {fault}") from None
        return Edition(id, manifest, entries, links)

    def loose(self, record: FileRecord) -> Entry:
        """Return a file of this store that belongs to no edition. Raises EditionError where it is not there."""
        if record.type == BUNDLE_TYPE:
            return self._bundle(record, is_asset=False)
        return Entry(record.sha256, record.type, self._read(record), is_immutable=False)

    def _link_table(self, record: FileRecord) -> dict[str, str]:
        """The short links of an edition. Most editions have those of the one before: one table for all of them."""
        table = self._fresh_links.get(record.sha256)
        if table is None:
            table = self._links.get(record.sha256)
            if table is None:
                table = self._read_links(self._path(record.sha256))
            self._fresh_links[record.sha256] = table
        return table

    def _read_links(self, path: Path) -> dict[str, str]:
        try:
            text = path.read_bytes()
            if hashlib.sha256(text).hexdigest() != Path(path).name:
                raise EditionError(f"its content was altered: {path}. {_MEND}")
            links = msgspec.json.decode(text, type=LinkTable).links
        except OSError as error:
            raise EditionError(f"cannot be read ({error.strerror}): {path}. {_MEND}") from None
        except msgspec.MsgspecError as error:
            raise EditionError(f"cannot be understood: {error}") from None
        # Thousands of codes lead to a few pages: each text is kept once, whichever edition it comes from.
        return {sys.intern(code): sys.intern(page) for code, page in links.items()}

    def _manifest(self, id: str, campaign: str) -> Manifest:
        path = self._folder / "manifests" / f"{id}.json"
        try:
            text = path.read_bytes()
        except OSError as error:
            reason = f"its manifest cannot be read ({error.strerror}): {path}. {_MEND}"
            raise EditionError(f"edition {id[:12]}: {reason}") from None
        if hashlib.sha256(text).hexdigest() != id:
            raise EditionError(f"edition {id[:12]}: its manifest was altered: {path}. {_MEND}")
        try:
            manifest = msgspec.json.decode(text, type=Manifest)
        except msgspec.MsgspecError as error:
            raise EditionError(f"edition {id[:12]}: its manifest cannot be understood: {error}") from None
        if manifest.campaign != campaign:
            raise EditionError(f"edition {id[:12]} belongs to {manifest.campaign!r} but is scheduled for {campaign!r}.")
        return manifest

    def _entry(self, record: FileRecord, is_asset: bool) -> Entry:
        key = (record.sha256, record.type, is_asset)
        entry = self._fresh_entries.get(key)
        if entry is None and record.type == BUNDLE_TYPE:
            entry = self._entries.get(key) or self._bundle(record, is_asset)
        elif entry is None:
            variants = self._content(record)
            entry = self._entries.get(key)
            if entry is None or entry.variants is not variants:
                entry = Entry(record.sha256, sys.intern(record.type), variants, is_asset)
        self._fresh_entries[key] = entry
        return entry

    def _bundle(self, record: FileRecord, is_asset: bool) -> Entry:
        """Look whether everything that a bundle's plan names is there; the ZIP is composed when it is asked for."""
        bundle = read_bundle(self._path(record.sha256), record.sha256)
        if bundle.size != record.size:
            raise EditionError(f"a ZIP of {bundle.size} bytes instead of {record.size}. {_MEND}")
        for file in bundle.plan.files:
            if file.sha256:
                self._check_size(self._path(file.sha256), file.size)
        variant = Variant("", bundle.size, str(self._path(record.sha256)), None)
        return Entry(record.sha256, BUNDLE_TYPE, (variant,), is_asset, saved_as=bundle.plan.name)

    def _check_size(self, path: Path, size: int) -> None:
        try:
            found = path.stat().st_size
        except OSError as error:
            raise EditionError(f"a file of it cannot be read ({error.strerror}): {path}. {_MEND}") from None
        if found != size:
            raise EditionError(f"a file of it has {found} bytes instead of {size}: {path}. {_MEND}")

    def _path(self, sha256: str) -> Path:
        return self._folder / "blobs" / sha256[:2] / sha256

    def _content(self, record: FileRecord) -> tuple[Variant, ...]:
        variants = self._fresh_variants.get(record.sha256)
        if variants is None:
            variants = self._variants.get(record.sha256)
            # What was sent from disk stays so until its content is next read; what was held must fit again.
            if variants is None or not self._take(variants):
                variants = self._read(record)
            self._fresh_variants[record.sha256] = variants
        return variants

    def _take(self, variants: tuple[Variant, ...]) -> bool:
        wanted = sum(len(v.body) for v in variants if v.body is not None)
        if wanted > self._left:
            return False
        self._left -= wanted
        return True

    def _read(self, record: FileRecord) -> tuple[Variant, ...]:
        path = str(self._path(record.sha256))
        variants = [self._read_variant(path, "", record)]
        for encoding, suffix in _SUFFIX.items():
            if Path(path + suffix).exists():
                variants.append(self._read_variant(path + suffix, encoding, record))
        return tuple(variants)

    def _read_variant(self, path: str, encoding: str, record: FileRecord) -> Variant:
        try:
            size = Path(path).stat().st_size
            if not encoding and size != record.size:
                raise EditionError(f"{size} bytes instead of {record.size}: {path}. {_MEND}")
            if record.size > HELD_SIZE or size > self._left:
                return Variant(encoding, size, path, None)
            body = Path(path).read_bytes()
        except OSError as error:
            raise EditionError(f"cannot be read ({error.strerror}): {path}. {_MEND}") from None
        if not encoding and hashlib.sha256(body).hexdigest() != record.sha256:
            raise EditionError(f"its content was altered: {path}. {_MEND}")
        self._left -= len(body)
        return Variant(encoding, len(body), path, body)


def read_bundle(path: Path, sha256: str) -> Bundle:
    """Read the plan of a bundle. Raises EditionError where it cannot be used."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise EditionError(f"its plan cannot be read ({error.strerror}): {path}. {_MEND}") from None
    if hashlib.sha256(text).hexdigest() != sha256:
        raise EditionError(f"its plan was altered: {path}. {_MEND}")
    try:
        return Bundle(decode_plan(text))
    except BadPlan as fault:
        raise EditionError(f"its plan cannot be used: {fault}") from None
