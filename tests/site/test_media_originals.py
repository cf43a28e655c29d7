"""Originals: nobody learns from a picture or film where its maker was; pixels stay as they are."""

import io
import struct
import zlib
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, PngImagePlugin
from river_story import box, film_file, photograph, png_file, store_in

from unisono.site.media.cleaning import Unreadable, cleaned
from unisono.site.media.pictures import jpeg, make_picture, smaller

SECRETS = (b"SecretCamera", b"SecretComment", b"SecretAuthor", b"+48.8577", b"Exif\0\0", b"xmp")


def pixels(content):
    return Image.open(io.BytesIO(content)).convert("RGBA")


def same_pixels(one, other):
    return ImageChops.difference(pixels(one), pixels(other)).getbbox() is None


def png_with_secrets():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "SecretAuthor")
    told.add_itxt("XML:com.adobe.xmp", "<xmp>SecretAuthor</xmp>")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    file = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.linear_gradient("L").convert("RGBA").save(file, "PNG", pnginfo=told, exif=exif, icc_profile=profile)
    return file.getvalue()


def webp_with_secrets():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    file = io.BytesIO()
    picture = Image.linear_gradient("L").convert("RGBA")
    picture.save(file, "WEBP", lossless=True, exif=exif, xmp=b"<xmp>SecretAuthor</xmp>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (photograph(), "image/jpeg"),
        (photograph() + b"SecretCamera hidden behind the end", "image/jpeg"),
        (png_with_secrets(), "image/png"),
        (png_with_secrets() + b"SecretAuthor", "image/png"),
        (webp_with_secrets(), "image/webp"),
    ],
)
def test_cleaned_keeps_pixels_and_nothing_else(content, type):
    assert any(secret in content for secret in SECRETS)
    clean = cleaned(content, type)
    assert not [secret for secret in SECRETS if secret in clean]
    assert same_pixels(content, clean)
    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {}
    assert cleaned(clean, type) == clean


def test_cleaned_keeps_the_colour_profile():
    clean = Image.open(io.BytesIO(cleaned(png_with_secrets(), "image/png")))
    assert clean.info["icc_profile"] == Image.open(io.BytesIO(png_with_secrets())).info["icc_profile"]
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(file, "JPEG", icc_profile=clean.info["icc_profile"], progressive=True)
    kept = Image.open(io.BytesIO(cleaned(file.getvalue(), "image/jpeg")))
    assert kept.info["icc_profile"] == clean.info["icc_profile"]


def test_cleaned_renames_a_colour_profile_that_names_its_owner():
    profile = zlib.compress(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    body = b"iCCPSecretAuthor's monitor\0\0" + profile
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    plain = png_file(8, 8)
    clean = cleaned(plain[:33] + chunk + plain[33:], "image/png")
    assert b"SecretAuthor" not in clean
    assert Image.open(io.BytesIO(clean)).info["icc_profile"]
    assert same_pixels(clean, plain)


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 2}, {"quality": 100}])
def test_cleaned_reads_every_way_of_writing_a_jpeg(options):
    picture = Image.effect_noise((300, 200), 90).convert("RGB")
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    picture.save(file, "JPEG", exif=exif, **options)
    clean = cleaned(file.getvalue(), "image/jpeg")
    assert b"SecretCamera" not in clean
    assert same_pixels(clean, file.getvalue())


def test_cleaned_reads_a_jpeg_with_filling_between_its_parts():
    plain = cleaned(photograph(), "image/jpeg")
    filled = plain[:2] + b"\xff\xff" + plain[2:]
    assert same_pixels(cleaned(filled, "image/jpeg"), plain)


def test_cleaned_leaves_a_clean_picture_as_it_is():
    assert cleaned(png_file(), "image/png") == png_file()
    assert cleaned(b"anything", "image/svg+xml") == b"anything"


def test_cleaned_empties_what_a_phone_wrote_into_a_film():
    film = film_file()
    clean = cleaned(film, "video/mp4")
    assert b"+48.8577" in film
    assert b"+48.8577" not in clean
    assert len(clean) == len(film)
    assert clean[-160:] == film[-160:]
    assert clean.count(b"free") - film.count(b"free") == film.count(b"udta") >= 2
    assert cleaned(clean, "video/mp4") == clean


