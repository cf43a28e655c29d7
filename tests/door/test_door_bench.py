"""The measurement of the door, where its tools are and where they are not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from door_place import child_environment

BENCH = Path(__file__).parent.parent.parent / "bench" / "door.py"


def test_bench_says_what_is_missing(tmp_path):
    environment = child_environment(PATH=str(tmp_path))
    result = subprocess.run([sys.executable, str(BENCH)], env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == "Skipped: wrk is not installed (apt install wrk).\n"


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed")
def test_bench_measures_without_a_failed_request(tmp_path):
    (tmp_path / "wrk").symlink_to(shutil.which("wrk"))
    environment = child_environment(PATH=str(tmp_path))
    command = [sys.executable, str(BENCH), "--seconds", "1", "--rounds", "1", "--json", str(tmp_path / "results.json")]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "Without nginx: nginx is not installed (apt install nginx)." in result.stdout
    results = json.loads((tmp_path / "results.json").read_text())["results"]
    assert [one["peer"] for one in results] == ["door", "Django"]
    door = results[0]
    assert door["requests_per_second"] > 100
    assert door["failed"] == 0
    assert 0 < door["memory_mb"] < 100
