"""Cards at the desk: the picture beside the form, and words that do not fit in a format."""

import io

import pytest
from desk_hands import ask, messages_of, row, segment_of, send, sit, url
from PIL import Image

from unisono.kit.models import Card
from unisono.languages.desk import digest
from unisono.languages.models import Translation

__all__ = ["sit"]


@pytest.fixture
def card(river):
    """The card with a figure, in square and story."""
    return Card.objects.get(key="closed")


def draw(client, address, **texts):
    answer = client.post(f"{address}picture/", texts, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 200
    return answer.json()


def test_picture_is_drawn_of_words_that_are_not_saved(card, river, sit):
    client, address = sit(), url(river, "ar", card)
    before = list(Translation.objects.order_by("pk").values())
    saved = client.get(f"{address}picture/")
    with Image.open(io.BytesIO(saved.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (720, 720))
    drawn = draw(client, address, **{"text:text": "من ضفاف النهر كله مغلقة"})
    assert drawn["picture"].startswith("data:image/webp;base64,")
    assert drawn["says"] == ""
    assert drawn["picture"] != draw(client, address)["picture"]
    assert list(Translation.objects.order_by("pk").values()) == before


def test_picture_waits_until_every_part_has_words(card, river, sit):
    drawn = draw(sit(language="fr"), url(river, "fr", card), **{"text:text": "des rives"})
    assert drawn == {"picture": "", "says": "The picture appears as soon as every part of the card has words."}
    drawn = draw(sit(language="fr"), url(river, "fr", card), **{"text:text": "des rives", "text:alt": "40 %"})
    assert drawn["picture"].startswith("data:image/webp;base64,")


def test_only_cards_have_a_picture(river, sit):
    from unisono.words.models import Statement

    assert sit().get(f"{url(river, 'ar', Statement.objects.get())}picture/").status_code == 404


def test_words_that_no_font_draws_are_not_accepted(card, river, sit):
    client, address = sit(), url(river, "ar", card)
    answer = send(client, address, "ready", **{"text:text": "من الضفاف \U00012000 مغلقة"})
    assert answer.status_code == 422
    assert messages_of(answer)[0] == "Not yet: something below must be mended first."
    assert "No font of this language can draw “\U00012000” on a card: write it otherwise." in answer.content.decode()
    assert row(card, "text").state == "draft"
    assert draw(client, address)["says"].startswith("No font of this language")
    assert client.get(f"{address}picture/").status_code == 404


def test_words_too_long_for_a_format_are_not_accepted(card, river, sit):
    client, address = sit(), url(river, "ar", card)
    limit = next(one.limit for one in card.segments() if one.key == "text")
    text = ("ضفاف" * 40)[:limit]  # one word that no line holds
    answer = send(client, address, "ready", **{"text:text": text})
    assert answer.status_code == 422
    assert "too long for the card in the format “" in segment_of(answer, "text")
    assert row(card, "text").state == "draft"


def test_card_that_fits_is_accepted_and_optional_words_may_go(card, river, sit):
    client, address = sit(), url(river, "ar", card)
    send(client, address, **{"text:text": "من ضفاف النهر مغلقة", "text:before": ""})
    assert row(card, "before") is None
    assert send(client, address, "ready").status_code == 302
    assert row(card, "text").state == "ready"
    given = {"version:before": "0", "source:before": digest("")}
    assert ask(client, address, **given, **{"text:before": "نحو"}).status_code == 200
    assert row(card, "before").text == "نحو"
