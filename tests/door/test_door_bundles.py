"""Bundles at the door: ZIPs that lie nowhere, whole, in ranges, resumed, and to visitors who take their time."""

import contextlib
import hashlib
import http.client
import io
import os
import resource
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from door_place import Place, RunningDoor, ago, campaign, open_door, page, wait_until

from unisono.bundles import Bundle, Plan, chunks, encode_plan, kept_file, plan_of, written_file

AT = datetime(2026, 2, 20, 23, 1, 30, tzinfo=UTC)
PATH = "/assets/00112233445566aa/river-ar.zip"
SMALL = "/assets/00112233445566bb/river-small.zip"
CARDS = {f"river-ar/cards/{n}.png": os.urandom(150_000 + n) for n in range(12)}


def bundled(place: Place, contents: dict[str, bytes], name: str = "river-ar.zip") -> tuple[Plan, bytes]:
    """A bundle of blobs and a README, and the very ZIP that is to come."""
    files = [kept_file(path, kept(place, content), content) for path, content in contents.items()]
    plan = plan_of(name, AT, [*files, written_file("river-ar/README.txt", "نهر للجميع".encode())])
    return plan, b"".join(chunks(Bundle(plan), lambda sha256: place.root / "editions/blobs" / sha256[:2] / sha256))


