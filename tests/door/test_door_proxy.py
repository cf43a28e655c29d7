"""Passing on to the web process: what arrives there, what comes back, and what a visitor sees when it is down."""

import contextlib
import hashlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from door_place import (
    Place,
    RunningDoor,
    ago,
    answers,
    campaign,
    child_environment,
    free_port,
    open_door,
    page,
    wait_until,
)

from unisono.door.proxy import WebAddress

HERE = str(Path(__file__).parent)


@contextlib.contextmanager
def web_process(*where: str, ready) -> Iterator[subprocess.Popen]:
    environment = child_environment()
    environment["PYTHONPATH"] += f":{HERE}"
    command = [sys.executable, "-m", "unisono.door.oneprocess", "echo_web:application", *where]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until(ready, what="the web process")
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDoor]:
    place = Place(tmp_path_factory.mktemp("p") / "h")
    place.schedule(campaign((ago(100), place.freeze({"en/index.html": page("Welcome")}))))
    path = place.root / "run" / "web.sock"
    options = ("--web", f"unix:{path}", "--upload-limit", "3")
    with web_process("--socket", str(path), ready=path.exists), open_door(place, *options) as running:
        yield running


def told(answer) -> dict[str, str]:
    return dict(line.split("=", 1) for line in answer.body.decode().splitlines())


def test_request_arrives_whole(door):
    seen = told(door.ask("/newsroom/caf%C3%A9/a%20b/?q=%20x&y=%C3%A9", cookie="s=1", host="mld.example:8443"))
    assert seen["REQUEST_METHOD"] == "GET"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/newsroom/café/a b/"
    assert seen["QUERY_STRING"] == "q=%20x&y=%C3%A9"
    assert seen["HTTP_COOKIE"] == "s=1"
    assert seen["HTTP_HOST"] == seen["HTTP_X_FORWARDED_HOST"] == "mld.example:8443"
    assert seen["HTTP_X_FORWARDED_PROTO"] == "http"
    assert seen["HTTP_X_FORWARDED_FOR"] == seen["REMOTE_ADDR"] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/partners/", "/partners/join/", "/newsroom", "/newsroom/x"])
def test_both_areas_are_passed_on(door, path):
    assert told(door.ask(path))["PATH_INFO"] == path


@pytest.mark.parametrize("path", ["/newsroomx/", "/en/newsroom/", "/Newsroom/"])
def test_no_other_address_is_passed_on(door, path):
    assert door.ask(path).status == 404


def test_visitor_cannot_forge_what_the_door_says(door):
    request = (
        b"GET /newsroom/ HTTP/1.1\r\nHost: a\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\nX-Forwarded-Proto: https\r\n"
        b"X_Forwarded_Proto: https\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\n"
        b"Remote_User: root\r\nKeep-Alive: 5\r\nTE: trailers\r\n\r\n"
    )
    reply = door.raw(request).decode()
    assert reply.startswith("HTTP/1.1 200")
    assert "6.6.6.6" not in reply
    assert "https" not in reply
    for header in ("HTTP_X_MINE", "HTTP_KEEP_ALIVE", "HTTP_TE", "HTTP_FORWARDED", "HTTP_REMOTE_USER"):
        assert header not in reply


@pytest.mark.parametrize("size", [0, 1, 70_000, 2_900_000])
def test_upload_arrives_whole(door, size):
    body = bytes(n % 251 for n in range(size))
    answer = door.ask("/newsroom/upload/", "POST", body)
    assert answer.body.decode() == f"{size} {hashlib.sha256(body).hexdigest()}"


def test_upload_of_unknown_length_is_refused(door):
    head = b"POST /newsroom/upload/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert door.raw(head + b"3\r\nabc\r\n0\r\n\r\n").startswith(b"HTTP/1.1 411 ")


def test_upload_over_the_limit_is_refused_at_once(door):
    head = b"POST /newsroom/upload/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 9999999\r\n\r\n"
    reply = door.raw(head)
    assert reply.startswith(b"HTTP/1.1 413 ")
    assert b"at most 3 MB" in reply


def test_upload_that_breaks_off_does_not_arrive_as_a_whole_one(door):
    head = b"POST /newsroom/upload/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", door.port), timeout=5) as connection:
        connection.sendall(head + b"only the beginning")
        connection.shutdown(socket.SHUT_WR)
        reply = connection.recv(1000)
    assert not reply.startswith(b"HTTP/1.1 200 ")


