"""What visitors get, from the real door as a process of its own."""

import gzip
import hashlib
import json
from collections.abc import Iterator

import brotli
import pytest
from door_place import HTML, Place, RunningDoor, ago, campaign, open_door, page

FILM = bytes(range(256)) * 1200
STYLE = "body{color:#101c3d}" * 40
LARGE_TEXT = "".join(f"line {n} of a long list\n" for n in range(6000))
FILES = {
    "en/index.html": page("Welcome"),
    "en/404.html": page("Not here"),
    "en/statement/index.html": page("Statement"),
    "en/film.mp4": FILM,
    "en/list.txt": LARGE_TEXT,
    "ar/index.html": page("أهلا", "ar"),
    "ar/404.html": page("ليس هنا", "ar"),
    "zh-hans/index.html": page("你好", "zh-hans"),
    "assets/0011223344556677/style.css": STYLE,
    "assets/8899aabbccddeeff/card.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "assets/8899aabbccddeeff/card.png": b"\x89PNG",
    "robots.txt": "User-agent: *\nAllow: /\n",
    "sitemap.xml": "<urlset/>",
}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDoor]:
    place = Place(tmp_path_factory.mktemp("door") / "home")
    place.schedule(campaign((ago(100), place.freeze(FILES))))
    with open_door(place) as running:
        yield running


