"""Partners' kits in a preview: those of what is looked at, drawn on demand, and never under the public address."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.db.models import F
from PIL import Image

from people_entering import browser_of_nobody
from unisono.base.home import home
from unisono.campaigns.models import CampaignLanguage
from unisono.coalition.models import Organisation
from unisono.door.replies import PAGE_POLICY
from unisono.kit.models import Card
from unisono.languages.models import Translation
from unisono.launch import looking
from unisono.launch.operations import freeze, open_now
from unisono.launch.preview import POLICY
from unisono.launch.preview_links import make_preview_link
from unisono.launch.preview_store import PreviewStore
from unisono.launch.store import Store
from unisono.launch.turns import Turns
from unisono.people.models import Grant, User
from unisono.studio.making import make
from unisono.words.models import Texts

ORIGIN = "http://127.0.0.1:8000"
DRAFT = "Words that nobody has approved"


@pytest.fixture(autouse=True)
def no_guesses_yet():
    cache.clear()


@pytest.fixture
def staff(river, browse, person):
    """Somebody who edits; returns a client and where the preview of approved words begins."""
    return browse(person("editor")), f"/newsroom/preview/{river.public_id}/"


@pytest.fixture
def visitor(river):
    """Somebody who has come in by a link to approved words, or others, in some languages; as `staff`."""

    def come(wording="approved", languages=()):
        at = datetime.now(UTC)
        link, token = make_preview_link(
            campaign=river, languages=languages, wording=wording, note="N", until=at + timedelta(days=7), at=at,
            by="command:test",
        )  # fmt: skip
        client = browser_of_nobody()
        client.get(f"/newsroom/preview-link/{token}/")
        return client, f"/newsroom/preview-link/of/{link.public_id}/"

    return come


def content(answer) -> bytes:
    assert answer.status_code == 200
    return answer.getvalue()


def words(answer) -> str:
    return content(answer).decode()


def shown_by(html: str) -> list[str]:
    """Addresses of the pictures on a page, from where it stands."""
    return re.findall(r'<img src="([^"]+)"', html)


def test_the_list_of_organisations_leads_to_kits_of_the_preview(staff, visitor):
    for client, start in (staff, visitor()):
        html = words(client.get(f"{start}ar/coalition/"))
        [reed] = [one for one in re.findall(r'href="([^"]*kits/[^"]*)"', html) if "/reed/" in one]
        assert urljoin(f"{start}ar/coalition/", reed) == f"{start}kits/reed/ar/"
        assert f'"{ORIGIN}/kits/' not in html
        assert "Reed, Rush and Sons" in words(client.get(f"{start}kits/reed/ar/"))


def test_every_link_of_a_kits_page_leads_on_inside_the_preview(staff, visitor):
    for client, start in (staff, visitor(languages=["ar", "en"])):
        here = f"{start}kits/reed/en/"
        html = words(client.get(here))
        inner = set(re.findall(r'(?:href|src)="([^"#?:]+)"', html)) - {"/newsroom/static/newsroom/band.css"}
        addresses = sorted({urljoin(here, one) for one in inner})
        assert len([one for one in addresses if one.startswith(f"{start}kits/reed/")]) > 8
        for address in addresses:
            assert address.startswith(start)
            assert content(client.get(address)), address


def test_a_kit_is_the_one_that_the_edition_will_have(staff, river, place):
    client, start = staff
    frozen = freeze(campaign=river, at=datetime.now(UTC), by="test", home=home(), origin=ORIGIN)
    for path in ("kits/reed/ar/", "kits/reed/ar/closed-square.png", "kits/reed/ar/qr.svg"):
        public = make(str(home().root), frozen.edition.name, f"/{path}")
        assert content(client.get(start + path)) == Store(home().root / "kits").get(public.sha256), path


def test_a_page_of_a_kit_has_the_band_and_nobody_keeps_anything(visitor):
    client, start = visitor()
    page = client.get(f"{start}kits/reed/ar/")
    assert re.search(r'<aside class="preview-band" lang="ar" dir="rtl"', words(page))
    assert page["Content-Security-Policy"] == PAGE_POLICY
    picture = client.get(f"{start}kits/reed/ar/closed-square.png")
    assert Image.open(io.BytesIO(content(picture))).size == (1080, 1080)
    assert picture["Content-Security-Policy"].endswith("sandbox")
    for answer in (page, picture):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_a_page_of_a_kit_for_staff_stands_in_their_frame(staff):
    client, start = staff
    page = client.get(f"{start}kits/reed/ar/")
    assert (page["Content-Security-Policy"], page["X-Frame-Options"]) == (POLICY, "SAMEORIGIN")
    assert page["Cache-Control"] == "private, no-store"


def test_everything_of_a_kit_comes_in_one_download(staff, visitor):
    for client, start in (staff, visitor()):
        answer = client.get(f"{start}kits/reed/ar.zip")
        assert answer["Content-Disposition"] == 'attachment; filename="river-reed-ar.zip"'
        with zipfile.ZipFile(io.BytesIO(content(answer))) as opened:
            assert opened.testzip() is None
            names = opened.namelist()
        assert any(name.endswith("closed-ar-square-reed-1080x1080.png") for name in names)
        assert any("statement" in name and name.endswith(".pdf") for name in names)


def test_a_download_is_whole_when_what_it_named_was_thrown_away(staff, place, monkeypatch):
    client, start = staff
    first = content(client.get(f"{start}kits/reed/ar.zip"))
    for made in (place / "preview" / "made").glob("*/*"):
        for file in json.loads(made.read_text()):
            if "-reed" in file["path"] and file["type"] in ("image/png", "application/pdf"):
                PreviewStore(home()).path(file["sha256"]).unlink(missing_ok=True)
    monkeypatch.setattr("unisono.newsroom.showing.kits.FRESH", -1)
    assert content(client.get(f"{start}kits/reed/ar.zip")) == first


def test_the_pictures_of_a_page_are_at_hand_with_it(visitor, monkeypatch):
    client, start = visitor()
    here = f"{start}kits/reed/en/"
    pictures = [urljoin(here, one) for one in shown_by(words(client.get(here)))]
    assert pictures
    busy = Turns(at_once=1, waiting=0, seconds=1)
    monkeypatch.setattr(looking, "BELIEVED", 0)
    monkeypatch.setattr(looking, "TURNS", busy)
    monkeypatch.setattr("unisono.newsroom.showing.kits.TURNS", busy)
    with busy.turn("something heavy"):
        for picture in pictures:
            assert content(client.get(picture))
        assert client.get(here).status_code == 503


# -- drafts, embargoed words


@pytest.fixture
def drafted(river):
    """A draft of a card's words, which are drawn, and of the campaign's name, which the page says."""
    card, texts = Card.objects.get(key="closed"), Texts.objects.get()
    card.fields = {**card.fields, "text": DRAFT}
    texts.name = DRAFT
    for piece in (card, texts):
        piece.save_revision()


def test_a_kit_has_drafts_where_they_are_looked_at_and_nowhere_else(staff, visitor, drafted):
    client, start = staff
    approved = content(client.get(f"{start}kits/reed/en/closed-square.png"))
    drafts = content(client.get(f"{start}drafts/kits/reed/en/closed-square.png"))
    assert approved != drafts
    assert DRAFT not in words(client.get(f"{start}kits/reed/en/"))
    assert DRAFT in words(client.get(f"{start}drafts/kits/reed/en/"))
    client, start = visitor()
    assert content(client.get(f"{start}kits/reed/en/closed-square.png")) == approved
    client, start = visitor("newest")
    assert content(client.get(f"{start}kits/reed/en/closed-square.png")) == drafts


def test_a_kit_follows_what_changes(staff):
    client, start = staff
    first = content(client.get(f"{start}drafts/kits/reed/ar/closed-square.png"))
    rows = Translation.objects.filter(object_id=Card.objects.get(key="closed").public_id, language="ar", key="text")
    assert rows.update(text="من الضفاف مفتوحة", version=F("version") + 1) == 1
    assert content(client.get(f"{start}drafts/kits/reed/ar/closed-square.png")) != first


def test_nothing_of_a_preview_can_be_had_under_the_public_address(staff, river, drafted):
    edition = freeze(campaign=river, at=datetime.now(UTC), by="test", home=home(), origin=ORIGIN).edition
    open_now(edition=edition, at=datetime.now(UTC), by="test", home=home())
    client, start = staff
    secret = [content(client.get(f"{start}drafts/kits/reed/en/{one}")) for one in ("", "closed-square.png")]
    assert not (home().root / "kits").exists()
    public = [make(str(home().root), edition.name, f"/kits/reed/en/{one}") for one in ("", "closed-square.png")]
    kept = [path.read_bytes() for path in (home().root / "kits").rglob("*") if path.is_file()]
    assert all(public)
    assert not [one for one in secret if one in kept]


def test_a_kit_has_no_language_that_the_link_does_not_show(visitor, river):
    client, start = visitor(languages=["fr"])
    for path in ("kits/reed/ar/", "kits/reed/ar/closed-square.png", "kits/reed/ar.zip", "kits/reed/ar/qr.svg"):
        assert client.get(start + path).status_code == 404
    CampaignLanguage.objects.filter(campaign=river, code="fr").delete()
    assert client.get(f"{start}kits/reed/fr/").status_code == 404


def test_a_translator_sees_the_kits_of_her_language(river, browse):
    nour = User.objects.create_user("nour@example.org", "secret", first_name="Nour")
    Grant.objects.create(person=nour, campaign_id=river.public_id, role="translator", language="ar")
    client, start = browse(nour), f"/newsroom/preview/{river.public_id}/"
    assert "Reed, Rush and Sons" in words(client.get(f"{start}kits/reed/ar/"))
    assert client.get(f"{start}kits/reed/en/").status_code == 404


def test_without_link_or_account_there_are_no_kits(visitor, river):
    _client, start = visitor()
    for path in ("kits/reed/en/", "kits/reed/en.zip", "kits/reed/en/closed-square.png"):
        assert browser_of_nobody().get(start + path).status_code == 403
        assert browser_of_nobody().get(f"/newsroom/preview/{river.public_id}/{path}").status_code == 302


@pytest.mark.parametrize(
    "path", ["kits/", "kits/nobody/en/", "kits/reed/de/", "kits/reed/en/nothing-square.png", "kits/reed/en/../../"]
)
def test_where_a_campaign_has_no_kit_nothing_is_found(staff, visitor, path):
    for client, start in (staff, visitor()):
        assert client.get(start + path).status_code == 404


def test_a_name_that_no_picture_can_hold_hides_only_its_pictures(staff):
    named = Organisation.objects.filter(name="Reed, Rush and Sons")
    assert named.update(name="W" * 200, logo=None) == 1
    client, start = staff
    assert "W" * 200 in words(client.get(f"{start}kits/reed/en/"))
    answer = client.get(f"{start}kits/reed/en/closed-square.png")
    assert answer.status_code == 404
    assert "This card cannot be drawn yet" in answer.content.decode()
