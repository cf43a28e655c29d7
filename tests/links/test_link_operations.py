"""Links are made: enough of them, each once, thousands in a few queries; and none is ever taken away."""

import random
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.coalition.models import Organisation, SignOn
from unisono.ledger.models import Entry
from unisono.links.codes import new_code, typed_code
from unisono.links.models import Link, Network
from unisono.links.networks import NETWORKS, ON_PAGES
from unisono.links.operations import Brought, LinkRefused, ensure_links, make_link, take_links
from unisono.links.queries import Target, links_by_target

AT = datetime(2031, 3, 1, 12, tzinfo=UTC)
THIRTEEN = ("ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans")
ON_SURFACES = ("", "print", *ON_PAGES)

pytestmark = pytest.mark.django_db


def campaign_with(organisations: int, languages: tuple[str, ...] = ("ar", "en"), slug: str = "river") -> Campaign:
    campaign = Campaign.objects.create(slug=slug, source_language="en")
    CampaignLanguage.objects.bulk_create(CampaignLanguage(campaign=campaign, code=code) for code in languages)
    join(campaign, *(f"o{number}" for number in range(organisations)))
    return campaign


def join(campaign: Campaign, *keys: str) -> None:
    bodies = Organisation.objects.bulk_create([Organisation(name=key, country="FR") for key in keys])
    SignOn.objects.bulk_create(
        SignOn(campaign=campaign, organisation=body, key=body.name, languages=["en"]) for body in bodies
    )


def ensured(campaign: Campaign, **options) -> int:
    return ensure_links(campaign=campaign, at=AT, by="command:test", **options)


def test_ensure_makes_what_the_campaigns_surfaces_need():
    campaign = campaign_with(2)
    assert ensured(campaign) == 2 * 10 + 2 * 2
    assert set(links_by_target(campaign)) == {
        *(Target("", code, "", network) for code in ("ar", "en") for network in ON_SURFACES),
        *(Target("", code, key, "") for code in ("ar", "en") for key in ("o0", "o1")),
    }
    assert all(typed_code(code) == code for code in links_by_target(campaign).values())
    assert set(Link.objects.values_list("created_at", flat=True)) == {AT}
    entry = Entry.objects.get()
    assert (entry.act, entry.by, entry.campaign_id) == ("links.made", "command:test", campaign.public_id)
    assert entry.details == {"links": 24}


def test_ensure_again_changes_nothing():
    campaign = campaign_with(2)
    ensured(campaign)
    before = links_by_target(campaign)
    assert ensured(campaign) == 0
    assert links_by_target(campaign) == before
    assert Entry.objects.count() == 1


def test_ensure_makes_what_is_new_and_keeps_what_was():
    campaign = campaign_with(1)
    ensured(campaign)
    before = links_by_target(campaign)
    CampaignLanguage.objects.create(campaign=campaign, code="fr")
    join(campaign, "later")
    assert ensured(campaign) == 10 + 1 + 3
    assert before.items() <= links_by_target(campaign).items()


def test_links_outlive_their_organisation_and_language():
    campaign = campaign_with(1)
    ensured(campaign)
    before = links_by_target(campaign)
    SignOn.objects.all().delete()
    Organisation.objects.all().delete()
    CampaignLanguage.objects.filter(code="ar").delete()
    assert ensured(campaign) == 0
    assert links_by_target(campaign) == before
    join(campaign, "o0")
    assert ensured(campaign) == 0


def test_ensure_takes_a_few_queries_however_many_organisations():
    campaign = campaign_with(220, THIRTEEN)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ensured(campaign) == 13 * 10 + 220 * 13 == 2990
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) <= 5
    assert len(queries) < 60  # SQLite takes a hundred rows or so at once
    assert Link.objects.values("code").distinct().count() == 2990


@pytest.mark.parametrize("organisations", [1, 3])
def test_ensure_with_nothing_to_do_asks_three_questions(organisations, django_assert_num_queries):
    campaign = campaign_with(organisations)
    ensured(campaign)
    with django_assert_num_queries(3 + 2):  # and a savepoint around them
        ensured(campaign)