def test_cleaned_reads_large_and_open_ended_boxes():
    large = struct.pack(">I", 1) + b"udta" + struct.pack(">Q", 16 + 12) + b"SecretPlace!"
    open_ended = struct.pack(">I", 0) + b"mdat" + b"pictures"
    film = box(b"ftyp", b"isom") + box(b"moov", large) + box(b"uuid", b"SecretPlace!") + open_ended
    clean = cleaned(film, "video/mp4")
    assert b"Secret" not in clean
    assert clean.endswith(b"mdatpictures")


@pytest.mark.parametrize(
    ("content", "type", "fault"),
    [
        (b"GIF89a", "image/png", "does not begin as a PNG does"),
        (b"GIF89a", "image/jpeg", "does not begin as a JPEG does"),
        (b"GIF89a", "image/webp", "does not begin as a WebP does"),
        (b"GIF89a..", "video/mp4", "does not begin as an MP4 does"),
        (png_file()[:100], "image/png", "breaks off in the middle"),
        (photograph()[:1000], "image/jpeg", "breaks off in the middle"),
        (photograph()[:-300], "image/jpeg", "breaks off in the middle"),
        (webp_with_secrets()[:60], "image/webp", "breaks off in the middle"),
        (film_file()[:-10], "video/mp4", "longer than the file"),
        (b"\xff\xd8xx", "image/jpeg", "stray bytes"),
    ],
)
def test_cleaned_says_what_is_wrong_with_a_file(content, type, fault):
    with pytest.raises(Unreadable, match=f"{fault}.*; save it again and upload it anew"):
        cleaned(content, type)


@given(st.binary(max_size=300), st.sampled_from(["image/jpeg", "image/png", "image/webp", "video/mp4"]))
def test_cleaned_never_fails_otherwise(noise, type):
    beginning = {
        "image/jpeg": b"\xff\xd8",
        "image/png": b"\x89PNG\r\n\x1a\n",
        "image/webp": b"RIFF\xff\xff\0\0WEBP",
        "video/mp4": b"\0\0\0\x08ftyp",
    }[type]
    with suppress(Unreadable):
        assert isinstance(cleaned(beginning + noise, type), bytes)


def test_a_picture_is_turned_upright_before_its_orientation_is_lost(tmp_path):
    store = store_in(tmp_path)
    original, small, large = make_picture(store, store.put(photograph(1200, 800, 6)), "image/jpeg", "bank")
    assert Image.open(io.BytesIO(original[1])).size == (800, 1200)
    assert original[0].endswith("/bank-800x1200.jpg")
    assert [made[0].rsplit("/")[-1] for made in (small, large)] == ["bank-480x720.webp", "bank-800x1200.webp"]
    assert b"SecretCamera" not in original[1]


@pytest.mark.parametrize(("width", "wanted"), [(300, [300]), (480, [480]), (700, [480, 700]), (2000, [480, 960])])
def test_no_picture_is_made_wider_than_it_is(width, wanted):
    made = list(smaller(Image.new("RGB", (width, 100)), "x", (480, 960)))
    assert [Image.open(io.BytesIO(content)).width for _, content in made] == wanted
    assert all(one < other for one, other in pairwise(wanted))


def test_transparency_is_kept_as_webp_and_white_as_jpeg():
    picture = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    ((_, webp),) = smaller(picture, "x", (480,))
    assert Image.open(io.BytesIO(webp)).convert("RGBA").getpixel((5, 5))[3] == 0
    name, content = jpeg(picture, "x", 20)
    assert name == "x-20x15.jpg"
    assert Image.open(io.BytesIO(content)).getpixel((5, 5)) == (255, 255, 255)


def test_pictures_for_printers_are_shown_in_the_colours_of_screens():
    ((_, webp),) = smaller(Image.new("CMYK", (40, 30), (0, 255, 255, 0)), "x", (480,))
    red, green, blue = Image.open(io.BytesIO(webp)).convert("RGB").getpixel((5, 5))
    assert red > 200
    assert max(green, blue) < 60


def test_a_wide_gamut_profile_is_turned_into_the_colours_of_screens():
    picture = Image.new("RGB", (40, 30), (200, 40, 40))
    picture.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ((_, webp),) = smaller(picture, "x", (480,))
    found = Image.open(io.BytesIO(webp))
    assert "icc_profile" not in found.info
    assert abs(found.convert("RGB").getpixel((5, 5))[0] - 200) < 12


def test_a_damaged_profile_is_no_reason_to_fail():
    picture = Image.new("RGB", (40, 30), (200, 40, 40))
    picture.info["icc_profile"] = b"damaged"
    assert len(list(smaller(picture, "x", (480,)))) == 1
