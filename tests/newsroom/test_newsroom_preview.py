"""A preview is the page as the next edition would hold it, with the draft in it, and leaves nothing behind."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from django.apps import apps
from django.utils.translation import override
from newsroom_screens import AT

from unisono.base.home import home
from unisono.campaigns.writing import previewers
from unisono.facts.models import Correction, Fact
from unisono.kit.models import Card, Film
from unisono.languages.catalogues import translations
from unisono.launch.freezing import freeze_snapshot
from unisono.launch.looking import Look, page
from unisono.launch.preview import NoPreview, draft_page, place_of
from unisono.launch.preview_store import PreviewStore
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.media.models import Picture
from unisono.press.models import PressDesk
from unisono.words.models import Aim, NewsPost, Statement, Texts

#: What a page says, in Arabic, where its translation was made from an earlier text.
BEHIND = translations("ar").gettext(
    "The original has been revised since this translation was made. "
    "The translation is complete, but follows the earlier version."
)


def shown(piece, language: str = "en", at: datetime = AT) -> str:
    return draft_page(piece=piece, language=language, at=at, place=home())


def approved(river, language: str, where: str) -> str:
    look = Look(river, "approved", river.language_codes)
    return page(look, language, where, at=AT, place=home()).html


def rows() -> dict[str, list]:
    """Everything in the database."""
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


@pytest.mark.parametrize(
    ("kind", "field", "kept_in"),
    [
        (Texts, "slogan", "en/"),
        (Statement, "title", "en/statement/"),
        (NewsPost, "title", "en/news/the-call/"),
        (Fact, "claim", "en/facts/"),
        (Correction, "text", "en/corrections/"),
        (Film, "title", "en/film/"),
        (PressDesk, "boilerplate", "en/press/"),
        (Picture, "caption", "en/statement/"),
    ],
)
def test_show_the_draft_on_its_page(river, kind, field, kept_in):
    piece = kind.objects.get()
    setattr(piece, field, "Never seen before")
    page = shown(piece)
    assert "Never seen before" in page
    assert f'<base href="/newsroom/preview/{river.public_id}/{kept_in}">' in page


def test_leave_nothing_behind(river):
    before = rows()
    statement = Statement.objects.get()
    statement.title = "Never seen before"
    statement.aims = [*statement.aims.all(), Aim(key="a3", text="A third aim", sort_order=9)]
    assert "A third aim" in shown(statement)
    new = NewsPost(campaign=river, slug="new", title="New", summary="S", body="<p>B</p>", date=AT)
    assert "New" in shown(new)
    assert new.pk is None
    assert rows() == before


def test_show_exactly_what_a_freeze_makes(river, place):
    store = Store(home().editions)
    snapshot = read_snapshot(campaign=river, at=AT, origin="http://127.0.0.1:8000", blobs=store)[0]
    frozen = freeze_snapshot(snapshot, store)
    file = frozen.manifest.files["ar/statement/index.html"]
    page = shown(Statement.objects.get(), "ar")
    assert re.sub("<base [^>]*>", "", page) == store.get(file.sha256).decode()


def test_offer_the_very_downloads_of_the_next_edition(river, person, browse):
    store = Store(home().editions)
    snapshot = read_snapshot(campaign=river, at=AT, origin="http://127.0.0.1:8000", blobs=store)[0]
    frozen = freeze_snapshot(snapshot, store)
    page = approved(river, "ar", "kit/")
    assert page == store.get(frozen.manifest.files["ar/kit/index.html"].sha256).decode()
    path = re.findall(r"assets/[0-9a-f]{16}/river-ar\.zip", page)[0]
    answer = browse(person("editor")).get(f"/newsroom/preview/{river.public_id}/{path}")
    content = b"".join(answer.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert (answer["Content-Type"], answer["Content-Length"]) == ("application/zip", str(len(content)))
    assert answer["Content-Disposition"] == 'attachment; filename="river-ar.zip"'
    assert frozen.manifest.files[path].size == len(content)


def test_show_a_late_language_as_the_edition_would(river):
    post = NewsPost.objects.get()
    post.title = "Never seen before"
    page = shown(post, "ar")
    assert "النداء" in page
    assert "Never seen before" not in page
    assert BEHIND in page


def test_an_aim_taken_out_is_gone_in_a_complete_translation(river):
    """Exactly what approving does: what is left is complete, so nothing is behind."""
    post = NewsPost.objects.get()
    post.body = "<p>Today it begins.</p><ol><li>First.</li></ol>"
    page = shown(post, "ar")
    assert "ثانيًا" not in page
    assert BEHIND not in page


def test_say_where_a_piece_is_left_out(river):
    with pytest.raises(NoPreview, match="In Français this post is left out until its translation is ready"):
        shown(NewsPost.objects.get(), "fr")


def test_say_where_a_picture_is_seen_nowhere(river):
    picture = Picture.objects.get()
    statement, post = Statement.objects.get(), NewsPost.objects.get()
    statement.pictures = []
    statement.save()
    assert "/en/news/the-call/" in shown(picture)
    post.pictures = []
    post.save()
    with pytest.raises(NoPreview, match="No page shows this picture yet"):
        shown(picture)


def test_say_that_something_is_missing(river):
    with pytest.raises(NoPreview, match="Something is still missing"):
        shown(NewsPost(campaign=river, slug="new", title="New"))
    with pytest.raises(NoPreview, match="Something is still missing"):
        shown(Film(campaign=river))


def test_draw_the_card_anew_and_only_once(river):
    card = Card.objects.get(key="closed")
    card.fields = {"text": "of all banks are shut"}
    store = PreviewStore(home())
    first = re.findall(r"assets/([0-9a-f]{16})/river-closed-en-square-1080x1080\.png", shown(card))
    assert first
    assert store.find(first[0]) is not None
    assert not Store(home().editions).folder.exists()  # nothing of a draft lies beside the editions
    stamp = store.find(first[0]).stat().st_mtime_ns
    assert first[0] in shown(card)
    assert store.find(first[0]).stat().st_mtime_ns == stamp
    card.fields = {"text": "of all banks are open"}
    assert first[0] not in shown(card)


def test_say_why_a_card_cannot_be_drawn_in_the_language_of_the_screen(river):
    card = Card.objects.get(key="closed")
    card.fields = {"text": "of the banks are closed " * 40}
    with override("ar"), pytest.raises(NoPreview) as why:
        shown(card)
    assert "«جملة توضيحية» (الإنجليزية) أطول بنحو " in str(why.value)
    assert "too long" not in str(why.value)


def test_say_why_a_card_cannot_be_drawn(river):
    card = Card.objects.get(key="closed")
    card.fields = {"text": "of the banks are closed " * 40}
    with pytest.raises(NoPreview, match=r"This card cannot be drawn yet: .* too long"):
        shown(card)
    card.fields = {}
    with pytest.raises(NoPreview, match="This card cannot be drawn yet"):
        shown(card)


def test_preview_modes_are_the_languages_of_the_campaign(river):
    assert NewsPost.objects.get().preview_modes == [
        ("en", "English (en)"),
        ("ar", "العربية (ar)"),
        ("fr", "Français (fr)"),
    ]
    assert NewsPost().preview_modes == []
    assert previewers.names() == ["edition"]


def test_place_of_a_language_that_does_not_open(river, place):
    river.late = "hold"
    river.save()
    snapshot = read_snapshot(campaign=river, at=AT, origin="", blobs=Store(home().editions))[0]
    with pytest.raises(NoPreview, match="Français does not open"):
        place_of(Texts.objects.get(), snapshot, "fr")


def test_approved_page_without_texts_says_so(river):
    Texts.objects.all().delete()
    with pytest.raises(NoPreview, match="approve its name and slogan first"):
        approved(river, "en", "")


def test_preview_in_the_editing_screen(river, person, browse, edit):
    client = browse(person("editor"))
    post = NewsPost.objects.get()
    url = f"/newsroom/snippets/words/newspost/preview/{post.pk}/"
    sent = edit(client, post, title="Never seen before", to=url)
    assert sent.json() == {"is_valid": True, "is_available": True}
    answer = client.get(url, {"mode": "en"})
    assert "Never seen before" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "is left out until" in client.get(url, {"mode": "fr"}).content.decode()
    post.refresh_from_db()
    assert post.title == "The call"


# -- files and pages of previews are for staff of the campaign ------------------------------------------------


def asset(river) -> str:
    page = shown(Texts.objects.get())
    return re.findall(r"assets/[0-9a-f]{16}/style[^\"]*\.css", page)[0]


def test_asset_is_served_to_staff_of_the_campaign_alone(river, person, browse, client):
    from unisono.campaigns.models import Campaign

    url = f"/newsroom/preview/{river.public_id}/{asset(river)}"
    answer = browse(person("editor")).get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/css")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert b"--ground" in b"".join(answer.streaming_content)
    assert client.get(url, HTTP_HOST="127.0.0.1").headers["Location"].startswith("/newsroom/login/")
    other = Campaign.objects.create(slug="lake", source_language="en")
    assert browse(person("editor", campaign=other)).get(url).status_code == 302  # sent away with a message


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-0", 206, 0, 1),
        ("lines=1-2", 200, 0, None),
        ("bytes=99999999-", 416, 0, 0),
    ],
)
def test_part_of_a_file_is_served_as_films_need_it(river, person, browse, asked, status, start, stop):
    client, url = browse(person("editor")), f"/newsroom/preview/{river.public_id}/{asset(river)}"
    whole = b"".join(client.get(url).streaming_content)
    answer = client.get(url, headers={"range": asked})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, content) == (status, whole[start:stop])
    if status == 206:
        first = whole.index(content)
        assert answer["Content-Range"] == f"bytes {first}-{first + len(content) - 1}/{len(whole)}"
        assert answer["Content-Length"] == str(len(content))


@pytest.mark.parametrize(
    "path",
    [
        "assets/0000000000000000/style.css",
        "assets/../../unisono.sqlite3",
        "assets/{hash}/style.unknown-kind",
        "assets/{hash}/no-plan.zip",
        "assets/*/style.css",
        "en/../../../etc/passwd",
        "de/",
        "en/nowhere/",
        "doors.json",
    ],
)
def test_preview_answers_nothing_else(river, person, browse, path):
    start = asset(river).split("/")[1]
    answer = browse(person()).get(f"/newsroom/preview/{river.public_id}/{path.format(hash=start)}")
    assert answer.status_code == 404


def test_browse_the_next_edition(river, person, browse):
    answer = browse(person("translator", "editor")).get(f"/newsroom/preview/{river.public_id}/ar/kit/closed/")
    assert answer.status_code == 200
    assert "٤٠٪ من الضفاف مغلقة" in answer.content.decode()


def test_originals_are_served_to_staff_alone(river, person, browse, client):
    url = Picture.objects.get().image.file.url
    assert url.startswith("/newsroom/media/")
    answer = browse(person("editor")).get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert client.get(url, HTTP_HOST="127.0.0.1").status_code == 302
    for path in ("../unisono.sqlite3", "nothing.png", "original_images/"):
        assert browse(person()).get(f"/newsroom/media/{path}").status_code == 404


def test_tidy_throws_away_what_is_old(river, place):
    import os

    shown(Card.objects.get(key="closed"))
    store = PreviewStore(home())
    made = list((place / "preview" / "blobs").glob("*/*"))
    assert made
    for path in (*made, store.folder / "tidied"):
        os.utime(path, (0, 0))
    store.tidy()
    assert not [path for path in made if path.exists()]
