"""`unisono kit preview`: one sheet of a design, faults listed, the exit status tells."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from stories import river_files
from theme_samples import CALL, call_theme
from unisono.cli.main import main
from unisono.packs.files import write_files


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The river's pack with a theme of its own."""
    write_files(river_files() | {f"theme/{path}": body for path, body in call_theme().items()}, tmp_path / "river")
    return tmp_path / "river"


def preview(*words: str | Path):
    return CliRunner().invoke(main, ["kit", "preview", *map(str, words)])


def test_draws_a_design_of_the_pack_in_its_languages(pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "look" / "call.png"
    made = preview("call", "--pack", pack, "--format", "square", "--format", "poster", "--out", out, "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout) == {"sheet": str(out), "cards": 6, "faults": []}
    assert Image.open(io.BytesIO(out.read_bytes())).format == "PNG"


def test_lists_what_cannot_be_drawn(pack: Path, tmp_path: Path) -> None:
    (pack / "theme" / "call.typ").write_bytes(CALL.replace(b"high * 0.4, 30 * unit", b"high * 0.02, 90 * unit"))
    made = preview("call", "--pack", pack, "--language", "ar", "--format", "link", "--out", tmp_path / "call.png")
    assert made.exit_code == 1
    assert '✗ ar, link: "call" in ar is about' in made.stdout
    assert "1 cards, 1 faults" in made.stdout
    assert (tmp_path / "call.png").is_file()


def test_draws_our_own_designs_too(tmp_path: Path) -> None:
    made = preview("number", "--language", "hi", "--format", "square", "--out", tmp_path / "number.png")
    assert made.exit_code == 0, made.output
    assert "1 cards, no faults" in made.stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["cal"], 'there is no design "cal"'),
        (["number", "--format", "round"], "There is no format “round”."),
        (["number", "--language", "xx"], "There are no sample words in “xx”."),
        (["number", "--pack", ".", "--campaign", "x"], "Give a pack or a campaign, not both."),
    ],
)
def test_says_what_it_does_not_know(words: list[str], why: str) -> None:
    made = preview(*words)
    assert made.exit_code == 1
    assert why in made.stderr


def test_says_which_file_of_the_theme_is_at_fault(pack: Path) -> None:
    (pack / "theme" / "run.sh").write_text("rm")
    made = preview("call", "--pack", pack)
    assert made.exit_code == 1
    assert "theme/run.sh: is of a kind that no design can use" in made.stderr
