"""The manifest of an edition: path → hash, size, type, in one canonical form. Plain Python."""

import msgspec

from unisono.site.outputs import FileRef


class File(msgspec.Struct, frozen=True):
    """One file of an edition."""

    sha256: str
    size: int
    type: str


class Manifest(msgspec.Struct, frozen=True):
    """One edition."""

    format: int
    campaign: str
    source_language: str
    languages: tuple[str, ...]
    files: dict[str, File]


def manifest_of(campaign: str, source_language: str, languages: tuple[str, ...], files: list[FileRef]) -> Manifest:
    """Return the manifest of `files`; raises `ValueError` where two outputs made the same path differently."""
    found: dict[str, File] = {}
    for file in sorted(files, key=lambda one: one.path):
        made = File(file.sha256, file.size, file.type)
        if found.setdefault(file.path, made) != made:
            raise ValueError(f"two outputs made {file.path}, each differently")
    return Manifest(1, campaign, source_language, languages, found)


def encode(manifest: Manifest) -> bytes:
    """Return the canonical bytes; their SHA-256 names the edition."""
    return msgspec.json.encode(manifest, order="sorted")


def decode(content: bytes) -> Manifest:
    """Read a manifest; raises `msgspec.DecodeError` when it is none."""
    return msgspec.json.decode(content, type=Manifest)
