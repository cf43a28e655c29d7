"""What is made on demand for an open edition: the real renders, read back."""

import io
import os
import re
import zipfile
from urllib.parse import urljoin

import numpy
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from tests.studio.conftest import Frozen

from unisono.bundles import Bundle, chunks, decode_plan
from unisono.launch.store import Store
from unisono.studio.cache import Cache
from unisono.studio.making import Answer, make


def content(frozen: Frozen, answer: Answer | None) -> bytes:
    assert answer is not None
    found = Store(frozen.home / "kits").get(answer.sha256)
    return found


def made(frozen: Frozen, path: str) -> Answer | None:
    return make(str(frozen.home), frozen.edition, path)


def pixels(png: bytes) -> numpy.ndarray:
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_card_carries_logo_short_link_and_code(frozen: Frozen) -> None:
    answer = made(frozen, "/kits/boats/ar/water-square.png")
    assert answer is not None
    assert (answer.type, answer.name) == ("image/png", f"{frozen.snapshot.slug}-water-ar-square-boats-1080x1080.png")
    png = content(frozen, answer)
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))] == [
        f"{frozen.snapshot.origin}/s/k7m2q"
    ]
    pink = abs(pixels(png) - (0xC2, 0x18, 0x5B)).max(axis=2) < 12
    assert pink.sum() > 1500
    own = content(frozen, made(frozen, "/kits/-/ar/water-square.png"))
    assert not (abs(pixels(own) - (0xC2, 0x18, 0x5B)).max(axis=2) < 12).any()


def test_sheet_leads_to_the_link_for_paper(frozen: Frozen) -> None:
    answer = made(frozen, "/kits/boats/ar/water-leaflet.pdf")
    page = pypdfium2.PdfDocument(content(frozen, answer))[0].render(scale=3).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [f"{frozen.snapshot.origin}/s/w3x4z"]


@pytest.mark.parametrize(
    ("ending", "type"), [("jpg", "image/jpeg"), ("webp", "image/webp"), ("svg", "image/svg+xml"), ("png", "image/png")]
)
def test_every_format_of_a_picture(frozen: Frozen, ending: str, type: str) -> None:
    answer = made(frozen, f"/kits/-/en/water-link.{ending}")
    assert answer is not None
    assert answer.type == type
    if ending == "svg":
        assert content(frozen, answer).lstrip().startswith(b"<svg")
    else:
        assert Image.open(io.BytesIO(content(frozen, answer))).size == (1200, 630)


@pytest.mark.parametrize("organisation", ["fishers", "sample-one"])
def test_without_a_logo_that_can_be_used_the_name_stands_there(frozen: Frozen, organisation: str) -> None:
    with_name = pixels(content(frozen, made(frozen, f"/kits/{organisation}/en/water-square.png")))
    own = pixels(content(frozen, made(frozen, "/kits/-/en/water-square.png")))
    assert (abs(with_name - own).max(axis=2) > 40).sum() > 1500


def test_the_same_address_is_made_once(frozen: Frozen) -> None:
    first = made(frozen, "/kits/boats/en/water-story.png")
    written = {path: path.stat().st_ino for path in (frozen.home / "kits").rglob("*") if path.is_file()}
    assert made(frozen, "/kits/boats/en/water-story.png") == first
    assert {path: path.stat().st_ino for path in (frozen.home / "kits").rglob("*") if path.is_file()} == written


@pytest.mark.parametrize(
    "path",
    [
        "/kits/nobody/ar/",
        "/kits/boats/fr/",
        "/kits/boats/ar/nothing-square.png",
        "/kits/boats/ar/water-round.png",
        "/kits/boats/ar/aims-story.png",
        "/kits/boats/ar/water-leaflet.png",
        "/kits/boats/ar/water-square.pdf",
    ],
)
def test_finds_nothing_where_the_edition_has_nothing(frozen: Frozen, path: str) -> None:
    assert made(frozen, path) is None


def test_an_edition_of_which_nothing_is_known_has_nothing(frozen: Frozen) -> None:
    assert make(str(frozen.home), "0" * 64, "/kits/boats/ar/") is None


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_page_leads_to_everything_that_can_be_made(frozen: Frozen, language: str, direction: str) -> None:
    html = content(frozen, made(frozen, f"/kits/boats/{language}/")).decode()
    assert f'dir="{direction}"' in html
    assert "Boats &amp; Co" in html
    here = f"/kits/boats/{language}/"
    targets = {
        target for target in re.findall(r'(?:href|src)="([^"#?]+)"', html) if not target.startswith(("http", "/"))
    }

    addresses = {urljoin(here, target) for target in targets}
    kits = sorted(address for address in addresses if address.startswith("/kits/boats/"))
    assert len(kits) >= 8
    assert all(made(frozen, address) is not None for address in kits)


def test_zip_holds_every_card_in_the_organisations_name(frozen: Frozen, tmp_path) -> None:
    answer = made(frozen, "/kits/boats/ar.zip")
    bundle = Bundle(decode_plan(content(frozen, answer)))
    blobs = Store(frozen.home / "kits")
    whole = b"".join(chunks(bundle, blobs.path, 0, bundle.size))
    assert answer is not None
    assert len(whole) == answer.size
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert sum(name.endswith("-boats-1080x1080.png") for name in names) == 2
        posts = next((opened.read(name).decode() for name in names if name.endswith("posts.txt")), "")
    assert any(name.endswith("-leaflet-boats.pdf") for name in names)
    assert "/s/k7m2q" in posts
    assert made(frozen, "/kits/boats/ar.zip") == answer


def test_qr_code_as_drawing_and_picture(frozen: Frozen) -> None:
    assert content(frozen, made(frozen, "/kits/boats/ar/qr.svg")).lstrip().startswith(b"<")
    png = content(frozen, made(frozen, "/kits/boats/ar/qr.png"))
    assert zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))[0].text == f"{frozen.snapshot.origin}/s/w3x4z"


def test_cache_lets_go_of_what_was_not_used_for_longest(tmp_path) -> None:
    cache = Cache(Store(tmp_path), capacity=100_000)
    for number in range(30):
        file = cache.made(f"{number:064x}", lambda number=number: [("a.bin", os.urandom(10_000), "image/png")])[0]
        os.utime(cache.store.path(file.sha256), (number, number))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 110_000
    assert cache.store.has(file.sha256)
    assert cache.store.made(f"{0:064x}") is None