def test_codes_come_from_the_chance_given():
    river, lake = campaign_with(1), campaign_with(1, slug="lake")
    ensured(river, chance=random.Random(7))
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(campaign=lake, code=new_code(random.Random(7)), language="en", created_at=AT)


def test_codes_that_are_taken_are_drawn_again():
    river, lake = campaign_with(2), campaign_with(2, slug="lake")
    ensured(river, chance=random.Random(7))
    assert ensured(lake, chance=random.Random(7)) == 24
    codes = Link.objects.values_list("code", flat=True)
    assert len(set(codes)) == len(codes) == 48


class NoChance(random.Random):
    def choices(self, population, *args, k=1, **options):
        return list(population[:1]) * k


def test_chance_that_always_says_the_same_is_found_out():
    campaign = campaign_with(0)
    with pytest.raises(LinkRefused, match="the source of chance fails"):
        ensured(campaign, chance=NoChance())
    assert not Link.objects.exists()
    assert not Entry.objects.exists()


# -- by hand


def test_link_is_made_to_any_place():
    campaign = campaign_with(1)
    target = Target("news/the-call/", "ar", "o0", "radio")
    link = make_link(campaign=campaign, target=target, at=AT, by="ada")
    assert (link.place, link.language, link.organisation, link.network) == target
    assert links_by_target(campaign) == {target: link.code}
    link.full_clean()


def test_link_that_is_there_is_named():
    campaign = campaign_with(0)
    link = make_link(campaign=campaign, target=Target("", "en"), at=AT, by="ada")
    with pytest.raises(LinkRefused, match=link.code):
        make_link(campaign=campaign, target=Target("", "en"), at=AT, by="ada")


def test_link_into_a_language_that_is_not_there_is_refused():
    with pytest.raises(LinkRefused, match="hi is no language of this campaign"):
        make_link(campaign=campaign_with(0), target=Target("", "hi"), at=AT, by="ada")


@pytest.mark.parametrize(
    "place", ["/", "statement", "../", "news//", "News/", "news/x/?a=b", "//evil.example/", "x/\n"]
)
def test_place_that_is_none_is_refused(place):
    link = Link(campaign=campaign_with(0), code="7fq2mc", place=place, language="en", created_at=AT)
    with pytest.raises(ValidationError, match="Write a place such as statement/"):
        link.full_clean()


def test_networks_are_the_same_for_database_and_site():
    assert tuple(Network.values) == NETWORKS
    assert len(set(NETWORKS)) == len(NETWORKS)


# -- brought along


def test_links_of_a_pack_keep_their_codes():
    campaign = campaign_with(1)
    brought = [Brought("7fq2mc", Target("", "en")), Brought("8gr3wq", Target("news/", "fr", "gone", "print"))]
    assert take_links(campaign=campaign, brought=brought, at=AT, by="command:test") == 2
    assert take_links(campaign=campaign, brought=brought, at=AT, by="command:test") == 0
    assert links_by_target(campaign) == {one.target: one.code for one in brought}
    assert [entry.details for entry in Entry.objects.all()] == [{"links": 2}]
    ensured(campaign)
    assert links_by_target(campaign)[Target("", "en")] == "7fq2mc"


def test_code_that_leads_elsewhere_here_is_refused():
    river, lake = campaign_with(0), campaign_with(0, slug="lake")
    take_links(campaign=lake, brought=[Brought("7fq2mc", Target("", "en"))], at=AT, by="x")
    wanted = [Brought("8gr3wq", Target("", "ar")), Brought("7fq2mc", Target("", "en"))]
    with pytest.raises(LinkRefused, match="the code “7fq2mc” leads elsewhere on this installation"):
        take_links(campaign=river, brought=wanted, at=AT, by="x")
    assert links_by_target(river) == {}


def test_link_that_has_another_code_here_is_refused():
    campaign = campaign_with(0)
    take_links(campaign=campaign, brought=[Brought("7fq2mc", Target("", "en"))], at=AT, by="x")
    with pytest.raises(LinkRefused, match="the link of the code “8gr3wq” has the code “7fq2mc” here"):
        take_links(campaign=campaign, brought=[Brought("8gr3wq", Target("", "en"))], at=AT, by="x")
