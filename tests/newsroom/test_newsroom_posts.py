"""Post texts: what each network has left, said while somebody writes; nothing is refused for its length."""

import pytest
from desk_hands import ask, fields, messages_of, row, segment_of, send, sit, url
from django.urls import reverse
from django.utils.translation import override
from newsroom_screens import AT

from unisono.campaigns.models import Campaign
from unisono.newsroom.posts import PLACES, address_for, counts_of, warnings_of
from unisono.share.counting import LIMITS
from unisono.words.models import PostText, Texts

__all__ = ["sit"]


@pytest.fixture(autouse=True)
def origin(settings):
    settings.PUBLIC_ORIGIN = "https://river.example.org"


ADDRESS = "https://river.example.org/en/kit/"


def told(texts, place="default"):
    return [one.says for one in counts_of(texts, place, ADDRESS)]


def test_counts_say_what_short_networks_have_left():
    left = 300 - len("One river. ") - len(ADDRESS)
    assert told({"default": "One river. {link}"}) == [
        f"X: {280 - 11 - 23} left",
        f"Bluesky: {left} left",
        f"Mastodon: {500 - 11 - 23} left",
        f"Threads: {left + 200} left",
    ]


def test_counts_say_who_cannot_take_a_text_and_how_to_mend_it():
    says = told({"default": "a" * 268 + " {link}"})
    assert says[:2] == [
        "X: 12 over. Shorten it, or give X a text of its own.",
        f"Bluesky: {268 + 1 + len(ADDRESS) - 300} over. Shorten it, or give Bluesky a text of its own.",
    ]


def test_a_network_with_a_text_of_its_own_is_counted_there():
    texts = {"default": "One. {link}", "x": "b" * 270 + " {link}", "email_body": "Dear all"}
    assert [one.network for one in counts_of(texts, "default", ADDRESS)] == ["bluesky", "mastodon", "threads"]
    assert told(texts, "x") == ["X: 14 over. Shorten it: until then the text for any network stands there."]
    assert told({**texts, "default": "c" * 300}, "x") == [
        "X: 14 over. Shorten it: until then nothing is offered there."
    ]
    assert told(texts, "email_body") == told(texts, "mastodon") == []


def test_networks_with_much_room_are_named_when_it_is_nearly_full():
    assert told({"telegram": "a" * 3000}, "telegram") == [
        f"Telegram: too long under a picture ({3001 + len(ADDRESS) - 1024} over); as a message it fits."
    ]
    assert any(says.startswith("Instagram: 1 hashtag too many.") for says in told({"default": "#a #b #c #d #e #f"}))
    assert any(says.startswith("Instagram: ") for says in told({"default": "a" * 2100}))
    with override("en"):
        assert told({"bluesky": "क्षि" * 250}, "bluesky")[0].startswith("Bluesky: 34 bytes over.")


def test_every_place_has_a_name():
    assert list(PLACES) == ["default", *LIMITS, "email_subject", "email_body"]


# -- the source's form


@pytest.fixture
def counts(person, browse, river):
    """Ask as the form's script does."""

    def asked(role="editor", campaign=None, **posts):
        answer = browse(person(role)).post(
            reverse("newsroom_post_counts"),
            {"campaign": str((campaign or river).pk), "place": list(posts), "text": list(posts.values())},
        )
        return answer

    return asked


def test_form_asks_for_counts(counts):
    answer = counts(default="a" * 300, x="Short {link}", email_subject="S").json()
    assert list(answer["counts"]) == ["default", "x", "email_subject"]
    assert "Bluesky: " in answer["counts"]["default"]
    assert 'class="post-over"' in answer["counts"]["default"]
    assert "X: 251 left" in answer["counts"]["x"]
    assert answer["counts"]["email_subject"] == ""
    assert answer["says"] == "Too long for: Bluesky."
    assert counts(default="Short").json()["says"] == "Every network takes these texts."


def test_counts_are_for_those_who_edit_there(counts, person, browse):
    other = Campaign.objects.create(slug="lake", source_language="en")
    assert counts(campaign=other, default="a").status_code in (302, 403)
    translator = browse(person("translator"))
    assert translator.post(reverse("newsroom_post_counts"), {"campaign": "", "place": "default"}).status_code != 200
    assert browse(person("editor")).get(reverse("newsroom_post_counts")).status_code == 405


def test_counts_without_a_chosen_campaign(person, browse, river):
    answer = browse(person("editor")).post(
        reverse("newsroom_post_counts"), {"campaign": "", "place": ["default"], "text": ["a"]}
    )
    assert "X: " in answer.json()["counts"]["default"]


def test_a_post_that_is_too_long_is_kept_and_said(river, person, browse, edit):
    client = browse(person("editor"))
    texts = Texts.objects.get()
    assert edit(client, texts, publish=True, **{"posts-0-text": "x" * 600 + " {link}"}).status_code == 302
    assert PostText.objects.get(place="default").text == "x" * 600 + " {link}"
    page = client.get(f"{reverse(Texts.snippet_viewset.url_namespace + ':edit', args=[texts.pk])}").content.decode()
    assert "X: 344 over. Shorten it, or give X a text of its own." in page
    assert 'data-newsroom-post="/newsroom/writing/posts/"' in page
    assert "newsroom/posts.js" in page


# -- the desk


def test_desk_counts_with_the_language_s_own_words(river, sit):
    client, address = sit(), url(river, "ar", Texts.objects.get())
    page = client.get(address)
    assert "X: " in segment_of(page, "post.default")
    answer = ask(client, f"{address}counts/", **{"text:post.default": "ا" * 290, "text:post.x": ""}).json()
    over = 290 + 1 + len(address_for("ar")) - 300
    assert f"Bluesky: {over} over. Shorten it, or give Bluesky a text of its own." in answer["counts"]["default"]
    assert answer["says"].startswith("Too long for: ")
    assert client.get(f"{address}counts/").status_code == 405


def test_a_language_may_have_a_text_for_x_where_the_source_has_none(river, sit):
    texts = Texts.objects.get()
    client, address = sit(), url(river, "ar", texts)
    assert "Post text: X" in client.get(address).content.decode() or "post text: X" in segment_of(
        client.get(address), "post.x"
    )
    assert "version:post.x" in fields(client.get(address))
    assert send(client, address, **{"text:post.x": "قصير {link}"}).status_code == 302
    assert row(texts, "post.x").text == "قصير {link}"
    done = send(client, address, "ready")
    assert done.status_code == 302, messages_of(done)
    assert row(texts, "post.x").state == "ready"


def test_what_stands_in_an_edition_is_the_language_s_own_text(river, sit, place):
    from unisono.base.home import home
    from unisono.launch.reading import read_snapshot
    from unisono.launch.store import Store

    client, address = sit(), url(river, "ar", Texts.objects.get())
    send(client, address, **{"text:post.x": "قصير {link}"})
    send(client, address, "confirm:slogan")
    send(client, address, "ready")
    snapshot = read_snapshot(campaign=river, at=AT, origin="", blobs=Store(home().editions))[0]
    assert dict(snapshot.in_language("ar").texts.posts)["x"] == "قصير {link}"
    assert "x" not in dict(snapshot.in_language("en").texts.posts)


def test_warnings_name_each_network_once(db):
    assert warnings_of({"default": "a" * 10}, "en") == []
    assert len(warnings_of({"default": "a" * 600}, "en")) == 4
