"""The bundle of a language: complete, readable everywhere, the same bytes every time."""

import io
import subprocess
import zipfile
from dataclasses import replace

import pytest
from river_story import made_assets, river_story, store_in, with_words

from unisono.site.downloads import plan_downloads
from unisono.site.media import plan_media
from unisono.site.outputs import Assets

MADE = ("card:", "pdf:", "captions:", "subtitles:")


@pytest.fixture(scope="module")
def river(tmp_path_factory):
    """The story, the files of its cards, documents and captions, and the store that holds them."""
    store = store_in(tmp_path_factory.mktemp("river"))
    snapshot = river_story(store)
    return snapshot, made_assets(plan_media(snapshot, store), store, MADE), store


def bundle_of(river, code):
    """Make one language's bundle: (path, content)."""
    snapshot, assets, store = river
    (output,) = (one for one in plan_downloads(snapshot, assets, store) if one.name == f"kit:{code}")
    ((path, content, type),) = output.make()
    assert type == "application/zip"
    return path, content


def test_bundle_holds_everything_of_its_language(river):
    path, content = bundle_of(river, "ar")
    assert path.endswith("/river-ar.zip")
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == [
        "river-ar/README.txt",
        "river-ar/alt-texts.txt",
        "river-ar/cards/river-aims-en-square-1080x1080.png",
        "river-ar/cards/river-water-ar-landscape-1600x900.png",
        "river-ar/cards/river-water-ar-link-1200x630.png",
        "river-ar/cards/river-water-ar-square-1080x1080.png",
        "river-ar/cards/river-water-ar-story-1080x1920.png",
        "river-ar/film/river-film-ar.srt",
        "river-ar/film/river-film-ar.vtt",
        "river-ar/posts.txt",
        "river-ar/print/river-water-ar-leaflet.pdf",
        "river-ar/river-statement-ar.pdf",
    ]


def test_bundle_is_a_sound_zip_for_other_programs(river, tmp_path):
    file = tmp_path / "river.zip"
    file.write_bytes(bundle_of(river, "en")[1])
    assert zipfile.ZipFile(file).testzip() is None
    assert subprocess.run(["unzip", "-tqq", file], check=False).returncode == 0


def test_bundle_is_the_same_bytes_every_time(river):
    assert bundle_of(river, "en") == bundle_of(river, "en")
    entries = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1])).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_bundle_stores_pictures_and_compresses_texts(river):
    entries = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1])).infolist()
    kinds = {entry.filename.rsplit(".", 1)[1]: entry.compress_type for entry in entries}
    assert kinds == {
        "png": zipfile.ZIP_STORED,
        "pdf": zipfile.ZIP_STORED,
        "txt": zipfile.ZIP_DEFLATED,
        "srt": zipfile.ZIP_DEFLATED,
        "vtt": zipfile.ZIP_DEFLATED,
    }


def test_bundle_holds_the_very_files_of_the_edition(river):
    _, assets, store = river
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1]))
    card = assets.one("card:water:en:square", "image/png")
    assert bundle.read("river-en/cards/river-water-en-square-1080x1080.png") == store.get(card.sha256)


def test_bundle_gives_posts_with_the_language_s_address(river):
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1]))
    assert bundle.read("river-en/posts.txt").decode() == (
        "\ufeffFor every network\r\nOne river. #RiverForAll https://river.example.org/en/\r\n\r\n"
        "X\r\nRiver! https://river.example.org/en/\r\n"
    )


def test_bundle_gives_the_text_of_a_letter(river):
    snapshot, assets, store = river
    posts = (("default", "Hello {link}"), ("email_subject", "River"), ("email_body", "Dear friend,\n{link}"))
    english = snapshot.in_language("en")
    told = with_words(snapshot, "en", texts=replace(english.texts, posts=posts))
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of((told, assets, store), "en")[1]))
    assert (
        bundle.read("river-en/posts.txt")
        .decode()
        .endswith("\r\n\r\nE-mail\r\nRiver\r\n\r\nDear friend,\r\nhttps://river.example.org/en/\r\n")
    )


def test_bundle_writes_arabic_from_the_right(river):
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of(river, "ar")[1]))
    text = bundle.read("river-ar/alt-texts.txt").decode()
    assert text == "\ufeff\u200friver-water-ar\r\n\u200fرقم.\r\n\r\n\u200friver-aims-en\r\n\u200fTwo aims.\r\n"
    readme = bundle.read("river-ar/README.txt").decode()
    assert readme.startswith(
        "\ufeff\u200fنهر للجميع\r\n\u200fنهر واحد وأصوات كثيرة\r\n\u200fhttps://river.example.org/ar/\r\n"
    )
    assert "draft by its makers" in readme or "مسودة" in readme


def test_bundle_says_that_a_sample_is_one(river):
    snapshot, assets, store = river
    sample = zipfile.ZipFile(io.BytesIO(bundle_of((replace(snapshot, sample=True), assets, store), "en")[1]))
    assert "This is a sample campaign." in sample.read("river-en/README.txt").decode()
    real = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1]))
    assert "sample" not in real.read("river-en/README.txt").decode()


def test_bundle_is_made_anew_only_when_something_in_it_changes(river):
    snapshot, assets, store = river
    keys = {output.name: output.key for output in plan_downloads(snapshot, assets, store)}
    english = snapshot.in_language("en")
    changed = with_words(snapshot, "en", texts=replace(english.texts, slogan="Another"))
    again = {output.name: output.key for output in plan_downloads(changed, assets, store)}
    assert again["kit:ar"] == keys["kit:ar"]
    assert again["kit:en"] != keys["kit:en"]


def test_no_bundle_without_anything_to_take(river):
    snapshot, _, store = river
    assert plan_downloads(snapshot, Assets({}, store.get), store) == []


def test_bundle_without_posts_has_no_file_of_them(river):
    snapshot, assets, store = river
    silent = with_words(snapshot, "en", texts=replace(snapshot.in_language("en").texts, posts=()))
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of((silent, assets, store), "en")[1]))
    assert "river-en/posts.txt" not in bundle.namelist()
    assert "posts.txt" not in bundle.read("river-en/README.txt").decode()
