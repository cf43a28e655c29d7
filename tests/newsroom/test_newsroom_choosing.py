"""Which campaign a screen is about: the only one at once, one of several by name, and nobody else's."""

from uuid import uuid4

import pytest

from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.newsroom.naming import campaign_name
from unisono.people.models import Grant

SCREENS = ("people", "campaign-languages", "machine", "folder", "previews", "board", "glossary")
#: What is said to somebody who has no campaign, where that is no refusal.
SAYING = {
    "board": "There is no campaign yet. Import a pack, or add a campaign.",
    "glossary": "There is no campaign yet. Import a pack, or add a campaign.",
    "previews": "There is no campaign that you could look at yet.",
}


@pytest.fixture
def lake(river):
    """A second campaign, without texts."""
    campaign = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=campaign, code="en")
    return campaign


def screen(name: str, campaign=None) -> str:
    return f"/newsroom/{name}/{campaign.public_id}/" if campaign else f"/newsroom/{name}/"


@pytest.mark.parametrize("name", SCREENS)
def test_the_only_campaign_is_shown_at_once_and_several_are_listed(river, lake, person, browse, name):
    organiser = person("organiser")
    client = browse(organiser)
    answer = client.get(screen(name))
    assert (answer.status_code, answer.headers["Location"]) == (302, screen(name, river))
    Grant.objects.create(person=organiser, campaign_id=lake.public_id, role="organiser")
    page = client.get(screen(name)).content.decode()
    assert f'<a href="{screen(name, lake)}"><bdi>lake</bdi></a>' in page
    assert f'<a href="{screen(name, river)}"><bdi>{campaign_name(river)}</bdi></a>' in page


@pytest.mark.parametrize("name", SCREENS)
def test_other_peoples_campaigns_and_none_at_all_are_refused_alike(river, lake, person, browse, name):
    client = browse(person("organiser"))
    refused = client.get(screen(name, lake))
    unknown = client.get(f"/newsroom/{name}/{uuid4()}/")
    assert (refused.status_code, refused.headers.get("Location")) == (302, "/newsroom/")
    assert (unknown.status_code, unknown.headers.get("Location")) == (302, "/newsroom/")


@pytest.mark.parametrize("name", SCREENS)
def test_whoever_has_no_such_campaign_is_told_or_refused(river, person, browse, name):
    client = browse(person("press-officer"))
    answer = client.get(screen(name))
    if name in SAYING:
        assert SAYING[name] in answer.content.decode()
    else:
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/newsroom/")
