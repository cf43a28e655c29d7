"""Exports: the approved content, with its translations as they stand, and no person in it."""

import pytest
from importing_packs import AT, imported

from stories import river_files
from unisono.campaigns.models import Campaign
from unisono.coalition.models import Basis, SignOn
from unisono.languages.models import Translation
from unisono.packs.exporting import export_pack
from unisono.packs.pieces import pieces
from unisono.packs.writing import written
from unisono.people.models import User
from unisono.words.models import NewsPost

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]


def test_export_holds_nobody_of_the_newsroom():
    imported(river_files())
    User.objects.create_user("mira.secret@example.org")
    Translation.objects.update(changed_by="mira.secret")
    assert not any(b"mira.secret" in body for body in written(export_pack(Campaign.objects.get())).values())


def test_export_leaves_drafts_out():
    campaign = imported(river_files()).campaign
    NewsPost.objects.create(campaign=campaign, slug="draft", title="Not yet", date=AT, summary="Not yet", live=False)
    assert not any(b"Not yet" in body for body in written(export_pack(campaign)).values())


def test_export_tells_named_and_confirmed_alike():
    campaign = imported(river_files()).campaign
    before = written(export_pack(campaign))["organisations.csv"]
    SignOn.objects.filter(key="reed").update(basis=Basis.CONFIRMED)
    assert written(export_pack(campaign))["organisations.csv"] == before


def test_export_of_two_campaigns_keeps_them_apart():
    imported(river_files())
    lake = {name: body.replace(b'slug = "river"', b'slug = "lake"') for name, body in river_files().items()}
    lake["texts/en.toml"] = lake["texts/en.toml"].replace(b"A river for all", b"A lake for all")
    imported(lake)
    river = written(export_pack(Campaign.objects.get(slug="river")))
    assert b"A river for all" in river["texts/en.toml"]
    assert len(pieces(Campaign.objects.get(slug="lake"))) == len(pieces(Campaign.objects.get(slug="river"))) == 10


def test_export_dates_moments_and_news_in_their_zone():
    files = written(export_pack(imported(river_files()).campaign))
    assert 'at = 2031-03-22 00:01:00, zone = "Europe/Brussels"' in files["campaign.toml"].decode()
    assert "date = 2031-03-22 09:00:00" in files["news/the-call/en.md"].decode()
    assert NewsPost.objects.get().date.isoformat() == "2031-03-22T08:00:00+00:00"
