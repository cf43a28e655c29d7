"""The plan of a bundle: which files are in it, in one canonical form.

Texts that exist nowhere else stand in the plan itself, already compressed: so whoever composes the ZIP needs no
compressor, and another version of one cannot change a byte. Everything else is named by its SHA-256.
"""

import zlib
from datetime import datetime
from typing import Annotated, Literal

import msgspec

#: The MIME type by which a manifest says that a file is a plan, to be answered with the ZIP it describes.
BUNDLE_TYPE = "application/vnd.unisono.bundle+json"
ZIP_TYPE = "application/zip"

_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$")]
_FileName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class BadPlan(ValueError):
    """A plan that describes no sound ZIP; the message says what is wrong with it."""


class BundledFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of a bundle: its name with folders, size in bytes and CRC-32 of its content.

    The content is the blob `sha256`, kept as it is, or stands here, `deflated`.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    size: _Count
    crc32: Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
    sha256: _Sha256 = ""
    deflated: bytes = b""

    @property
    def packed_size(self) -> int:
        """Bytes that the content takes in the ZIP."""
        return self.size if self.sha256 else len(self.deflated)


class Plan(msgspec.Struct, frozen=True):
    """A bundle: the name it is saved under, the instant its files carry, the size of the ZIP, its files in order."""

    name: _FileName
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    size: _Count
    files: tuple[BundledFile, ...]
    format: Literal[1] = 1


def kept_file(name: str, sha256: str, content: bytes) -> BundledFile:
    """Return a file that goes in as it is: pictures, documents and films are compressed already."""
    return BundledFile(name, len(content), zlib.crc32(content), sha256=sha256)


def written_file(name: str, content: bytes) -> BundledFile:
    """Return a file whose content is written for this bundle alone, compressed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return BundledFile(name, len(content), zlib.crc32(content), deflated=packer.compress(content) + packer.flush())


def encode_plan(plan: Plan) -> bytes:
    """Return the canonical bytes of a plan."""
    return msgspec.json.encode(plan, order="sorted")


def decode_plan(content: bytes) -> Plan:
    """Read a plan. Raises `BadPlan` where it is none, or describes what no program should unpack."""
    try:
        return checked(msgspec.json.decode(content, type=Plan))
    except msgspec.MsgspecError as error:
        raise BadPlan(str(error)) from None


def checked(plan: Plan) -> Plan:
    """Return the plan. Raises `BadPlan` for a name that leads out of the folder, twice the same, or no content."""
    seen: set[str] = set()
    for file in plan.files:
        parts = file.name.split("/")
        if "\\" in file.name or ":" in parts[0] or not all(part.strip(". ") for part in parts):
            raise BadPlan(f"“{file.name}” is no name for a file in a bundle: write folder/name.ending")
        if file.name in seen:
            raise BadPlan(f"“{file.name}” stands in the bundle twice")
        if bool(file.sha256) == bool(file.deflated):
            raise BadPlan(f"“{file.name}” must have either a hash or its content")
        seen.add(file.name)
    return plan
