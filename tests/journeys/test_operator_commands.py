"""The commands, as an operator types them, on a running installation."""

import json
import os
import subprocess
import sys

import pytest
from PIL import Image

pytestmark = [pytest.mark.xdist_group("installation")]
CAMPAIGN = "mother-language-day"


def refused(installation, *arguments: str) -> str:
    """Run a command that must fail; returns what it says on standard error."""
    command = [sys.executable, "-m", "unisono.cli.main", *arguments]
    done = subprocess.run(command, env=installation.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_kit_render_writes_the_cards_asked_for(installation, tmp_path):
    asked = ["--language", "ar", "--language", "hi", "--format", "square", "--card", "understand"]
    installation.unisono("kit", "render", CAMPAIGN, *asked, "--out", str(tmp_path / "cards"))
    pictures = sorted(path.name for path in (tmp_path / "cards").glob("*.png"))
    assert pictures == [f"{CAMPAIGN}-understand-{code}-square-1080x1080.png" for code in ("ar", "hi")]
    with Image.open(tmp_path / "cards" / pictures[0]) as picture:
        assert picture.size == (1080, 1080)


def test_kit_render_of_nothing_says_what_there_is(installation, tmp_path):
    said = refused(installation, "kit", "render", CAMPAIGN, "--card", "nowhere", "--out", str(tmp_path))
    assert "Cards: understand, three-aims. Languages: ar, en, hi." in said


def test_kit_render_fast_writes_one_picture_of_each_card(installation, tmp_path):
    asked = ["--fast", "--kind", "jpeg", "--language", "ar", "--language", "hi", "--card", "understand"]
    installation.unisono("kit", "render", CAMPAIGN, *asked, "--out", str(tmp_path / "cards"))
    shapes = ("landscape-1600x900", "link-1200x630", "portrait-1080x1350", "square-1080x1080", "story-1080x1920")
    wanted = [f"{CAMPAIGN}-understand-{code}-{shape}.jpg" for code in ("ar", "hi") for shape in shapes]
    assert sorted(path.name for path in (tmp_path / "cards").iterdir()) == wanted
    with Image.open(tmp_path / "cards" / wanted[0]) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 900))


def test_kit_render_fast_of_nothing_says_what_there_is(installation, tmp_path):
    said = refused(installation, "kit", "render", CAMPAIGN, "--fast", "--card", "nowhere", "--out", str(tmp_path))
    assert "Cards: understand, three-aims. Languages: ar, en, hi." in said


def test_edition_list_verify_and_counts_agree(installation):
    editions = json.loads(installation.unisono("edition", "list", CAMPAIGN, "--json"))
    assert [one["open"] for one in editions].count(True) == 1
    assert json.loads(installation.unisono("edition", "verify", CAMPAIGN, "--json"))["faults"] == []
    said = json.loads(installation.unisono("counts", "verify", CAMPAIGN, "--json"))
    assert said["different"] == {}
    assert said["said"]["sample"] == 40


def test_freeze_again_makes_nothing_anew(installation):
    done = json.loads(installation.unisono("freeze", CAMPAIGN, "--json"))
    assert done["made"] == []


def test_pack_export_and_check_find_no_error(installation, tmp_path):
    installation.unisono("pack", "export", CAMPAIGN, str(tmp_path / "pack"))
    faults = json.loads(installation.unisono("pack", "check", str(tmp_path / "pack"), "--json"))
    assert [fault for fault in faults if fault["level"] == "error"] == []
    again = installation.unisono("pack", "import", str(tmp_path / "pack"), "--json")
    lists = ("added", "changed", "removed", "missing", "gone", "conflicts", "kept", "taken", "drafts")
    nothing = {name: [] for name in lists}
    head = {"format": 1, "campaign": CAMPAIGN, "new": False, "base": True, "trial": False, "translations": 0}
    assert json.loads(again) == head | nothing


def test_doctor_finds_everything_in_order(installation):
    checks = json.loads(installation.unisono("doctor", "--json"))
    assert [one for one in checks if not one["ok"]] == []
    assert {"Python", "SQLite", "free disk", f"campaign {CAMPAIGN}"} <= {one["what"] for one in checks}


def test_unknown_campaign_edition_and_pack_are_named(installation, tmp_path):
    assert "There are: mother-language-day." in refused(installation, "freeze", "motherlanguage")
    assert "no edition of mother-language-day" in refused(installation, "open", CAMPAIGN, "ffffffff")
    assert "there is no such folder or file" in refused(installation, "pack", "import", str(tmp_path / "nowhere"))


def test_settings_that_are_missing_are_named_together(installation, tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("UNISONO_")}
    command = [sys.executable, "-m", "unisono.cli.main", "freeze", CAMPAIGN]
    done = subprocess.run(
        command,
        env=environment | {"UNISONO_HOME": str(tmp_path), "UNISONO_DEBUG": "perhaps"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "UNISONO_SECRET_KEY" in done.stderr
    assert "UNISONO_DEBUG" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command(installation):
    said = installation.unisono("--help")
    from unisono.cli.main import COMMANDS

    assert [name for name in COMMANDS if f"\n  {name}" not in said] == []
