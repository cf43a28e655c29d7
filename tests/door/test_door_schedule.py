"""The schedule by itself: reading it, and what is open when."""

import json
from datetime import UTC, datetime

import pytest
from door_place import Place, campaign, page

from unisono.base.home import Home
from unisono.door.schedule import ScheduleError, read_doors
from unisono.door.state import StateReader

ID = "a" * 64


def doors(*campaigns: dict) -> bytes:
    return json.dumps({"format": 1, "campaigns": list(campaigns)}).encode()


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "truncated"),
        (b"{", "truncated"),
        (b'{"format":2,"campaigns":[]}', "$.format"),
        (doors({"slug": "x"}), "schedule"),
        (doors({"slug": "../x", "schedule": []}), "slug"),
        (doors({"slug": "x", "schedule": [{"at": "2026-01-01T00:00:00", "edition": None}]}), "at"),
        (doors({"slug": "x", "schedule": [{"at": "soon", "edition": None}]}), "at"),
        (doors({"slug": "x", "schedule": [{"at": "2026-01-01T00:00:00Z", "edition": "../etc"}]}), "edition"),
        (doors(campaign((at(2), ID), (at(1), ID))), "not in order"),
        (doors(campaign(slug="a", hosts=["X.org"]), campaign(slug="b", hosts=["x.org"])), "belongs to both"),
        (doors(campaign(slug="a", default=True), campaign(slug="b", default=True)), "default"),
        (doors(campaign(slug="a"), campaign(slug="a")), "same slug"),
    ],
)
def test_broken_schedule_is_refused_with_its_place(text, said):
    with pytest.raises(ScheduleError, match=said.replace("$", r"\$")):
        read_doors(text)


def test_clock_alone_decides_what_is_open(place: Place):
    first, second = place.freeze({"en/index.html": page("1")}), place.freeze({"en/index.html": page("2")})
    place.schedule(campaign((at(100), first), (at(200), None), (at(300), second), (at(400), first)))
    timeline = StateReader(Home(place.root), 10**6).read(now=50).campaign_of(None)
    instants = [-1e9, 99.999, 100, 199.9, 200, 299, 300, 399, 400, 1e12, 150, 99]
    open_then = [timeline.at(now).edition for now in instants]
    assert [edition.id if edition else None for edition in open_then] == [
        *(None, None, first, first, None, None, second, second, first, first, first, None)
    ]


def test_assets_answer_from_their_first_opening_on(place: Place):
    first = place.freeze({"en/index.html": page("1"), "assets/1/a.css": "a"})
    second = place.freeze({"en/index.html": page("2"), "assets/2/a.css": "b"})
    place.schedule(campaign((at(100), first), (at(200), second), (at(300), None)))
    timeline = StateReader(Home(place.root), 10**6).read(now=50).campaign_of(None)
    seen = [[bool(timeline.at(now).asset(f"/assets/{n}/a.css")) for n in (1, 2)] for now in (50, 150, 250, 350)]
    assert seen == [[False, False], [True, False], [True, True], [True, True]]


def test_rows_at_one_instant_open_the_last(place: Place):
    first, second = place.freeze({"en/index.html": page("1")}), place.freeze({"en/index.html": page("2")})
    place.schedule(campaign((at(100), first), (at(100), second)))
    timeline = StateReader(Home(place.root), 10**6).read(now=50).campaign_of(None)
    assert timeline.at(100).edition.id == second


def test_long_past_gives_assets_but_is_not_read_again(place: Place):
    editions = [place.freeze({"en/index.html": page(str(n)), f"assets/{n}/a.css": f"a{n}"}) for n in range(6)]
    rows = [(at(100 + n), edition) for n, edition in enumerate(editions)]
    place.schedule(campaign(*rows))
    reader = StateReader(Home(place.root), 10**6)
    reader.read(now=1000)
    for edition in editions[:4]:
        (place.root / "editions/manifests" / f"{edition}.json").unlink()
    place.schedule(campaign(*rows, (at(2000), None)))
    timeline = reader.read(now=1001).campaign_of(None)
    assert reader.faults == []
    assert all(timeline.at(1001).asset(f"/assets/{n}/a.css") for n in range(6))


@pytest.mark.parametrize("harm", ["manifest", "altered manifest", "blob", "altered blob", "campaign"])
def test_faulty_edition_is_passed_over_and_named(place: Place, harm):
    good, bad = place.freeze({"en/index.html": page("good")}), place.freeze({"en/index.html": page("bad")})
    manifest = place.root / "editions/manifests" / f"{bad}.json"
    sha = json.loads(manifest.read_text())["files"]["en/index.html"]["sha256"]
    blob = place.root / "editions/blobs" / sha[:2] / sha
    slug = "voices"
    match harm:
        case "manifest":
            manifest.unlink()
        case "altered manifest":
            manifest.write_text(manifest.read_text().replace('"en"', '"ar"', 1))
        case "blob":
            blob.unlink()
        case "altered blob":
            blob.write_bytes(blob.read_bytes().replace(b"bad", b"BAD"))
        case "campaign":
            slug = "others"
            good = place.freeze({"en/index.html": page("good")}, campaign=slug)
    place.schedule(campaign((at(100), good), (at(200), bad), slug=slug))
    reader = StateReader(Home(place.root), 10**6)
    timeline = reader.read(now=300).campaign_of(None)
    assert timeline.at(300).edition.id == good
    assert len(reader.faults) == 1
    assert bad[:12] in reader.faults[0]


def test_memory_stays_under_its_cap_and_goes_to_what_is_open_first(place: Place):
    old = place.freeze({f"assets/{n}/a.css": f"old {n} " * 300 for n in range(20)})
    new = place.freeze({f"en/{n}.txt": f"new {n} " * 300 for n in range(20)} | {"en/index.html": page("n")})
    other = place.freeze({"en/index.html": page("o")})
    place.schedule(campaign((at(100), old), (at(200), other), (at(300), new)))
    reader = StateReader(Home(place.root), 50_000)
    edition = reader.read(now=400).campaign_of(None).at(400).edition
    assert 0 < reader.held <= 50_000
    assert all(entry.variants[0].body is not None for entry in edition.routes.values())
    asset = reader.read(now=400).campaign_of(None).at(400).asset("/assets/19/a.css")
    assert asset.variants[0].body is None


def test_hosts_choose_the_campaign(place: Place):
    a = place.freeze({"en/index.html": page("a")}, campaign="a")
    b = place.freeze({"en/index.html": page("b")}, campaign="b")
    place.schedule(
        campaign((at(1), a), slug="a", hosts=["A.example.org"], default=True),
        campaign((at(1), b), slug="b", hosts=["b.example.org", "[::1]"]),
    )
    state = StateReader(Home(place.root), 10**6).read(now=5)
    hosts = ["a.example.org", "B.example.org:8000", "b.example.org.", "[::1]:80", "c.example.org", None, ":::", "]"]
    assert [state.campaign_of(host).slug for host in hosts] == ["a", "b", "b", "b", "a", "a", "a", "a"]
