"""What is made on demand, asked for at the real door: made in children, kept, sent like any file, gone when idle."""

import contextlib
import http.client
import io
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from door_place import Place, RunningDoor, campaign, open_door, wait_until
from PIL import Image
from tests.studio.conftest import freeze_story


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningDoor, Place]]:
    place = Place(tmp_path_factory.mktemp("kits") / "home")
    story = freeze_story(place.root)
    place.schedule(campaign((datetime.now(UTC) - timedelta(seconds=100), story.edition), slug=story.snapshot.slug))
    with open_door(place) as running:
        yield running, place


def children(pid: int) -> list[int]:
    """The processes that the door has started, and that still live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(path.parent.name))
    return found


def patient(door: RunningDoor, path: str, **headers: str):
    """Ask until it is answered: children start slowly on a busy machine."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", door.port, timeout=120)) as connection:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def test_picture_is_made_sent_with_a_tag_and_known_again(kits) -> None:
    door, _ = kits
    status, headers, body = patient(door, "/kits/boats/ar/water-square.png")
    assert (status, headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(body)).size == (1080, 1080)
    assert headers["cache-control"].startswith("public, max-age=")
    again = door.ask("/kits/boats/ar/water-square.png", if_none_match=headers["etag"])
    assert again.status == 304
    part = door.ask("/kits/boats/ar/water-square.png", range="bytes=0-7")
    assert (part.status, part.body) == (206, body[:8])
    assert door.ask("/kits/boats/ar/water-square.png", "HEAD").status == 200


def test_page_comes_under_the_policy_of_pages(kits) -> None:
    door, _ = kits
    status, headers, body = patient(door, "/kits/boats/ar/")
    assert status == 200
    assert b'dir="rtl"' in body
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in headers


def test_zip_is_whole_and_can_be_resumed(kits) -> None:
    door, _ = kits
    status, headers, body = patient(door, "/kits/boats/ar.zip")
    assert (status, headers["content-type"]) == (200, "application/zip")
    assert "attachment" in headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    rest = patient(door, "/kits/boats/ar.zip", range=f"bytes={len(body) // 2}-", if_range=headers["etag"])
    assert (rest[0], body[: len(body) // 2] + rest[2]) == (206, body)


@pytest.mark.parametrize(
    "path", ["/kits/", "/kits/nobody/ar/", "/kits/boats/ar/x-square.png", "/kits/../en/", "/kits/a"]
)
def test_what_is_not_there_is_not_found_in_the_visitors_language(kits, path: str) -> None:
    door, _ = kits
    status, headers, _ = patient(door, path, accept_language="ar")
    assert status == 404
    assert headers["content-type"].startswith("text/html")


def test_name_that_no_picture_can_hold_is_said_and_stops_nobody_else(kits) -> None:
    door, _ = kits
    status, headers, body = patient(door, "/kits/endless/en/water-square.png")
    assert (status, headers["content-type"]) == (422, "text/plain; charset=utf-8")
    assert b'"partner" in en is about' in body
    assert b"shorten it" in body
    assert patient(door, "/kits/boats/en/water-square.png")[0] == 200


def test_many_who_ask_for_the_same_wait_for_one_making(kits) -> None:
    door, place = kits
    before = sum(1 for _ in (place.root / "kits/made").rglob("*.json"))
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: patient(door, "/kits/sample-two/en/water-story.png"), range(12)))
    assert {status for status, *_ in answers} == {200}
    assert len({body for *_, body in answers}) == 1
    assert sum(1 for _ in (place.root / "kits/made").rglob("*.json")) == before + 1


def test_a_killed_child_costs_no_more_than_its_own_picture(kits) -> None:
    door, _ = kits
    patient(door, "/kits/sample-one/en/water-link.png")
    for child in children(door.process.pid):
        os.kill(child, signal.SIGKILL)
    assert door.ask("/en/").status == 200
    statuses = [
        patient(door, f"/kits/sample-one/en/water-{shape}.png")[0] for shape in ("square", "story", "landscape")
    ]
    assert statuses[-1] == 200
    assert door.process.poll() is None


def test_a_file_that_was_let_go_of_is_made_again(kits) -> None:
    door, place = kits
    _, _, body = patient(door, "/kits/boats/en/water-link.jpg")
    for path in (place.root / "kits/blobs").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.unlink()
    assert patient(door, "/kits/boats/en/water-link.jpg")[2] == body


def test_other_answers_do_not_wait_for_what_is_being_made(kits) -> None:
    door, _ = kits
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(patient, door, "/kits/fishers/ar.zip")
        answered = 0
        while not waiting.done():
            assert door.ask("/en/").status == 200
            answered += 1
            time.sleep(0.02)
        assert waiting.result()[0] == 200
        assert answered > 3


def test_before_the_opening_nothing_is_made(tmp_path: Path) -> None:
    place = Place(tmp_path / "home")
    story = freeze_story(place.root)
    place.schedule(campaign((datetime.now(UTC) + timedelta(hours=1), story.edition), slug=story.snapshot.slug))
    with open_door(place) as door:
        asked, unknown = (door.ask(f"/kits/{name}/ar/") for name in ("boats", "nobody"))
        assert (asked.status, asked.body) == (unknown.status, unknown.body)
        assert asked.status == 503
        assert not (place.root / "kits").exists()
        wait_until(lambda: not children(door.process.pid), what="no child")
