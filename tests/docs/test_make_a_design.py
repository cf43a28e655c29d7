"""The how-to for designers, done as it stands: its two files make a design that fits in every language tried."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages import DOCS

from stories import river_files
from unisono.cli.kit import preview
from unisono.cli.main import main
from unisono.packs.files import write_files

PAGE = DOCS / "how-to" / "make-a-design.md"


def block(kind: str, number: int = 0) -> str:
    """One piece of code of the page."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE.read_text(), flags=re.MULTILINE | re.DOTALL)[number]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The river's pack with the design of the page, and a card that names it as the page says."""
    files = river_files()
    files["theme/call.toml"], files["theme/call.typ"] = block("toml").encode(), block("typ").encode()
    files["cards.toml"] += f"\n{block('toml', 1)}".encode()
    files["cards/en.toml"] += b'\n[appeal]\ncall = "Open the banks"\nalt = "An appeal: open the banks."\n'
    write_files(files, tmp_path / "my-campaign")
    return tmp_path / "my-campaign"


def test_the_design_of_the_page_fits_in_every_format(pack: Path, tmp_path: Path) -> None:
    tried = [word for code in ("en", "de", "ur", "bn", "th", "zh-hans") for word in ("--language", code)]
    words = ["kit", "preview", "call", "--pack", str(pack), *tried, "--out", str(tmp_path / "call.png")]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    assert "42 cards, no faults" in made.output


def test_the_pack_of_the_page_can_be_imported(pack: Path) -> None:
    made = CliRunner().invoke(main, ["pack", "check", str(pack)])
    assert made.exit_code == 0, made.output


def test_the_page_names_commands_and_options_that_there_are() -> None:
    for line in block("sh").splitlines():
        words = line.partition("#")[0].split()
        assert words[:3] == ["unisono", "kit", "preview"]
        options = {option for one in preview.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= options
