"""The screen “Short links”: find an address, save its QR code, make one more link; and what nobody may do."""

import io
import re

import numpy as np
import pytest
import zxingcpp
from django.urls import NoReverseMatch, reverse
from newsroom_screens import AT, Form
from PIL import Image

from unisono.base.tasks import errands
from unisono.campaigns.models import Campaign, CampaignLanguage
from unisono.ledger.models import Entry
from unisono.links.models import Link
from unisono.links.operations import ensure_links, make_link
from unisono.links.queries import Target

SCREEN = "/newsroom/links/"
ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def linked(river):
    """The river's campaign with the links of its surfaces."""
    ensure_links(campaign=river, at=AT, by="command:test")
    return river


@pytest.fixture
def lake(river):
    """Another campaign, of other people, with one link."""
    lake = Campaign.objects.create(slug="lake", source_language="en")
    CampaignLanguage.objects.create(campaign=lake, code="en")
    make_link(campaign=lake, target=Target("", "en"), at=AT, by="command:test")
    return lake


def listed(client, **asked) -> set[str]:
    """The codes that the list shows."""
    answer = client.get(SCREEN, asked)
    assert answer.status_code == 200
    return set(re.findall(rf"{ORIGIN}/s/(\w+)</bdi>", answer.content.decode()))


def codes(**asked) -> set[str]:
    return set(Link.objects.filter(**asked).values_list("code", flat=True))


def added(client, river, **values):
    """The answer to a form that asks for a link."""
    form = {"campaign": river.pk, "place": "", "language": "en", "organisation": "", "network": "", **values}
    return client.post(f"{SCREEN}new/", form, follow=True)


def said(answer) -> str:
    return answer.content.decode()


# -- the list


def test_list_shows_addresses_with_names(linked, person, browse):
    page = said(browse(person("editor")).get(SCREEN))
    link = Link.objects.get(language="ar", organisation="reed")
    assert f'data-newsroom-copy="{ORIGIN}/s/{link.code}"' in page
    assert "Reed, Rush and Sons" in page
    assert "العربية (ar)" in page
    assert "WhatsApp" in page
    assert "Short links" in said(browse(person("editor")).get("/newsroom/"))


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"language": "ar"}, {"language": "ar"}),
        ({"organisation": "reed"}, {"organisation": "reed"}),
        ({"organisation": "-"}, {"organisation": ""}),
        ({"network": "print"}, {"network": "print"}),
        ({"network": "-"}, {"network": ""}),
        (
            {"language": "fr", "organisation": "-", "network": "-"},
            {"language": "fr", "organisation": "", "network": ""},
        ),
    ],
)
def test_list_is_filtered(linked, person, browse, asked, fields):
    assert listed(browse(person("editor")), **asked) == codes(**fields) != set()


def test_code_is_found_as_it_was_read(linked, person, browse):
    code = Link.objects.first().code
    assert listed(browse(person("editor")), q=code.upper()) == {code}


def test_link_of_an_organisation_that_is_gone_is_listed(linked, person, browse):
    linked.sign_ons.filter(key="eel").delete()
    assert listed(browse(person("editor")), organisation="-", language="en") == codes(organisation="", language="en")
    assert codes(organisation="eel", language="fr") < listed(browse(person("editor")), language="fr")


@pytest.mark.parametrize("links", [1, 3])
def test_list_asks_the_same_questions_however_long_it_is(river, person, browse, links, django_assert_num_queries):
    for place in ("", "news/", "facts/")[:links]:
        make_link(campaign=river, target=Target(place, "en", "reed"), at=AT, by="command:test")
    client = browse(person())
    client.get(SCREEN)
    with django_assert_num_queries(11):
        assert len(listed(client)) == links


# -- QR codes


