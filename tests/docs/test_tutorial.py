"""The tutorial, walked through as it is written."""

import shutil
import socket
from pathlib import Path

import pytest
from tests.docs.walkthrough import Step, Walk, WentWrong, fits, steps_of

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = DOCS / "tutorial" / "first-campaign.md"
TRANSLATING = DOCS / "how-to" / "translate-by-folder.md"


@pytest.fixture
def walk(tmp_path):
    """A reader's terminals in an empty folder, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Walk(tmp_path, port)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial looks at pages with curl (apt install curl)")
def test_tutorial_does_what_it_says(walk):
    steps = steps_of(TUTORIAL.read_text())
    try:
        for step in steps:
            walk.take(step)
    finally:
        walk.end()
    said = " ".join(walk.done)
    parts = (
        "pack new",
        "pack check",
        "pack import",
        "freeze",
        "open",
        "serve",
        "rollback",
        "edition export",
        "pack export",
    )
    assert [part for part in parts if f"unisono {part}" not in said] == []


@pytest.mark.slow
def test_translating_the_tutorials_pack_goes_as_described(walk):
    before = steps_of(TUTORIAL.read_text())
    checked = next(number for number, step in enumerate(before) if step.command == "unisono pack check stars")
    for step in [*before[: checked + 1], *steps_of(TRANSLATING.read_text())]:
        walk.take(step)
    assert walk.done[-1] == "unisono pack import stars"


def test_steps_are_read_from_the_page():
    page = (
        "# T\n\n```text title=a/b.txt\none\n```\n\n```sh\nnot run\n```\n\n```console\n$ cat a/b.txt\none\n$ true\n```\n"
    )
    assert steps_of(page) == [
        Step(4, title="a/b.txt", content="one\n"),
        Step(12, command="cat a/b.txt", expected="one\n"),
        Step(14, command="true"),
    ]


def test_walk_stops_where_the_page_is_wrong(walk):
    walk.take(Step(1, title="a/b.txt", content="one\n"))
    walk.take(Step(2, command="cd a"))
    walk.take(Step(3, command="cat b.txt", expected="one\n"))
    with pytest.raises(WentWrong, match="line 4"):
        walk.take(Step(4, command="cat b.txt", expected="two\n"))
    with pytest.raises(WentWrong, match="line 5"):
        walk.take(Step(5, command="cat b.txt", expected=""))
    with pytest.raises(WentWrong, match="line 6"):
        walk.take(Step(6, command="cat b.txt; false", expected="one\n"))
    with pytest.raises(WentWrong, match="line 7"):
        walk.take(Step(7, command="false", expected="running\n", goes_on=True))
    walk.take(Step(8, command="sleep 60", expected="", goes_on=True))
    with pytest.raises(WentWrong, match="status -2"):
        walk.end()


def test_ellipsis_stands_for_what_differs():
    assert fits("a … c\n", "a b c\n")
    assert fits("a\n…\nz\n", "a\nb\nc\nz\n")
    assert not fits("a … c\n", "a  d\n")
    assert not fits("a\n", "a\nb\n")
    assert not fits("a\n…\nz\n", "a\nb\n")
