"""The strip beside a card's form: drawn from the form as it stands, in any language, for those who edit there alone."""

import base64
import io

import pytest
from django.urls import reverse
from newsroom_screens import AT
from PIL import Image

from stories import charted_files
from unisono.campaigns.models import Campaign
from unisono.facts.models import Fact
from unisono.kit.models import Card
from unisono.languages.models import Translation


@pytest.fixture
def client(person, browse):
    return browse(person("editor"))


def form_of(card: Card, **changed: str) -> dict[str, str]:
    """What a browser would send of a card's form."""
    values = {
        "strip-card": str(card.pk), "strip-language": "en", "strip-format": "square", "strip-width": "240",
        "design": card.design, "alt": card.alt, "fact": str(card.fact_id or ""),
        **{f"fields_{name}": text for name, text in card.fields.items()},
        **{f"options_{name}": chosen for name, chosen in card.options.items()},
    }  # fmt: skip
    rows = list(card.rows.all())
    values["rows-TOTAL_FORMS"] = str(len(rows))
    for number, row in enumerate(rows):
        given = {
            "id": row.pk,
            "label": row.label,
            "country": row.country,
            "fact": row.fact_id or "",
            "ORDER": number + 1,
        }
        values |= {f"rows-{number}-{name}": str(value) for name, value in given.items()}
    return values | changed


def draw(client, values):
    answer = client.post(reverse("newsroom_card_drawn"), values)
    assert answer.status_code == 200, answer.status_code
    return answer.json()


def picture(told):
    assert told["says"] == ""
    return Image.open(io.BytesIO(base64.b64decode(told["picture"].partition("base64,")[2])))


@pytest.fixture
def card(river):
    """The card with a figure, in square and story."""
    return Card.objects.get(key="closed")


@pytest.mark.parametrize(("format", "size"), [("square", (240, 240)), ("story", (240, 427)), ("poster", (240, 340))])
def test_every_format_is_drawn_from_the_form_and_nothing_is_kept(card, client, format, size):
    before = list(Card.objects.values()), list(Translation.objects.values())
    told = draw(client, form_of(card, **{"fields_text": "of all banks", "strip-format": format}))
    assert picture(told).size == size
    assert told["missing"] == told["field"] == ""
    assert told["picture"] != draw(client, form_of(card, **{"strip-format": format}))["picture"]
    assert (list(Card.objects.values()), list(Translation.objects.values())) == before


def test_the_form_may_be_unfinished_elsewhere(card, client):
    assert picture(draw(client, form_of(card, alt="", position="x", key="no key at all")))


def test_translations_are_shown_as_they_stand_and_what_is_missing_in_the_source_language(card, client):
    arabic = draw(client, form_of(card, **{"strip-language": "ar"}))
    assert picture(arabic)
    assert arabic["missing"] == ""
    french = draw(client, form_of(card, **{"strip-language": "fr"}))
    assert picture(french)
    assert french["missing"] == ("Not translated yet, shown in English: Sentence that explains, alternative text.")
    assert arabic["picture"] != french["picture"]


def test_what_does_not_fit_names_its_field_and_format(card, client):
    told = draw(client, form_of(card, fields_text="w" * 120, **{"strip-format": "story"}))
    assert (told["picture"], told["field"]) == ("", "text")
    assert "% too long for the card in the format “Story 1080 × 1920”: shorten it." in told["says"]
    told = draw(client, form_of(card, fields_text="banks \U00012000"))
    assert told["says"] == "No font of this language can draw “\U00012000” on a card: write it otherwise."


def test_a_translation_that_does_not_fit_is_not_blamed_on_the_source(card, client):
    Translation.objects.filter(object_id=card.public_id, language="ar", key="text").update(text="ضفاف" * 40)
    told = draw(client, form_of(card, **{"strip-language": "ar"}))
    assert told["field"] == ""
    assert told["says"].startswith("Sentence that explains: About ")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"design": ""}, "Choose a design first."),
        ({"design": "none-such"}, "Choose a design first."),
        ({"fields_text": " "}, "The picture appears when these have words: Sentence that explains."),
        ({"strip-language": "xx"}, "Choose a campaign first."),
    ],
)
def test_what_is_still_missing_is_said(card, client, changed, says):
    told = draw(client, form_of(card, **changed))
    assert (told["picture"], told["says"]) == ("", says)


def test_a_fact_that_is_not_approved_is_named(card, client, river):
    fact = Fact.objects.create(
        campaign=river, key="new", value="1", unit="percent", claim="New", source_title="T", source_publisher="P",
        live=False,
    )  # fmt: skip
    told = draw(client, form_of(card, fact=str(fact.pk)))
    assert told["says"] == "Approve these facts first; then the card shows their figures: new."


def test_rows_are_drawn_as_they_stand_in_the_form(river, client):
    from unisono.packs.importing import import_pack
    from unisono.packs.reading import read_pack

    import_pack(pack=read_pack(charted_files())[0], at=AT, by="command:test")
    bars = Card.objects.get(key="compared")
    first = draw(client, form_of(bars))
    assert picture(first)
    swapped = draw(client, form_of(bars, **{"rows-0-ORDER": "2", "rows-1-ORDER": "1"}))
    assert picture(swapped)
    assert swapped["picture"] != first["picture"]
    added = {"rows-2-label": "third", "rows-2-fact": str(Fact.objects.get(key="river").pk), "rows-2-ORDER": "3"}
    assert picture(draw(client, form_of(bars, **added, **{"rows-TOTAL_FORMS": "3"})))
    none = draw(client, form_of(bars, **{"rows-0-fact": ""}))
    assert none["says"] == "Choose the fact whose figure each row shows."


def test_a_card_that_does_not_exist_yet_is_drawn_for_the_campaign_that_is_chosen(card, client, river):
    values = form_of(card) | {"strip-card": "", "campaign": str(river.pk)}
    assert picture(draw(client, values))
    assert picture(draw(client, values | {"campaign": ""}))  # there is only one to choose
    assert picture(draw(client, values | {"strip-language": "fr"}))


@pytest.mark.parametrize("changed", [{"strip-format": "coin"}, {"strip-width": "99999"}, {"strip-width": "²"}])
def test_nothing_else_is_drawn(card, client, changed):
    assert client.post(reverse("newsroom_card_drawn"), form_of(card, **changed)).status_code == 400


def test_only_those_who_edit_the_campaign_see_its_cards(card, person, browse, river, client):
    url = reverse("newsroom_card_drawn")
    lake = Campaign.objects.create(slug="lake", source_language="en")
    stranger = browse(person("editor", campaign=lake))
    assert stranger.post(url, form_of(card)).status_code in (302, 403)
    assert stranger.post(url, form_of(card) | {"strip-card": "", "campaign": str(river.pk)}).status_code in (302, 403)
    assert browse(person("translator")).post(url, form_of(card)).status_code in (302, 403)
    assert client.get(url).status_code == 405


def test_the_form_offers_formats_in_words_and_languages_with_what_is_missing(card, client):
    page = client.get(reverse(f"{Card.snippet_viewset.url_namespace}:edit", args=[card.pk])).content.decode()
    strip = page.partition('<details class="card-strip"')[2].partition("</details>")[0]
    assert "Story 1080 × 1920" in strip
    assert '<option value="en">English (en)</option>' in strip
    assert '<option value="ar">العربية (ar)</option>' in strip
    assert '<option value="fr">Français (fr) · 2 texts missing</option>' in strip
    new = client.get(reverse(f"{Card.snippet_viewset.url_namespace}:add")).content.decode()
    assert '<option value="fr">Français (fr)</option>' in new