def test_page_comes_with_its_headers(door):
    answer = door.ask("/en/")
    assert (answer.status, answer.text) == (200, FILES["en/index.html"])
    assert answer["content-type"] == HTML
    assert answer["cache-control"] == "public, max-age=60, must-revalidate"
    assert answer["vary"] == "Accept-Encoding"
    assert answer["etag"] == f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["referrer-policy"] == "same-origin"
    assert answer["cross-origin-opener-policy"] == "same-origin"
    assert answer["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer["permissions-policy"]
    policy = dict(rule.strip().split(" ", 1) for rule in answer["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {rule: value for rule, value in policy.items() if value != "'none'"} == {
        f"{kind}-src": "'self'" for kind in ("style", "script", "img", "media", "font", "connect", "manifest")
    } | {"form-action": "'self'"}


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0", None)])
def test_encoding_is_negotiated(door, accepted, encoding):
    answer = door.ask("/en/", accept_encoding=accepted)
    assert (answer["content-encoding"], answer.text) == (encoding, FILES["en/index.html"])
    again = door.ask("/en/", accept_encoding=accepted, if_none_match=answer["etag"])
    assert (again.status, again.body, again["etag"], again["vary"]) == (304, b"", answer["etag"], "Accept-Encoding")


def test_tags_differ_by_encoding(door):
    tags = {door.ask("/en/", accept_encoding=encoding)["etag"] for encoding in ("br", "gzip", "identity")}
    assert len(tags) == 3


@pytest.mark.parametrize("tag", ['"x"', 'W/"x"', '"'])
def test_page_comes_again_for_a_strange_tag(door, tag):
    assert door.ask("/en/", if_none_match=tag).status == 200


@pytest.mark.parametrize(
    "path", ["/en/", "/en/film.mp4", "/en/list.txt", "/assets/0011223344556677/style.css", "/nope"]
)
def test_head_is_like_get_without_body(door, path):
    head, get = door.ask(path, "HEAD"), door.ask(path)
    assert head.body == b""
    assert head.status == get.status
    assert {n: v for n, v in head.headers.items() if n != "date"} == {
        n: v for n, v in get.headers.items() if n != "date"
    }


def test_asset_may_be_kept_for_ever(door):
    answer = door.ask("/assets/0011223344556677/style.css")
    assert answer["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.text == STYLE


def test_drawing_cannot_run_anything(door):
    policy = door.ask("/assets/8899aabbccddeeff/card.svg")["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy


def test_picture_may_be_shown_elsewhere(door):
    assert door.ask("/assets/8899aabbccddeeff/card.png")["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_large_text_is_sent_packed_from_disk(door, encoding, unpack):
    answer = door.ask("/en/list.txt", accept_encoding=encoding)
    assert answer["content-encoding"] == encoding
    assert unpack(answer.body).decode() == LARGE_TEXT
    assert int(answer["content-length"]) == len(answer.body)


# -- ranges


@pytest.mark.parametrize(
    ("path", "whole"), [("/en/film.mp4", FILM), ("/en/statement/", FILES["en/statement/index.html"].encode())]
)
@pytest.mark.parametrize(
    ("asked", "start", "stop"), [("0-9", 0, 10), ("100-", 100, None), ("-7", -7, None), ("5-5", 5, 6)]
)
def test_range_gives_a_part(door, path, whole, asked, start, stop):
    answer = door.ask(path, range=f"bytes={asked}", accept_encoding="gzip, br")
    first = start % len(whole)
    part = whole[start:stop]
    assert (answer.status, answer.body) == (206, part)
    assert answer["content-range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert answer["content-length"] == str(len(part))
    assert answer["content-encoding"] is None


def test_film_can_be_put_together_from_ranges(door):
    step = 100_000
    parts = [door.ask("/en/film.mp4", range=f"bytes={n}-{n + step - 1}") for n in range(0, len(FILM), step)]
    assert {part.status for part in parts} == {206}
    assert b"".join(part.body for part in parts) == FILM


def test_range_outside_is_refused_with_the_size(door):
    answer = door.ask("/en/film.mp4", range=f"bytes={len(FILM)}-")
    assert (answer.status, answer["content-range"], answer.body) == (416, f"bytes */{len(FILM)}", b"")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=x", "lines=1-2", "bytes=" + "9" * 5000 + "-"])
def test_range_not_understood_gives_the_whole(door, asked):
    answer = door.ask("/en/film.mp4", range=asked)
    assert (answer.status, answer.body == FILM) == (200, True)


def test_range_goes_on_only_in_the_same_file(door):
    tag = door.ask("/en/film.mp4")["etag"]
    assert door.ask("/en/film.mp4", range="bytes=0-3", if_range=tag).status == 206
    assert door.ask("/en/film.mp4", range="bytes=0-3", if_range='"other"').status == 200
    assert door.ask("/en/film.mp4", range="bytes=0-3", if_range="Mon, 23 Nov 2026 14:00:00 GMT").status == 200


def test_head_ignores_a_range(door):
    assert door.ask("/en/film.mp4", "HEAD", range="bytes=0-3")["content-length"] == str(len(FILM))


# -- addresses


@pytest.mark.parametrize(
    ("header", "location"),
    [(None, "/en/"), ("ar-EG, en;q=0.5", "/ar/"), ("zh-CN", "/zh-hans/"), ("fr", "/en/"), ("en;q=0, ar;q=0.1", "/ar/")],
)
def test_root_leads_to_the_visitors_language(door, header, location):
    answer = door.ask("/", **({"accept_language": header} if header else {}))
    assert (answer.status, answer["location"], answer["vary"]) == (302, location, "Accept-Language")
    assert answer["cache-control"].startswith("private")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/en", "/en/"),
        ("/en?from=poster", "/en/?from=poster"),
        ("/en/statement", "/en/statement/"),
        ("/en/index.html", "/en/"),
        ("/zh-Hans", "/zh-hans/"),
        ("/EN/Statement/", "/en/statement/"),
    ],
)
def test_page_has_one_address(door, path, location):
    answer = door.ask(path)
    assert (answer.status, answer["location"]) == (301, location)


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/en/nothing", None, "Not here"),
        ("/ar/nothing", "en", "ليس هنا"),
        ("/nothing", "ar", "ليس هنا"),
        ("/nothing", None, "Not here"),
        ("/fr/nothing", "fr", "Not here"),
        ("/zh-hans/nothing", "ar", "ليس هنا"),  # this edition has no such page in Chinese
        ("/en/404.html", None, "Not here"),
    ],
)
def test_missing_page_speaks_the_visitors_language(door, path, language, words):
    answer = door.ask(path, **({"accept_language": language} if language else {}))
    assert (answer.status, answer["vary"]) == (404, "Accept-Encoding, Accept-Language")
    assert f"<p>{words}</p>" in answer.text


@pytest.mark.parametrize(
    "target",
    [
        b"/../../etc/passwd",
        b"/en/../../etc/passwd",
        b"/%2e%2e/%2e%2e/etc/passwd",
        b"/..%2f..%2fetc/passwd",
        b"//evil.example/",
        b"//en/",
        b"/en//",
        b"/en/%00",
        b"/%ff%fe",
        b"/assets/",
        b"/assets",
        b"/assets/../en/",
        b"/editions/manifests/",
        b"/public/doors.json",
        b"/" + b"a" * 20_000,
        b"/" + b"%c3%a9" * 3000,
        b"/en/statement/index.html/",
        b"/healthz/x",
        b"http://other.example/en/nothing",
    ],
)
def test_path_tricks_find_nothing(door, target):
    reply = door.raw(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 404 ")
    assert door.process.poll() is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "MADEUP"])
@pytest.mark.parametrize("path", ["/en/", "/nothing", "/"])
def test_public_addresses_are_only_read(door, method, path):
    answer = door.ask(path, method, b"x" if method == "POST" else None)
    assert (answer.status, answer["allow"], answer["cache-control"]) == (405, "GET, HEAD", "no-store")


def test_headers_of_any_kind_break_nothing(door):
    hostile = b"\r\n".join(
        [
            b"Accept-Language: \xff\xfe;q=\x80",
            b"Accept-Encoding: " + b"," * 3000,
            b"If-None-Match: " + b'"' * 3000,
            b"Range: bytes=\xff-",
            b"Cookie: \xe2\x28\xa1",
        ]
    )
    reply = door.raw(b"GET /en/ HTTP/1.1\r\nHost: [[[\r\nConnection: close\r\n" + hostile + b"\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 200 ")


def test_health_names_what_is_open(door):
    answer = door.ask("/healthz")
    health = json.loads(answer.body)
    assert (answer.status, health["ok"], list(health["campaigns"])) == (200, True, ["voices"])
    assert len(health["campaigns"]["voices"]) == 12


def test_robots_of_the_edition_is_served(door):
    assert door.ask("/robots.txt").text == FILES["robots.txt"]


def test_log_names_nobody(door):
    door.ask("/en/?mail=someone@example.org", user_agent="Curious/1.0")
    door.ask("/secret-path", user_agent="Curious/1.0")
    for word in ("someone", "Curious", "127.0.0.1", "secret-path"):
        assert word not in door.log
