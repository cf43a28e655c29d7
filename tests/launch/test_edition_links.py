"""Short links through a freeze: made before it, in the edition, answered by the door's own reading."""

import json
from datetime import timedelta

import pytest
from tests.launch.river import AT, ORIGIN

from unisono.door.state import StateReader
from unisono.launch.operations import freeze, open_now
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.links.models import Link
from unisono.links.operations import ensure_links, make_link
from unisono.links.queries import Target, links_by_target
from unisono.site.short_links import short_link

pytestmark = pytest.mark.django_db


def frozen(river, home, at=AT, **options):
    """Freeze the river campaign."""
    return freeze(campaign=river, at=at, by="test", home=home, origin=ORIGIN, **options)


def links_of(done, home) -> dict[str, str]:
    """What the edition says of its links."""
    return json.loads(Store(home.editions).get(done.frozen.manifest.files["links.json"].sha256))["links"]


def test_freeze_makes_links_and_freezes_them(river, home):
    done = frozen(river, home)
    held = links_by_target(river)
    assert len(held) == 3 * 10 + 2 * 3
    assert links_of(done, home) == {code: f"{target.language}/" for target, code in held.items()}


def test_reading_makes_no_link(river, home):
    snapshot, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=Store(home.editions))
    assert snapshot.links == ()
    assert short_link(snapshot, "en") == ""
    assert not Link.objects.exists()


def test_snapshot_finds_the_link_of_every_language_and_organisation(river, home):
    ensure_links(campaign=river, at=AT, by="test")
    snapshot, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=Store(home.editions))
    held = links_by_target(river)
    for language in ("ar", "en", "fr"):
        assert short_link(snapshot, language) == f"{ORIGIN}/s/{held[Target('', language)]}"
        for key in ("eel", "reed"):
            own = held[Target("", language, key)]
            assert short_link(snapshot, language, organisation=key, network="print") == f"{ORIGIN}/s/{own}"
    assert list(snapshot.links) == sorted(
        snapshot.links, key=lambda one: (one.language, one.place, one.organisation, one.network)
    )


def test_edition_of_some_languages_says_nothing_of_the_others(river, home):
    done = frozen(river, home, languages=("en", "fr"))
    assert set(links_of(done, home).values()) == {"en/", "fr/"}
    assert "ar" in set(Link.objects.values_list("language", flat=True))


def test_link_to_a_page_leads_there_once_the_page_is_there(river, home):
    link = make_link(campaign=river, target=Target("news/the-call/", "en"), at=AT, by="test")
    secret = make_link(campaign=river, target=Target("news/the-secret/", "en"), at=AT, by="test")
    done = frozen(river, home)
    assert links_of(done, home)[link.code] == "en/news/the-call/"
    content = Store(home.editions).get(done.frozen.manifest.files["links.json"].sha256).decode()
    assert secret.code not in content
    assert "the-secret" not in content


def test_door_reads_what_launch_has_written(river, home):
    river.responsible_name = "Friends of the River"
    river.save()
    done = frozen(river, home)
    open_now(edition=done.edition, at=AT + timedelta(minutes=1), by="test", home=home)
    timeline = StateReader(home, 10**7).read().campaign_of(None)
    held = links_by_target(river)
    opened, before = (AT + timedelta(minutes=2)).timestamp(), AT.timestamp()
    assert {code: timeline.at(opened).page(code) for code in held.values()} == links_of(done, home)
    assert [timeline.at(before).page(code) for code in held.values()] == [None] * len(held)
