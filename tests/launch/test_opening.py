"""Opening by schedule, at once, language by language; and going back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.launch.river import AT, ORIGIN

from unisono.campaigns.models import Moment
from unisono.launch.models import Edition
from unisono.launch.operations import NotReady, freeze, missing_to_open, open_now, open_on_schedule, rollback
from unisono.launch.queries import edition_at, edition_named
from unisono.ledger.models import Entry

pytestmark = pytest.mark.django_db


def edition(river, name: str) -> Edition:
    """An edition in the books; the schedule looks at no more."""
    return Edition.objects.create(
        campaign=river, name=name * 64, snapshot="5" * 64, frozen_at=AT, frozen_by="test", files=1, bytes=1
    )


def no_more(languages: tuple[str, ...]) -> Edition:
    """What a plain opening never asks for."""
    raise AssertionError(languages)


def doors(home) -> list[tuple[str, str | None]]:
    """Return the schedule that the doors read."""
    read = json.loads((home.public / "doors.json").read_text())
    return [(row["at"], row["edition"] and row["edition"][:1]) for row in read["campaigns"][0]["schedule"]]


def test_open_before_the_moment_waits_for_it(river, home):
    moment = river.moments.get(kind="opening")
    at = moment.at - timedelta(days=1)
    entries = open_on_schedule(campaign=river, at=at, by="test", home=home, edition=edition(river, "a"), frozen=no_more)
    assert [entry.at for entry in entries] == [moment.at]
    assert edition_at(river, at) is None
    assert edition_at(river, moment.at).name == "a" * 64
    assert doors(home) == [(moment.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "a")]


def test_open_after_the_moment_opens_at_once(river, home):
    at = datetime(2040, 1, 1, tzinfo=UTC)
    open_on_schedule(campaign=river, at=at, by="test", home=home, edition=edition(river, "a"), frozen=no_more)
    assert doors(home) == [("2040-01-01T00:00:00Z", "a")]
    assert Entry.objects.filter(act="edition.scheduled").count() == 1


def test_open_again_replaces_what_was_planned_and_keeps_the_past(river, home):
    open_now(edition=edition(river, "a"), at=AT, by="test", home=home)
    moment = river.moments.get(kind="opening")
    moment.at = AT + timedelta(days=2)
    moment.save()
    for name in "bc":
        open_on_schedule(
            campaign=river,
            at=AT + timedelta(hours=1),
            by="test",
            home=home,
            edition=edition(river, name),
            frozen=no_more,
        )
    assert doors(home) == [("2026-05-01T12:00:00Z", "a"), ("2026-05-03T12:00:00Z", "c")]


def test_rolling_opening_has_an_edition_for_each_moment(river, home):
    river.moments.filter(kind="opening").delete()
    for day, languages in ((1, ["en"]), (2, ["ar", "fr"])):
        Moment.objects.create(
            campaign=river, kind="opening", at=AT + timedelta(days=day), zone="Europe/Brussels", languages=languages
        )
    asked = []

    def frozen(languages: tuple[str, ...]) -> Edition:
        asked.append(languages)
        return edition(river, "e")

    open_on_schedule(campaign=river, at=AT, by="test", home=home, edition=edition(river, "a"), frozen=frozen)
    assert asked == [("en",)]
    assert doors(home) == [("2026-05-02T12:00:00Z", "e"), ("2026-05-03T12:00:00Z", "a")]


def test_edition_of_one_language_has_no_trace_of_the_others(river, home):
    done = freeze(campaign=river, at=AT, by="test", home=home, origin=ORIGIN, languages=("en",))
    assert done.frozen.manifest.languages == ("en",)
    assert not [path for path in done.frozen.manifest.files if path.startswith(("ar/", "fr/"))]
    from unisono.launch.store import Store

    home_page = Store(home.editions).get(done.frozen.manifest.files["en/index.html"].sha256).decode()
    assert 'hreflang="ar"' not in home_page
    assert "/ar/" not in Store(home.editions).get(done.frozen.manifest.files["sitemap.xml"].sha256).decode()


def test_rollback_opens_the_edition_before(river, home):
    open_now(edition=edition(river, "a"), at=AT, by="test", home=home)
    open_now(edition=edition(river, "b"), at=AT + timedelta(hours=1), by="test", home=home)
    rollback(campaign=river, at=AT + timedelta(hours=2), by="test", home=home)
    assert edition_at(river, AT + timedelta(hours=3)).name == "a" * 64
    assert [name for _, name in doors(home)] == ["a", "b", "a"]


def test_rollback_with_nothing_to_go_back_to_says_so(river, home):
    open_now(edition=edition(river, "a"), at=AT, by="test", home=home)
    with pytest.raises(NotReady, match="nothing to go back to"):
        rollback(campaign=river, at=AT + timedelta(hours=2), by="test", home=home)
    assert [name for _, name in doors(home)] == ["a"]


def test_two_openings_at_one_instant_keep_their_order(river, home):
    for name in "ab":
        open_now(edition=edition(river, name), at=AT, by="test", home=home)
    assert doors(home) == [("2026-05-01T12:00:00Z", "a"), ("2026-05-01T12:00:01Z", "b")]


def test_campaign_without_a_responsible_body_cannot_open(river, home, settings):
    settings.PUBLIC_ORIGIN = "https://river.example.org"
    river.responsible_name = river.responsible_address = ""
    river.save()
    with pytest.raises(NotReady) as raised:
        open_now(edition=edition(river, "a"), at=AT, by="test", home=home)
    assert raised.value.missing == [
        "The body responsible for the campaign has no name.",
        "The responsible body has no address.",
    ]
    assert not (home.public / "doors.json").exists()
    settings.PUBLIC_ORIGIN = "http://127.0.0.1:8000"
    river.responsible_name = "Friends of the River"
    assert missing_to_open(river) == []


def test_edition_named_says_what_there_is(river):
    edition(river, "a")
    assert edition_named(river, "aaaa").name == "a" * 64
    with pytest.raises(LookupError, match=r"no edition of river .* There are: aaaaaaaaaaaa"):
        edition_named(river, "ffff")
