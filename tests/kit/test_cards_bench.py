"""The measurements of cards run, and say which peers are missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench import words
from bench.cards import faults, table_of_verdicts
from bench.peers.engines import ground_png

from unisono.kit.engine import render_card

ROOT = Path(__file__).parents[2]


def bench(name: str, *options: str, **environment: str) -> str:
    """Run a measurement; returns what it printed."""
    command = [sys.executable, "-m", f"bench.{name}", *options]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_bench_of_cards_says_what_is_missing_and_measures_the_rest(tmp_path: Path) -> None:
    told = tmp_path / "results.json"
    said = bench("cards", "--cards", "1", "--block", "1", "--json", str(told), PATH=str(tmp_path))
    assert "Without Chromium, screenshot: chromium is not installed (apt install chromium)." in said
    assert "Without satori + resvg: node is not installed (apt install nodejs npm)." in said
    results = {one["engine"]: one for one in json.loads(told.read_text())["results"]}
    assert list(results)[:3] == ["unisono, fast mode", "unisono, small mode", "Typst's own PNG"]
    assert results["unisono, fast mode"]["ratio"] == 1
    assert results["unisono, small mode"]["bytes"] < results["unisono, fast mode"]["bytes"]
    assert all(one["median_ms"] > 0 for one in results.values())


def test_bench_of_encoders_runs(tmp_path: Path) -> None:
    told = tmp_path / "results.json"
    said = bench("encoders", "--times", "1", "--json", str(told))
    assert "| ours, small (256 colours) |" in said
    found = {(one["picture"], one["encoder"]): one["size"] for one in json.loads(told.read_text())}
    for picture in ("number", "aims", "gradient"):
        assert found[picture, "ours, small (256 colours)"] < found[picture, "Pillow PNG 6"]


@pytest.mark.slow
def test_bench_of_the_kit_runs(tmp_path: Path) -> None:
    told = tmp_path / "results.json"
    few = ("--cards", "understand", "--languages", "en", "--part", "en", "--rounds", "1", "--partners", "0")
    bench("kit", *few, "--json", str(told))
    fast, small = json.loads(told.read_text())["kit"]
    assert (fast["pictures"], small["pictures"]) == (5, 5)
    assert 50 < fast["peak"] < 2000


def test_no_two_sentences_are_alike() -> None:
    sentences = [words.sentence(number) for number in range(2240)]
    assert len(set(sentences)) == 2240
    assert 60 < min(map(len, sentences)) < max(map(len, sentences)) < 125


def test_counts_words_that_run_over() -> None:
    job = words.number_job("en")
    ground = ground_png(job)
    assert faults(render_card(job, small=False), ground).outside == 0
    marked = render_card(words.number_job("ar"), small=False)
    assert faults(marked, ground).below > 500


def test_verdicts_name_every_engine() -> None:
    assert [line.split(" | ")[0] for line in table_of_verdicts().splitlines()[4:]] == [
        "| unisono",
        "| Chromium",
        "| satori + resvg",
        "| takumi-py",
    ]
