"""The bundle of a language: complete, readable everywhere, the same bytes every time."""

import hashlib
import io
import json
import subprocess
import zipfile
from dataclasses import replace

import pytest
from river_story import made_assets, river_story, store_in, with_words

from unisono.bundles import BUNDLE_TYPE, Bundle, chunks, decode_plan
from unisono.site import snapshot as s
from unisono.site.contexts.survey import survey
from unisono.site.downloads import folder_of, plan_downloads
from unisono.site.media import plan_media
from unisono.site.outputs import Assets

MADE = ("card:", "pdf:", "captions:", "subtitles:", "picture:", "film:")
CC = s.Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


def read(content):
    """A ZIP to look into."""
    return zipfile.ZipFile(io.BytesIO(content))


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
    assert type == BUNDLE_TYPE
    return path, b"".join(chunks(Bundle(decode_plan(content)), store.path))


def test_bundle_holds_everything_of_its_language(river):
    path, content = bundle_of(river, "ar")
    assert path.endswith("/river-ar.zip")
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == [
        "river-ar/LICENCE.txt",
        "river-ar/README.txt",
        "river-ar/alt-texts.txt",
        "river-ar/cards/river-aims-en-square-1080x1080.png",
        "river-ar/cards/river-water-ar-landscape-1600x900.png",
        "river-ar/cards/river-water-ar-link-1200x630.png",
        "river-ar/cards/river-water-ar-square-1080x1080.png",
        "river-ar/cards/river-water-ar-story-1080x1920.png",
        "river-ar/film/river-film-ar.srt",
        "river-ar/film/river-film-ar.vtt",
        "river-ar/manifest.json",
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


def test_bundle_stores_files_of_the_edition_and_compresses_texts_of_its_own(river):
    entries = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1])).infolist()
    kinds = {entry.filename.rsplit(".", 1)[1]: entry.compress_type for entry in entries}
    assert kinds == {
        "png": zipfile.ZIP_STORED,
        "pdf": zipfile.ZIP_STORED,
        "srt": zipfile.ZIP_STORED,
        "vtt": zipfile.ZIP_STORED,
        "txt": zipfile.ZIP_DEFLATED,
        "json": zipfile.ZIP_DEFLATED,
    }


def test_bundle_holds_the_very_files_of_the_edition(river):
    _, assets, store = river
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1]))
    card = assets.one("card:water:en:square", "image/png")
    assert bundle.read("river-en/cards/river-water-en-square-1080x1080.png") == store.get(card.sha256)


def test_bundle_gives_posts_with_the_language_s_address(river):
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of(river, "en")[1]))
    assert bundle.read("river-en/posts.txt").decode() == (
        "\ufeffX\r\nRiver! https://river.example.org/en/\r\n\r\n"
        "For every other network\r\nOne river. #RiverForAll https://river.example.org/en/\r\n"
    )