def kept(place: Place, content: bytes) -> str:
    """Put a blob into the store, without the compressed variants that nobody makes of pictures."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = place.root / "editions/blobs" / sha256[:2] / sha256
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return sha256


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningDoor, Plan, bytes, bytes]]:
    place = Place(tmp_path_factory.mktemp("door") / "home")
    plan, whole = bundled(place, CARDS)
    small, small_whole = bundled(place, {"river-ar/cards/a.png": b"\x89PNG"}, "river-small.zip")
    files = {"en/index.html": page("Welcome"), PATH[1:]: plan, SMALL[1:]: small}
    place.schedule(campaign((ago(100), place.freeze(files))))
    with open_door(place) as running:
        yield running, plan, whole, small_whole


def test_bundle_comes_as_a_zip_to_be_saved(river):
    door, plan, whole, _ = river
    answer = door.ask(PATH)
    assert (answer.status, answer.body) == (200, whole)
    assert zipfile.ZipFile(io.BytesIO(answer.body)).testzip() is None
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "server")}
    assert headers == {
        "accept-ranges": "bytes",
        "cache-control": "public, max-age=31536000, immutable",
        "content-disposition": "attachment; filename*=UTF-8''river-ar.zip",
        "content-length": str(plan.size),
        "content-type": "application/zip",
        "cross-origin-resource-policy": "cross-origin",
        "etag": f'"{hashlib.sha256(encode_plan(plan)).hexdigest()[:32]}"',
        "x-content-type-options": "nosniff",
    }


def test_bundle_smaller_than_what_is_under_way_comes_too(river):
    door, _, _, small = river
    assert door.ask(SMALL).body == small
    assert door.ask(SMALL, range="bytes=3-9").body == small[3:10]


def test_head_of_a_bundle_says_the_same(river):
    door, plan, _, _ = river
    head, get = door.ask(PATH, "HEAD"), door.ask(PATH)
    assert (head.status, head.body, head["content-length"]) == (200, b"", str(plan.size))
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("0-0", slice(0, 1)),
        ("0-99999", slice(0, 100_000)),
        ("149990-300200", slice(149_990, 300_201)),
        ("500000-", slice(500_000, None)),
        ("-22", slice(-22, None)),
        ("-400000", slice(-400_000, None)),
    ],
)
def test_range_of_a_bundle_is_that_part_of_it(river, asked, part):
    door, plan, whole, _ = river
    answer = door.ask(PATH, range=f"bytes={asked}")
    assert (answer.status, answer.body) == (206, whole[part])
    start, stop, _ = part.indices(len(whole))
    assert answer["content-range"] == f"bytes {start}-{stop - 1}/{plan.size}"
    assert answer["content-length"] == str(stop - start)


def test_range_behind_the_end_is_refused_with_the_size(river):
    door, plan, _, _ = river
    answer = door.ask(PATH, range=f"bytes={plan.size}-")
    assert (answer.status, answer["content-range"], answer.body) == (416, f"bytes */{plan.size}", b"")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "items=0-1", "bytes=9-2"])
def test_other_ranges_get_the_whole(river, asked):
    door, _, whole, _ = river
    answer = door.ask(PATH, range=asked)
    assert (answer.status, answer.body) == (200, whole)


def test_range_is_for_the_bytes_that_the_visitor_has_begun_with(river):
    door, _, whole, _ = river
    tag = door.ask(PATH, "HEAD")["etag"]
    assert door.ask(PATH, range="bytes=10-19", if_range=tag).body == whole[10:20]
    for other in ('"another"', f"W/{tag}", "Fri, 20 Feb 2026 23:01:30 GMT"):
        answer = door.ask(PATH, range="bytes=10-19", if_range=other)
        assert (answer.status, answer.body) == (200, whole)


def test_bundle_that_the_visitor_has_does_not_come_again(river):
    door, _, _, _ = river
    tag = door.ask(PATH, "HEAD")["etag"]
    answer = door.ask(PATH, if_none_match=tag)
    assert (answer.status, answer.body, answer["etag"]) == (304, b"", tag)


def test_download_that_broke_off_is_resumed_by_curl(river, tmp_path):
    door, _, whole, _ = river
    url, file = f"http://127.0.0.1:{door.port}{PATH}", tmp_path / "river.zip"
    # As slow as it may be, it is killed long before its end.
    curl = subprocess.Popen(["curl", "-s", "--limit-rate", "20k", "-o", file, url])
    wait_until(lambda: file.exists() and file.stat().st_size > 0, what="the first byte")
    curl.send_signal(signal.SIGKILL)
    curl.wait()
    assert 0 < file.stat().st_size < len(whole)
    subprocess.run(["curl", "-s", "-f", "-C", "-", "-o", file, url], check=True)
    assert file.read_bytes() == whole
    assert subprocess.run(["unzip", "-tqq", file], check=False).returncode == 0


def test_visitor_who_leaves_ends_the_work(river):
    door, _, whole, _ = river
    pipes = open_pipes(door)
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", door.port)) as visitor:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            visitor.sendall(f"GET {PATH} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
            visitor.recv(1000)
    wait_until(lambda: open_pipes(door) == pipes, what="letting go of the pipes")
    assert door.ask(PATH).body == whole
    assert "failed" not in door.log


def test_slow_downloads_leave_the_door_open_for_others(river):
    """Forty visitors who take nothing: more than the server has threads for files."""
    door, _, whole, _ = river
    waiting = []
    try:
        for _ in range(40):
            visitor = socket.create_connection(("127.0.0.1", door.port))
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            visitor.sendall(f"GET {PATH} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
            waiting.append(visitor)
        assert door.ask("/en/").status == 200
        assert door.ask("/healthz").status == 200
        assert door.ask(PATH).body == whole
    finally:
        for visitor in waiting:
            visitor.close()


def test_bundle_of_an_edition_that_is_not_open_is_not_there(tmp_path):
    place = Place(tmp_path / "home")
    plan, whole = bundled(place, CARDS)
    first = place.freeze({"en/index.html": page("One")})
    second = place.freeze({"en/index.html": page("Two"), PATH[1:]: plan})
    place.schedule(campaign((ago(100), first), (datetime.now(UTC) + timedelta(hours=1), second)))
    with open_door(place) as door:
        assert door.ask(PATH).status == 404
        place.schedule(campaign((ago(100), first), (ago(50), second), (ago(10), first)))
        # Once open, it stays, as every asset does.
        assert door.wait_for(PATH, lambda answer: answer.status == 200).body == whole


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda blob: blob.unlink(), "a file of it cannot be read (No such file or directory)"),
        (lambda blob: blob.write_bytes(b"short"), "a file of it has 5 bytes instead of 150000"),
    ],
)
def test_edition_whose_bundle_lacks_a_file_is_passed_over(tmp_path, harm, said):
    place = Place(tmp_path / "home")
    plan, _ = bundled(place, CARDS)
    sound = place.freeze({"en/index.html": page("Sound")})
    torn = place.freeze({"en/index.html": page("Torn"), PATH[1:]: plan})
    harm(place.root / "editions/blobs" / plan.files[1].sha256[:2] / plan.files[1].sha256)
    place.schedule(campaign((ago(100), sound), (ago(50), torn)))
    with open_door(place) as door:
        assert "Sound" in door.ask("/en/").text
        assert said in door.log


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda text: b"{}", "its plan cannot be used: Object missing required field"),
        (lambda text: text.replace(b"README", b"../../"), "is no name for a file in a bundle"),
        (lambda text: text.replace(b'"size":', b'"size":1'), "bytes, not"),
    ],
)
def test_edition_with_a_plan_that_cannot_be_used_is_passed_over(tmp_path, changed, said):
    place = Place(tmp_path / "home")
    plan, _ = bundled(place, {"river-ar/cards/a.png": b"\x89PNG"})
    place.blob = lambda content, blob=place.blob: blob(changed(content) if content == encode_plan(plan) else content)
    torn = place.freeze({"en/index.html": page("Torn"), PATH[1:]: plan})
    place.schedule(campaign((ago(50), torn)))
    with open_door(place) as door:
        assert door.ask("/en/").status == 503
        assert said in door.log


def test_plan_that_was_altered_is_passed_over(tmp_path):
    place = Place(tmp_path / "home")
    plan, _ = bundled(place, {"river-ar/cards/a.png": b"\x89PNG"})
    torn = place.freeze({"en/index.html": page("Torn"), PATH[1:]: plan})
    sha256 = hashlib.sha256(encode_plan(plan)).hexdigest()
    (place.root / "editions/blobs" / sha256[:2] / sha256).write_bytes(b"{}")
    place.schedule(campaign((ago(50), torn)))
    with open_door(place) as door:
        assert door.ask("/en/").status == 503
        assert "its plan was altered" in door.log


def test_bundle_whose_file_vanishes_meanwhile_breaks_off(tmp_path):
    place = Place(tmp_path / "home")
    plan, whole = bundled(place, CARDS)
    place.schedule(campaign((ago(100), place.freeze({"en/index.html": page("One"), PATH[1:]: plan}))))
    with open_door(place) as door:
        last = plan.files[-1].sha256
        (place.root / "editions/blobs" / last[:2] / last).unlink()
        with pytest.raises(http.client.IncompleteRead) as broken:
            door.ask(PATH)
        assert whole.startswith(broken.value.partial)
        wait_until(lambda: "A request failed" in door.log, what="a line in the log")
        assert door.ask("/en/").status == 200


def test_visitor_is_asked_to_come_again_when_there_are_no_pipes_left(tmp_path):
    place = Place(tmp_path / "home")
    plan, whole = bundled(place, CARDS)
    place.schedule(campaign((ago(100), place.freeze({"en/index.html": page("One"), PATH[1:]: plan}))))
    with open_door(place) as door:
        visitor = http.client.HTTPConnection("127.0.0.1", door.port, timeout=10)
        with contextlib.closing(visitor):
            visitor.request("GET", PATH, headers={"range": "bytes=0-100"})
            visitor.getresponse().read()  # whatever the door opens once is open now, and so is the connection
            wait_until(lambda: open_pipes(door) == 0, what="letting go of the pipes")
            free = [number for number in range(300) if str(number) not in handles(door)]
            before = resource.prlimit(door.process.pid, resource.RLIMIT_NOFILE)
            # One handle is left, to read the plan: a pipe needs two.
            resource.prlimit(door.process.pid, resource.RLIMIT_NOFILE, (free[1], before[1]))
            visitor.request("GET", PATH)
            answer = visitor.getresponse()
            assert (answer.status, answer.headers["retry-after"]) == (503, "30")
            assert answer.read().startswith(b"503 Too many downloads")
            resource.prlimit(door.process.pid, resource.RLIMIT_NOFILE, before)
            visitor.request("GET", PATH)
            assert visitor.getresponse().read() == whole


@pytest.mark.slow
def test_memory_stays_flat_while_slow_visitors_take_a_large_bundle(tmp_path):
    """Eight visitors at once, 300 MB each, at some megabytes a second; each is cut off when enough was seen."""
    place = Place(tmp_path / "home")
    parts = [os.urandom(10_000_000) for _ in range(3)]
    contents = {f"river-ar/film/{n}.mp4": parts[n % 3] for n in range(30)}
    plan, whole = bundled(place, contents)
    place.schedule(campaign((ago(100), place.freeze({"en/index.html": page("One"), PATH[1:]: plan}))))
    with open_door(place) as door:
        door.ask(PATH, range="bytes=0-1000000")
        before = door.peak
        url = f"http://127.0.0.1:{door.port}{PATH}"
        slow = [
            subprocess.Popen(["curl", "-s", "-N", "--limit-rate", "4M", url], stdout=subprocess.DEVNULL)
            for _ in range(8)
        ]
        try:
            until = time.monotonic() + 8
            while time.monotonic() < until:
                assert door.ask("/en/").status == 200
                time.sleep(0.2)
            assert all(curl.poll() is None for curl in slow)
        finally:
            for curl in slow:
                curl.kill()
                curl.wait()
        assert door.ask(PATH).body == whole
        assert door.peak - before < 16_000_000
    assert plan.size > 300_000_000


def handles(door: RunningDoor) -> dict[str, str]:
    """What the door has open, by the number of the handle."""
    found = {}
    for handle in Path(f"/proc/{door.process.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found[handle.name] = str(handle.readlink())
    return found


def open_pipes(door: RunningDoor) -> int:
    """How many ends of pipes the door has open."""
    return sum(kind.startswith("pipe:") for kind in handles(door).values())
