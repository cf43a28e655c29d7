"""`unisono doctor` tells the truth about database, port, fonts and languages, and says what to do."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from unisono.cli.doctor import doctor_command
from unisono.kit.engine import fonts
from unisono.kit.film import ffmpeg
from unisono.languages.rules import proven_languages


def examined(*arguments: str) -> tuple[int, dict[str, dict[str, object]]]:
    """The exit status and every check by its name; of several with one name the last."""
    done = CliRunner().invoke(doctor_command, ["--json", *arguments])
    return done.exit_code, {check["what"]: check for check in json.loads(done.stdout)}


@pytest.fixture
def without_font_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which `manimgx-fonts` is not installed, nor any font of the system."""
    monkeypatch.setattr(fonts, "PACKAGES", ("justmytype_intl_cjk",))
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    fonts.shelf.cache_clear()
    yield
    fonts.shelf.cache_clear()


@pytest.mark.django_db
def test_finds_nothing_missing_on_an_installation_in_order() -> None:
    status, checks = examined()
    assert (status, [name for name, check in checks.items() if not check["ok"]]) == (0, [])
    assert {"Python", "SQLite", "database", "database tables", "home", "free disk", "ffmpeg"} <= set(checks)
    assert checks["database tables"]["found"] == "up to date"


@pytest.mark.django_db
def test_names_every_proven_language_once_with_its_font_and_where_it_is_from() -> None:
    done = CliRunner().invoke(doctor_command, ["--json"])
    said = [check for check in json.loads(done.stdout) if check["what"].startswith("languages in ")]
    codes = [code for check in said for code in check["found"].partition(" (")[0].split(", ")]
    assert sorted(codes) == list(proven_languages())
    thai = next(check for check in said if check["what"] == "languages in Noto Sans Thai")
    assert thai["found"] == "th (manimgx_fonts)"


@pytest.mark.django_db
def test_says_what_to_install_for_nastaliq_and_counts_it_as_no_fault() -> None:
    done = CliRunner().invoke(doctor_command, ["--json"])
    urdu = next(check for check in json.loads(done.stdout) if "ur" in check["found"].partition(" (")[0].split(", "))
    if urdu["what"] == "languages in Noto Nastaliq Urdu":
        assert urdu["advice"] == ""
    else:
        assert "better in Noto Nastaliq Urdu" in urdu["advice"]
        assert "put its file into the theme's fonts folder" in urdu["advice"]
    assert urdu["ok"] is True


@pytest.mark.django_db
def test_fails_where_languages_have_no_font_and_says_what_to_install(without_font_package: None) -> None:
    status, checks = examined()
    missing = checks["languages that lack Noto Sans Thai"]
    assert (status, missing["ok"], missing["found"]) == (1, False, "th")
    assert "pip install manimgx-fonts" in str(missing["advice"])
    assert checks["languages in Noto Sans SC"]["ok"] is True


@pytest.mark.django_db
def test_says_that_a_port_is_taken_and_how_to_take_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, checks = examined("--port", str(port))
    assert (status, checks[f"port {port}"]["found"]) == (0, "another program listens there")
    assert "unisono serve --port" in str(checks[f"port {port}"]["advice"])


@pytest.mark.django_db
def test_marks_for_people_what_works_and_what_could_be_better() -> None:
    said = CliRunner().invoke(doctor_command, []).output
    assert "✓ languages in Noto Sans Thai: th (manimgx_fonts)" in said
    assert "✗" not in said


def test_fails_before_the_database_has_its_tables(tmp_path) -> None:
    environment = os.environ | {"UNISONO_HOME": str(tmp_path), "UNISONO_SECRET_KEY": "x"}
    command = [sys.executable, "-m", "unisono.cli.main", "doctor"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "✗ database tables:" in done.stdout
    assert "unisono manage migrate" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("helped", "advice"),
    [
        ("wrap_unicode <boolean> break lines according to the Unicode Line Breaking Algorithm", ""),
        ("charenc <string> set input character encoding", "it breaks no lines of Chinese"),
    ],
)
def test_says_when_captions_without_spaces_would_not_be_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, helped: str, advice: str
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(f'#!/bin/sh\ncase "$*" in *subtitles*) echo "{helped}";; *) echo "ffmpeg version 5.1";; esac\n')
    program.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "_path", lambda: str(program))
    check = examined()[1]["ffmpeg"]
    assert (check["ok"], check["found"]) == (True, "5.1")
    assert str(check["advice"]).startswith(advice)
    assert bool(check["advice"]) == bool(advice)