@pytest.mark.parametrize(("kind", "type"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_qr_code_is_saved_under_a_name_that_says_whose_it_is(linked, person, browse, kind, type):
    link = Link.objects.get(language="ar", organisation="reed")
    client = browse(person("editor"))
    assert reverse("links:qr", args=[link.pk, kind]) in said(client.get(SCREEN, {"organisation": "reed"}))
    answer = client.get(reverse("links:qr", args=[link.pk, kind]))
    assert (answer.status_code, answer["content-type"]) == (200, type)
    assert answer["content-disposition"] == f'attachment; filename="river-ar-reed-{link.code}.{kind}"'
    if kind == "png":
        picture = np.asarray(Image.open(io.BytesIO(answer.content)).convert("L"))
        assert zxingcpp.read_barcodes(picture)[0].text == f"{ORIGIN}/s/{link.code}"


def test_other_kinds_of_files_are_not_there(linked, person, browse):
    client = browse(person("editor"))
    assert client.get(reverse("links:qr", args=[Link.objects.first().pk, "exe"])).status_code == 404


# -- one more


def test_form_begins_in_the_source_language(linked, person, browse):
    form = Form()
    form.feed(said(browse(person("editor")).get(f"{SCREEN}new/")))
    assert form.data["language"] == ["en"]
    assert form.data["place"] == [""]


def test_link_is_made_to_a_page(linked, person, browse):
    editor = person("editor")
    client = browse(editor)
    answer = added(client, linked, place="news/the-call/", language="ar", organisation="reed", network="radio")
    link = Link.objects.get(place="news/the-call/")
    assert (link.language, link.organisation, link.network) == ("ar", "reed", "radio")
    assert f"{ORIGIN}/s/{link.code} works from the next edition on that opens." in said(answer)
    assert Entry.objects.filter(act="links.made").last().by == str(editor.public_id)
    assert len(errands(linked.public_id)) == 1


@pytest.mark.parametrize(
    "given",
    ["statement/", "statement", "/en/statement/", "https://river.example.org/en/statement/?x=1#aims", " statement/ "],
)
def test_page_is_known_by_any_part_of_its_address(linked, person, browse, given):
    added(browse(person("editor")), linked, place=given)
    assert [link.place for link in Link.objects.exclude(place="")] == ["statement/"]


@pytest.mark.parametrize(
    ("values", "said_of_it"),
    [
        ({"place": "news/the-calls/"}, "The campaign has no such page in this language."),
        ({"place": "news/the-call/", "language": "fr"}, "The campaign has no such page in this language."),
        ({"place": "//evil.example/x"}, "The campaign has no such page in this language."),
        ({"language": "hi"}, "This is no language of the campaign."),
        ({"organisation": "nobody"}, "Select a valid choice"),
        ({"network": "fax"}, "is not one of the available choices"),
        ({}, "This link is there already: find it in the list."),
    ],
)
def test_link_that_leads_nowhere_is_refused(linked, person, browse, values, said_of_it):
    before = Link.objects.count()
    page = said(added(browse(person("editor")), linked, **values))
    assert said_of_it in page
    assert Link.objects.count() == before


# -- what nobody may do


def test_no_screen_changes_or_deletes_a_link(linked, person, browse):
    client = browse(person())
    link = Link.objects.first()
    for screen in ("edit", "delete", "history", "usage", "copy"):
        with pytest.raises(NoReverseMatch):
            reverse(f"links:{screen}", args=[link.pk])
        assert client.get(f"{SCREEN}{screen}/{link.pk}/").status_code == 404
    page = said(client.get(SCREEN))
    assert "/edit/" not in page.partition("<main")[2]


def test_links_of_another_campaign_are_not_seen(linked, lake, person, browse):
    client = browse(person("editor", "organiser", campaign=lake))
    assert listed(client) == codes(campaign=lake)
    link = Link.objects.filter(campaign=linked).first()
    assert client.get(reverse("links:qr", args=[link.pk, "svg"])).status_code == 404


def test_link_is_made_in_the_own_campaign_alone(linked, lake, person, browse):
    before = codes(campaign=lake)
    added(browse(person("editor")), linked, campaign=lake.pk, place="statement/")
    assert codes(campaign=lake) == before
    assert Link.objects.get(place="statement/").campaign == linked


@pytest.mark.parametrize("role", ["translator", "reviewer", "moderator", "press-officer"])
def test_others_do_not_come_in(linked, person, browse, role):
    client = browse(person(role))
    link = Link.objects.first()
    assert client.get(SCREEN).status_code == 302
    assert client.get(f"{SCREEN}new/").status_code == 302
    assert client.get(reverse("links:qr", args=[link.pk, "svg"])).status_code in (302, 404)
    assert said(client.get("/newsroom/", follow=True)).count("Short links") == 0