def test_large_answer_streams_back_whole(door):
    answer = door.ask("/newsroom/large/")
    assert answer.body == b"".join(bytes([n]) * 50_000 for n in range(40))


def test_slow_visitor_is_not_kept_a_whole_film_in_memory(door):
    door.ask("/newsroom/large/")
    before = door.peak
    with socket.create_connection(("127.0.0.1", door.port)) as visitor:
        visitor.sendall(b"GET /newsroom/huge/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        received = visitor.recv(1000)
        time.sleep(1)  # long enough for all of it to arrive, if the door took it
        received += b"".join(iter(lambda: visitor.recv(1_000_000), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"content-length: 104857600" in head.lower()
    assert body == b"".join(bytes([n % 256]) * 65536 for n in range(1600))
    assert door.peak - before < 20_000_000


def test_cookies_and_redirects_come_back_and_are_not_kept(door):
    reply = door.raw(b"GET /newsroom/moved/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").decode()
    assert reply.startswith("HTTP/1.1 302 ")
    assert "location: /newsroom/login/?next=x" in reply
    assert reply.count("set-cookie:") == 2
    assert "x-inner" not in reply
    assert "HTTP_COOKIE" not in told(door.ask("/newsroom/"))  # one visitor's cookie is not sent with the next


def test_head_and_unchanged_have_no_body(door):
    head = door.ask("/newsroom/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head["content-length"]) > 0
    unchanged = door.ask("/newsroom/unchanged/", if_none_match='"e"')
    assert (unchanged.status, unchanged["etag"], unchanged.body) == (304, '"e"', b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_any_method_is_passed_on(door, method):
    assert told(door.ask("/newsroom/", method))["REQUEST_METHOD"] == method


def test_visitor_who_leaves_disturbs_nobody(door):
    for head in (b"GET /newsroom/slow/", b"POST /newsroom/upload/", b"GET /newsroom/large/", b"GET /en/"):
        with socket.create_connection(("127.0.0.1", door.port)) as connection:
            connection.sendall(head + b" HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nonly the beginning")
            time.sleep(0.1)
    assert door.ask("/newsroom/").status == 200
    assert "Traceback" not in door.log
    assert "A request failed" not in door.log


def test_web_that_is_down_gets_a_clear_page_and_the_public_side_stays(place):
    place.schedule(campaign((ago(100), place.freeze({"en/index.html": page("Welcome")}))))
    port = free_port()
    with open_door(place, "--web", f"127.0.0.1:{port}") as door:
        answer = door.ask("/newsroom/", accept_language="en")
        assert (answer.status, answer["cache-control"], answer["retry-after"]) == (502, "no-store", "10")
        assert "restarted" in answer.text
        assert door.ask("/en/").status == 200
        with web_process("--port", str(port), ready=lambda: answers(port)) as web:
            assert door.ask("/newsroom/").status == 200
            web.send_signal(signal.SIGKILL)
            web.wait()
            assert door.ask("/newsroom/").status == 502
            assert door.ask("/en/").status == 200
        with web_process("--port", str(port), ready=lambda: answers(port)):
            assert door.ask("/newsroom/").status == 200  # a connection of the former web is not tripped over
            assert door.ask("/newsroom/die/").status == 502


def test_trusted_front_is_believed(place):
    path = place.root / "run" / "web.sock"
    options = ("--web", f"unix:{path}", "--trust-forwarded")
    with web_process("--socket", str(path), ready=path.exists), open_door(place, *options) as door:
        seen = told(door.ask("/newsroom/", x_forwarded_for="198.51.100.7", x_forwarded_proto="https"))
        assert (seen["REMOTE_ADDR"], seen["HTTP_X_FORWARDED_PROTO"]) == ("198.51.100.7", "https")


def test_web_socket_is_only_ours(place):
    path = place.root / "run" / "web.sock"
    with web_process("--socket", str(path), ready=path.exists):
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text", ["", "unix:", "9000", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:70000", ":80"]
)
def test_bad_web_address_is_refused_with_what_is_accepted(text):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1:9000"):
        WebAddress.parse(text)


def test_web_address_is_read():
    assert WebAddress.parse("unix:/run/web.sock") == WebAddress(socket="/run/web.sock")
    assert WebAddress.parse("127.0.0.1:9000") == WebAddress(host="127.0.0.1", port=9000)