def test_bundle_cuts_no_post(river):
    snapshot, assets, store = river
    texts = replace(snapshot.in_language("en").texts, posts=(("default", "river " * 47 + "{link}"),))
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of((with_words(snapshot, "en", texts=texts), assets, store), "en")[1]))
    networks = "Mastodon, Threads, Instagram, Facebook, LinkedIn, WhatsApp, Telegram"
    assert bundle.read("river-en/posts.txt").decode() == (
        f"\ufeff{networks}\r\n{'river ' * 47}https://river.example.org/en/\r\n"
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
    assert again["kit:everything"] != keys["kit:everything"]


def test_no_bundle_without_anything_to_take(river):
    snapshot, _, store = river
    assert plan_downloads(snapshot, Assets({}, store.get), store) == []


def test_bundle_without_posts_has_no_file_of_them(river):
    snapshot, assets, store = river
    silent = with_words(snapshot, "en", texts=replace(snapshot.in_language("en").texts, posts=()))
    bundle = zipfile.ZipFile(io.BytesIO(bundle_of((silent, assets, store), "en")[1]))
    assert "river-en/posts.txt" not in bundle.namelist()
    assert "posts.txt" not in bundle.read("river-en/README.txt").decode()


def approved(snapshot, code, *approvals):
    """The snapshot with approvals of pieces in one language."""
    return with_words(snapshot, code, approvals=tuple(sorted(approvals)))


def test_manifest_describes_every_file(river):
    snapshot, assets, store = river
    told = approved(replace(snapshot, licence=CC), "ar", ("texts", "2026-02-01T10:00:00Z"))
    bundle = read(bundle_of((told, assets, store), "ar")[1])
    manifest = json.loads(bundle.read("river-ar/manifest.json"))
    files = {one["name"]: one for one in manifest.pop("files")}
    assert {f"river-ar/{name}" for name in files} == {*bundle.namelist()} - {"river-ar/manifest.json"}
    for name, one in files.items():
        content = bundle.read(f"river-ar/{name}")
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    card = files["cards/river-water-ar-square-1080x1080.png"]
    assert (card["pixels"], card["alt"], card["language"], card["type"]) == ([1080, 1080], "رقم.", "ar", "image/png")
    assert files["cards/river-aims-en-square-1080x1080.png"]["language"] == "en"
    version = manifest.pop("version")
    assert manifest == {
        "campaign": "river",
        "name": "نهر للجميع",
        "language": "ar",
        "address": "https://river.example.org/ar/",
        "date": "2026-02-01T10:00:00Z",
        "sample": False,
        "licence": {"name": "CC BY 4.0", "url": CC.url},
    }
    assert version in bundle.read("river-ar/README.txt").decode()


def test_version_changes_with_the_content_alone(river):
    snapshot, assets, _ = river

    def version(told):
        return folder_of(survey(told, assets), "en").version

    first = version(snapshot)
    assert version(approved(snapshot, "en", ("texts", "2026-02-01T10:00:00Z"))) == first
    english = snapshot.in_language("en")
    assert version(with_words(snapshot, "en", texts=replace(english.texts, slogan="Another"))) != first
    assert version(replace(snapshot, licence=CC)) != first


def test_date_is_that_of_the_newest_approval_of_what_is_in_it(river):
    snapshot, assets, store = river
    told = approved(
        snapshot,
        "en",
        ("card.aims", "2026-02-03T23:30:00Z"),
        ("fact.water", "2026-02-02T10:00:00Z"),
        ("news.the-call", "2026-02-09T10:00:00Z"),
        ("texts", "2026-02-01T10:00:00Z"),
    )
    bundle = read(bundle_of((told, assets, store), "en")[1])
    assert {entry.date_time for entry in bundle.infolist()} == {(2026, 2, 3, 23, 30, 0)}
    # The day is that of the campaign's own zone.
    assert bundle.read("river-en/README.txt").decode().rstrip().endswith(" of 4 February 2026")


def test_licence_is_said_in_the_readme_and_in_a_file_of_its_own(river):
    snapshot, assets, store = river
    free = read(bundle_of((replace(snapshot, licence=CC), assets, store), "en")[1])
    for name in ("README.txt", "LICENCE.txt"):
        said = free.read(f"river-en/{name}").decode()
        assert "CC BY 4.0" in said
        assert CC.url in said
        assert "unchanged" not in said
    assert "Where you use it, name its source: River Secretariat." in free.read("river-en/LICENCE.txt").decode()
    kept = read(bundle_of(river, "en")[1]).read("river-en/LICENCE.txt").decode()
    assert "meant to be passed on, unchanged" in kept
    assert "All other rights stay with River Secretariat." in kept


def test_everything_has_a_folder_a_language_and_pictures_and_film_once(river):
    path, content = bundle_of(river, "everything")
    assert path.endswith("/river-everything.zip")
    bundle = read(content)
    arabic, english = (read(bundle_of(river, code)[1]) for code in ("ar", "en"))
    expected = {name.replace("river-ar/", "river-everything/ar/") for name in arabic.namelist()}
    expected |= {name.replace("river-en/", "river-everything/en/") for name in english.namelist()}
    top = {name.removeprefix("river-everything/") for name in {*bundle.namelist()} - expected}
    assert top == {
        "LICENCE.txt",
        "README.txt",
        "manifest.json",
        "film/river-film-1280x720.mp4",
        "film/river-film-poster-1280x720.jpg",
        "pictures/bank/river-bank-1200x800.jpg",
    }
    assert bundle.testzip() is None
    manifest = json.loads(bundle.read("river-everything/manifest.json"))
    assert manifest["folders"] == {
        "ar": json.loads(arabic.read("river-ar/manifest.json"))["version"],
        "en": json.loads(english.read("river-en/manifest.json"))["version"],
    }
    readme = bundle.read("river-everything/README.txt").decode()
    assert "ar/: \u2067العربية\u2069\r\n" in readme
    licence = bundle.read("river-everything/LICENCE.txt").decode()
    assert "pictures/bank/river-bank-1200x800.jpg: Nour, CC BY 4.0" in licence


def test_everything_is_a_plan_of_a_few_kilobytes(river):
    snapshot, assets, store = river
    (output,) = (one for one in plan_downloads(snapshot, assets, store) if one.name == "kit:everything")
    ((_, plan, _),) = output.make()
    assert len(plan) < 20_000 < decode_plan(plan).size


def test_folder_takes_the_cards_and_the_address_it_is_given(river):
    """What a download of one organisation needs: cards of its own under the outputs' names, posts with its link."""
    snapshot, assets, store = river
    own = replace(assets.one("card:water:en:square", "image/png"), path="assets/x/river-water-en-boats-1080x1080.png")
    seen = survey(snapshot, Assets({**assets.files, "card:water:en:square": (own,)}, store.get))
    folder = folder_of(seen, "en", "https://river.example.org/s/abc")
    assert "cards/river-water-en-boats-1080x1080.png" in [item.name for item in folder.items]
    assert "River! https://river.example.org/s/abc" in dict(folder.texts)["posts.txt"]
