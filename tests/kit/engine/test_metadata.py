"""What files say of themselves, read back by programs that know nothing of us."""

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from card_samples import number_job
from PIL import Image

from unisono.kit.engine import render_card
from unisono.kit.engine.metadata import canonical_code

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
LICENCE, ADDRESS = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"


def _job(language: str, format: str = "link", **changes: object):
    return number_job(
        language, format, credit="Sample <Secretariat> & friends", licence=LICENCE, licence_url=ADDRESS, **changes
    )


def _read(content: bytes, folder: Path, ending: str) -> dict[str, object]:
    """Everything that exiftool finds in a file, by group and name."""
    place = folder / f"card.{ending}"
    place.write_bytes(content)
    command = ["exiftool", "-json", "-G1", "-struct", "-charset", "utf8", str(place)]
    run = subprocess.run(command, capture_output=True, check=True)
    return json.loads(run.stdout)[0]


@needs_exiftool
@pytest.mark.parametrize("language", ["ar", "hi", "zh-hans"])
@pytest.mark.parametrize("out", ["png", "jpeg", "webp", "svg", "pdf"])
def test_exiftool_reads_title_alt_creator_licence_source_and_language(out: str, language: str, tmp_path: Path) -> None:
    job = _job(language, "leaflet" if out == "pdf" else "link")
    found = _read(render_card(job, out), tmp_path, out)  # type: ignore[arg-type]
    code = canonical_code(language)
    assert found["XMP-dc:Title"] == {"_": job.campaign, code: job.campaign} or found["XMP-dc:Title"] == job.campaign
    assert found["XMP-dc:Description"] == {"_": job.alt, code: job.alt} or found["XMP-dc:Description"] == job.alt
    assert job.alt in json.dumps(found["XMP-iptcCore:AltTextAccessibility"], ensure_ascii=False)
    assert found["XMP-dc:Creator"] in ("Sample <Secretariat> & friends", ["Sample <Secretariat> & friends"])
    assert LICENCE in json.dumps(found["XMP-dc:Rights"])
    assert found["XMP-xmpRights:WebStatement"] == ADDRESS
    assert found["XMP-cc:License"] == ADDRESS
    assert found["XMP-dc:Source"] == job.source
    assert found["XMP-dc:Language"] in (code, [code])
    assert not [name for name in found if "Date" in name and not name.startswith(("System:", "XMP-x:"))]


@pytest.mark.parametrize("out", ["png", "jpeg", "webp"])
def test_pictures_open_and_keep_their_pixels(out: str) -> None:
    with_words, without = (
        Image.open(io.BytesIO(render_card(job, out, small=False)))  # type: ignore[arg-type]
        for job in (_job("fr"), replace(number_job("fr", "link"), alt=""))
    )
    assert with_words.size == (1200, 630)
    assert with_words.convert("RGB").tobytes() == without.convert("RGB").tobytes()


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("format", ["poster", "leaflet"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_qpdf_finds_no_fault_in_a_sheet(language: str, format: str, tmp_path: Path) -> None:
    place = tmp_path / "sheet.pdf"
    place.write_bytes(render_card(_job(language, format), "pdf"))
    run = subprocess.run(["qpdf", "--check", str(place)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_same_sheet_gives_same_bytes() -> None:
    assert render_card(_job("ar", "leaflet"), "pdf") == render_card(_job("ar", "leaflet"), "pdf")


def test_a_picture_without_licence_claims_none() -> None:
    made = render_card(number_job("en", "link"), "png")
    assert b"xmpRights:Marked" not in made
    assert b"cc:license" not in made


@pytest.mark.parametrize(
    ("code", "written"), [("zh-hans", "zh-Hans"), ("pt-br", "pt-BR"), ("ckb", "ckb"), ("EN", "en")]
)
def test_writes_codes_in_their_usual_capitals(code: str, written: str) -> None:
    assert canonical_code(code) == written
