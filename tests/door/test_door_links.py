"""Short links at the door: where a code leads, and that none tells of what is not open yet."""

import json
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, product
from pathlib import Path

import pytest
from door_place import Answer, Place, RunningDoor, ago, campaign, open_door, page

from unisono.base.home import Home
from unisono.door.editions import EditionError, Shelf
from unisono.door.state import StateReader
from unisono.links.codes import ALPHABET

FILES = {
    "en/index.html": page("Welcome"),
    "en/404.html": page("Not here"),
    "en/news/index.html": page("News"),
    "en/news/the-call/index.html": page("The call"),
    "ar/index.html": page("أهلا", "ar"),
    "ar/404.html": page("ليس هنا", "ar"),
}
LINKS = {"7fq2mc": "en/", "8gr3wq": "ar/", "9hv4xf": "en/news/the-call/"}


def table(links: dict[str, str]) -> str:
    return json.dumps({"format": 1, "links": links})


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def in_seconds(seconds: float) -> datetime:
    return ago(-seconds)


def without_time(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """All that a visitor could compare: ages are of the second in which was asked."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "cache-control")}
    return answer.status, headers, answer.body


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDoor]:
    place = Place(tmp_path_factory.mktemp("links") / "home")
    place.schedule(campaign((ago(100), place.freeze({**FILES, "links.json": table(LINKS)}))))
    with open_door(place) as running:
        yield running


@pytest.mark.parametrize(("code", "target"), [(code, f"/{target}") for code, target in LINKS.items()])
def test_code_leads_to_its_page(door, code, target):
    answer = door.ask(f"/s/{code}")
    assert (answer.status, answer["location"], answer.body) == (302, target, b"")
    assert answer["cache-control"] == "private, max-age=60"
    assert "vary" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert door.ask(target).status == 200


@pytest.mark.parametrize("typed", ["/s/7FQ2MC", "/S/7FQ2MC", "/s/7fq2mc/", "/s/7fq2mc.", "/s/7fq-2mc", "/s/7fq%202mc"])
def test_code_is_taken_as_people_type_it(door, typed):
    assert door.ask(typed)["location"] == "/en/"


def test_what_networks_add_to_an_address_is_left_behind(door):
    assert door.ask("/s/7fq2mc?fbclid=of-one-visitor&utm_source=x")["location"] == "/en/"


def test_head_is_like_get(door):
    head, get = door.ask("/s/7fq2mc", "HEAD"), door.ask("/s/7fq2mc")
    assert get.headers.pop("content-length") == "0"  # which an answer to HEAD may leave out (RFC 9110 §8.6)
    assert without_time(head) == without_time(get)


def test_link_can_only_be_read(door):
    assert door.ask("/s/7fq2mc", "POST", b"").status == 405


@pytest.mark.parametrize(
    "path",
    ["/s/ccccc9", "/s/", "/s", "/s/0o1li5", "/s/7fq2mcc", "/s/7fq2mc/x", "/s/../x", f"/s/{'7' * 5000}", "/s/%D8%A7"],
)
def test_unknown_code_is_answered_in_the_visitors_language(door, path):
    answer = door.ask(path, accept_language="ar")
    assert (answer.status, answer.text) == (404, FILES["ar/404.html"])
    assert without_time(answer) == without_time(door.ask("/nothing/here", accept_language="ar"))
    assert door.ask(path, accept_language="fr").text == FILES["en/404.html"]


def test_nobody_is_written_down(door):
    for path in ("/s/7fq2mc", "/s/ccccc9", "/s/7fq2mc?who=me"):
        door.ask(path, user_agent="Somebody/1.0", x_forwarded_for="192.0.2.7")
    for trace in ("7fq2mc", "ccccc9", "Somebody", "192.0.2.7", "who=me", "127.0.0.1"):
        assert trace not in door.log


def test_code_is_not_kept_beyond_the_next_instant(place):
    edition = place.freeze({**FILES, "links.json": table(LINKS)})
    place.schedule(campaign((ago(10), edition), (in_seconds(20), None)))
    with open_door(place) as door:
        assert 10 <= int(re.search(r"private, max-age=(\d+)", door.ask("/s/7fq2mc")["cache-control"])[1]) <= 20


# -- before the opening


def test_before_the_opening_a_code_reveals_nothing(place):
    place.schedule(campaign((in_seconds(3600), place.freeze({**FILES, "links.json": table(LINKS)}))))
    with open_door(place) as door:
        known, unknown, page = (without_time(door.ask(path)) for path in ("/s/7fq2mc", "/s/ccccc9", "/en/"))
        assert known == unknown == page
        assert known[0] == 503


def test_code_of_a_coming_edition_is_like_an_unknown_one(place):
    first = place.freeze({**FILES, "links.json": table({"7fq2mc": "en/"})})
    second = place.freeze(
        {**FILES, "en/secret/index.html": page("Secret"), "links.json": table({"jjjjj2": "en/secret/"})}
    )
    place.schedule(campaign((ago(10), first), (in_seconds(3600), second)))
    with open_door(place) as door:
        assert without_time(door.ask("/s/jjjjj2")) == without_time(door.ask("/s/ccccc9"))
        assert b"jjjjj2" not in door.ask("/links.json").body
        assert door.ask("/s/7fq2mc").status == 302


# -- after changes


def test_code_of_an_earlier_edition_goes_on_working(place):
    old = place.freeze({**FILES, "links.json": table(LINKS | {"jjjjj2": "fr/", "mmmmm3": "fr/news/"})})
    new = place.freeze({"en/index.html": page("New"), "en/news/index.html": page("News"), "links.json": table({})})
    place.schedule(campaign((ago(20), old), (ago(10), new)))
    with open_door(place) as door:
        targets = {code: door.ask(f"/s/{code}")["location"] for code in (*LINKS, "jjjjj2", "mmmmm3")}
    assert targets == {
        "7fq2mc": "/en/",
        "8gr3wq": "/",  # Arabic is no more: let the visitor's own language be chosen
        "9hv4xf": "/en/news/",  # the post is no more: what stood above it
        "jjjjj2": "/",
        "mmmmm3": "/",
    }


def test_code_of_long_ago_goes_on_working(place):
    editions = [
        place.freeze({"en/index.html": page(str(n)), "links.json": table({f"{c}{c}{c}2m9": "en/"})})
        for n, c in enumerate(ALPHABET[:12])
    ]
    place.schedule(campaign(*((ago(100 - n), edition) for n, edition in enumerate(editions))))
    with open_door(place) as door:
        assert [door.ask(f"/s/{c}{c}{c}2m9").status for c in ALPHABET[:13]] == [302] * 12 + [404]


def test_closing_answers_every_code_alike(place):
    edition = place.freeze({**FILES, "links.json": table(LINKS)})
    place.schedule(campaign((ago(20), edition), (ago(10), None)))
    with open_door(place) as door:
        assert without_time(door.ask("/s/7fq2mc")) == without_time(door.ask("/s/ccccc9"))
        assert door.ask("/s/7fq2mc").status == 503


def test_code_answers_on_its_own_campaigns_host(place):
    a = place.freeze({"en/index.html": page("a"), "links.json": table({"7fq2mc": "en/"})}, campaign="a")
    b = place.freeze({"en/index.html": page("b"), "links.json": table({"8gr3wq": "en/"})}, campaign="b")
    place.schedule(
        campaign((ago(10), a), slug="a", hosts=["a.example"]), campaign((ago(10), b), slug="b", hosts=["b.example"])
    )
    with open_door(place) as door:
        asked = [(code, host) for code in ("7fq2mc", "8gr3wq") for host in ("a.example", "b.example", "c.example")]
        statuses = [door.ask(f"/s/{code}", host=host).status for code, host in asked]
    assert statuses == [302, 404, 404, 404, 302, 404]


# -- the table


def many_codes(number: int) -> list[str]:
    return ["".join(letters) for letters in islice(product(ALPHABET, repeat=6), 0, 7919 * number, 7919)]


def edition_with(place: Place, links: dict[str, str], **more: str) -> str:
    return place.freeze({"en/index.html": page("x"), **more, "links.json": table(links)})


def test_thousands_of_codes_take_little_memory_and_are_held_once(place):
    languages = ("ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans")
    codes = many_codes(3000)
    assert len(set(codes)) == 3000
    links = {code: f"{languages[n % 13]}/" for n, code in enumerate(codes)}
    editions = [edition_with(place, links, **{"en/x/index.html": page(str(n))}) for n in range(4)]
    place.schedule(campaign(*((at(100 + n), edition) for n, edition in enumerate(editions))))
    reader = StateReader(Home(place.root), 10**6)
    tracemalloc.start()
    try:
        timeline = reader.read(now=101).campaign_of(None)
        held = sum(
            one.size
            for one in tracemalloc.take_snapshot().statistics("filename")
            if "editions.py" in one.traceback[0].filename
        )
    finally:
        tracemalloc.stop()
    assert len({id(timeline.at(100 + n).edition.links) for n in range(4)}) == 1
    assert held < 1_500_000
    assert [timeline.at(102).page(code) for code in codes] == list(links.values())
    assert reader.read(now=103).campaign_of(None).at(103).edition.links is timeline.at(103).edition.links


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "truncated"),
        ('{"format":2,"links":{}}', "format"),
        ('{"format":1,"links":{"7fq2mc":"//evil.example/"}}', "links"),
        ('{"format":1,"links":{"7fq2mc":"https://evil.example/"}}', "links"),
        ('{"format":1,"links":{"7fq2mc":"en/\\r\\nset-cookie: a=b/"}}', "links"),
        ('{"format":1,"links":{"7fq2mc":"en/../"}}', "links"),
        ('{"format":1,"links":{"7fq2mc":"en"}}', "links"),
    ],
)
def test_table_that_leads_elsewhere_is_refused(place, text, said):
    edition = place.freeze({"en/index.html": page("x"), "links.json": text})
    with pytest.raises(EditionError, match=rf"edition {edition[:12]}: links.json: cannot be understood: .*{said}"):
        Shelf(place.root / "editions", 10**6).edition(edition, "voices")


@pytest.mark.parametrize("assets_only", [False, True])
def test_table_that_was_altered_or_lost_is_named(place, assets_only):
    edition = edition_with(place, {"7fq2mc": "en/"})
    record = json.loads((place.root / f"editions/manifests/{edition}.json").read_text())["files"]["links.json"]
    blob: Path = place.root / "editions/blobs" / record["sha256"][:2] / record["sha256"]
    text = blob.read_bytes()
    blob.write_bytes(text.replace(b"en/", b"fr/"))
    with pytest.raises(EditionError, match=r"links\.json: its content was altered"):
        Shelf(place.root / "editions", 10**6).edition(edition, "voices", assets_only)
    blob.unlink()
    with pytest.raises(EditionError, match=r"links\.json: cannot be read"):
        Shelf(place.root / "editions", 10**6).edition(edition, "voices", assets_only)
