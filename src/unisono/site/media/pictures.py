"""Pictures: the original without metadata, to download, and smaller WebP versions to look at."""

import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

import PIL
from PIL import Image, ImageCms, ImageOps

from unisono.site.media.cleaning import cleaned
from unisono.site.outputs import Made, Output, hashed_path, key_of
from unisono.site.snapshot import Snapshot
from unisono.site.store import Blobs

WIDTHS = (480, 960)
"""Widths (pixels) of the versions to look at; no picture is made wider than it is."""
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_VERSION = 1


def plan_pictures(snapshot: Snapshot, blobs: Blobs) -> Iterator[Output]:
    """Yield one output a picture that some open language has words for: `picture:voices`."""
    worded = {said.key for words in snapshot.words for said in words.pictures}
    for picture in snapshot.pictures:
        if picture.key in worded:
            stem = _plain_stem(picture.name) or picture.key
            yield Output(
                f"picture:{picture.key}",
                key_of("picture", _VERSION, PIL.__version__, stem, picture.sha256, picture.type, WIDTHS),
                partial(make_picture, blobs, picture.sha256, picture.type, stem),
            )


def make_picture(blobs: Blobs, sha256: str, type: str, stem: str) -> Made:
    """Return the original, upright and without metadata, and its smaller versions as WebP.

    Raises `Unreadable` or `OSError` for a file that is no picture.
    """
    content = blobs.get(sha256)
    picture = upright(content)
    original = cleaned(content, type) if picture is None else cleaned(_saved(picture, type), type)
    shown = picture if picture is not None else Image.open(io.BytesIO(content))
    found = [(_name(stem, shown.size, _ENDINGS.get(type, "bin")), original, type)]
    found += [(name, small, "image/webp") for name, small in smaller(shown, stem, WIDTHS)]
    return [(hashed_path(made, name), made, kind) for name, made, kind in found]


def upright(content: bytes) -> Image.Image | None:
    """Return a picture turned as its camera meant it, or None where it stands upright already."""
    picture = Image.open(io.BytesIO(content))
    if picture.getexif().get(0x0112, 1) == 1:
        return None
    return ImageOps.exif_transpose(picture)


def smaller(picture: Image.Image, stem: str, widths: tuple[int, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of the picture as WebP in each width that it has."""
    plain = _in_srgb(picture)
    for width in sorted({min(width, plain.width) for width in widths}):
        height = max(1, round(plain.height * width / plain.width))
        sized = plain if width == plain.width else plain.resize((width, height), Image.Resampling.LANCZOS)
        file = io.BytesIO()
        sized.save(file, "WEBP", quality=82, method=4)
        yield _name(stem, sized.size, "webp"), file.getvalue()


def jpeg(picture: Image.Image, stem: str, width: int) -> tuple[str, bytes]:
    """Return (file name, content) of the picture as JPEG on white, at most `width` pixels wide."""
    plain = _in_srgb(picture)
    if plain.mode == "RGBA":
        white = Image.new("RGB", plain.size, "#ffffff")
        white.paste(plain, mask=plain.getchannel("A"))
        plain = white
    if width < plain.width:
        plain = plain.resize((width, round(plain.height * width / plain.width)), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    plain.save(file, "JPEG", quality=85, optimize=True)
    return _name(stem, plain.size, "jpg"), file.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in the colours of screens; transparency is kept."""
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    profile = picture.info.get("icc_profile")
    target = "RGBA" if has_alpha else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        mode = target if picture.mode != "CMYK" else "RGB"
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            picture = turned if turned is not None else picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a damaged profile: its colours are taken as a screen's, as browsers do
    plain = picture.convert(target)
    plain.info.clear()
    return plain


def _saved(picture: Image.Image, type: str) -> bytes:
    file = io.BytesIO()
    options = {"quality": 95} if type != "image/png" else {}
    picture.save(file, _FORMATS[type], icc_profile=picture.info.get("icc_profile"), **options)
    return file.getvalue()


def _plain_stem(name: str) -> str:
    """A file's name without its ending, in letters that every system and address knows."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", PurePosixPath(name).stem).strip("-.")


def _name(stem: str, size: tuple[int, int], ending: str) -> str:
    return f"{stem}-{size[0]}x{size[1]}.{ending}"
