"""Freezing: the same snapshot gives the same edition, and one change makes anew exactly what depends on it."""

import subprocess
from datetime import timedelta

import pytest
from tests.launch.river import AT, ORIGIN

from unisono.bundles import BUNDLE_TYPE
from unisono.campaigns.operations import approve
from unisono.kit.models import Card
from unisono.launch.exporting import export_edition, read_manifest, verify_edition
from unisono.launch.freezing import CannotMake, freeze_snapshot
from unisono.launch.late import Late
from unisono.launch.operations import freeze
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.site.snapshot import Licence, decode, encode, fingerprint
from unisono.words.models import NewsPost

pytestmark = pytest.mark.django_db


def frozen(river, home, at=AT):
    """Freeze the river campaign."""
    return freeze(campaign=river, at=at, by="test", home=home, origin=ORIGIN)


def test_freeze_of_the_same_snapshot_is_the_same_edition(river, home, tmp_path):
    snapshot, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=Store(home.editions))
    one = freeze_snapshot(snapshot, Store(home.editions))
    again = freeze_snapshot(decode(encode(snapshot)), Store(home.editions))
    other = Store(tmp_path / "elsewhere")
    for picture in [*snapshot.pictures, snapshot.film.master, snapshot.film.poster]:
        other.put(Store(home.editions).get(picture.sha256))
    for _, captions in snapshot.film.captions:
        other.put(Store(home.editions).get(captions))
    elsewhere = freeze_snapshot(snapshot, other)
    assert one.name == again.name == elsewhere.name
    assert again.made == ()
    assert elsewhere.made == one.made


def test_freeze_later_without_a_change_is_the_same_edition(river, home):
    first = frozen(river, home)
    later = frozen(river, home, AT + timedelta(days=3))
    assert later.edition == first.edition
    assert later.frozen.made == ()
    assert river.editions.count() == 1


def test_changed_news_post_makes_anew_exactly_what_shows_it(river, home):
    frozen(river, home)
    post = NewsPost.objects.get(campaign=river)
    post.title = "The call, once more"
    post.save()
    approve(piece=post, at=AT, by="test")
    after = frozen(river, home, AT + timedelta(hours=1))
    shows_it = ["feed:atom:en", "feed:json:en", "page:en/", "page:en/news/", "page:en/news/the-call/"]
    assert [name for name in after.frozen.made if ":ar" not in name] == shows_it
    # In Arabic the post is now behind its source, and its page says so; its words are the same.
    assert [name for name in after.frozen.made if ":ar" in name] == ["page:ar/news/the-call/"]


def test_freeze_lists_what_is_late(river, home):
    done = frozen(river, home)
    late = {(one.piece, one.language): one.outcome for one in done.late}
    assert late["news.the-call", "fr"] == "held-back"
    assert late["statement", "fr"] == "source"
    assert done.edition.report["late"] == [
        {"piece": one.piece, "language": one.language, "outcome": one.outcome} for one in done.late
    ]
    assert Late("statement", "ar", "behind") not in done.late or late["statement", "ar"] == "behind"
    assert "fr/news/the-call/index.html" not in done.frozen.manifest.files
    assert "ar/news/the-call/index.html" in done.frozen.manifest.files


def test_freeze_holds_a_language_back_where_the_campaign_says_so(river, home):
    river.late = "hold"
    river.save()
    done = frozen(river, home)
    assert Late("texts", "fr", "language-held-back") in done.late
    assert "fr" not in done.frozen.manifest.languages
    assert not [path for path in done.frozen.manifest.files if path.startswith("fr/")]


def test_counts_keep_apart_who_is_named_confirmed_and_sample(river, home):
    snapshot, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=Store(home.editions))
    rows = list(river.sign_ons.values_list("basis", flat=True))
    assert snapshot.counts.named == rows.count("named")
    assert snapshot.counts.confirmed == rows.count("confirmed") == 0
    assert snapshot.counts.sample == rows.count("sample")
    assert snapshot.counts.as_of == "2026-05-01T12:00:00Z"
    sign_on = river.sign_ons.filter(basis="named").first()
    sign_on.basis = "confirmed"
    sign_on.save()
    after, _ = read_snapshot(
        campaign=river, at=AT + timedelta(hours=1), origin=ORIGIN, blobs=Store(home.editions), counted=snapshot.counts
    )
    assert after.counts.confirmed == 1
    assert after.counts.named == snapshot.counts.named - 1
    assert after.counts.as_of == "2026-05-01T13:00:00Z"


def test_unapproved_draft_is_not_in_the_snapshot(river, home):
    store = Store(home.editions)
    before, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=store)
    post = NewsPost.objects.get(campaign=river)
    post.title = "EMBARGOED"
    post.save_revision()
    NewsPost.objects.create(
        campaign=river, slug="draft", title="EMBARGOED", date=AT, summary="x", body="<p>x</p>", live=False
    )
    after, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=store)
    assert fingerprint(after) == fingerprint(before)
    assert b"EMBARGOED" not in encode(after)


def test_freeze_names_every_output_that_cannot_be_made(river, home):
    for card in Card.objects.filter(campaign=river):
        card.fields = dict.fromkeys(card.fields, "wordwithoutanyspace" * 12)
        card.save()
        approve(piece=card, at=AT, by="test")
    with pytest.raises(CannotMake) as raised:
        frozen(river, home)
    failed = [name for name in raised.value.reasons if ":en:" in name]
    assert len(failed) >= 2
    assert all("too long" in raised.value.reasons[name] for name in failed)
    assert river.editions.count() == 0


def test_verify_finds_changed_and_missing_files(river, home):
    done = frozen(river, home)
    assert verify_edition(done.edition.name, home) == []
    files = done.frozen.manifest.files
    store = Store(home.editions)
    broken = store.path(files["en/index.html"].sha256)
    broken.chmod(0o644)
    broken.write_text("<p>something else</p>")
    store.path(files["ar/index.html"].sha256).unlink()
    faults = sorted(verify_edition(done.edition.name, home))
    assert faults == ["ar/index.html is missing", "en/index.html is not what the manifest says"]


def test_verify_looks_into_what_is_only_planned(river, home):
    done = frozen(river, home)
    store, files = Store(home.editions), done.frozen.manifest.files
    card = next(file for path, file in files.items() if path.endswith("river-closed-ar-square-1080x1080.png"))
    broken = store.path(card.sha256)
    broken.chmod(0o644)
    broken.write_bytes(store.get(card.sha256)[:-1] + b"!")
    name = "cards/river-closed-ar-square-1080x1080.png in it is not what the plan says"
    faults = verify_edition(done.edition.name, home)
    assert [fault.rpartition("/")[2] for fault in faults if ".zip" not in fault] == [
        "river-closed-ar-square-1080x1080.png is not what the manifest says"
    ]
    assert sorted(fault.split(".zip: ")[1] for fault in faults if ".zip" in fault) == [
        f"river-ar/{name}",
        f"river-everything/ar/{name}",
    ]
    broken.unlink()
    missing = [fault for fault in verify_edition(done.edition.name, home) if ".zip" in fault]
    assert len(missing) == 2
    assert all(fault.endswith("river-closed-ar-square-1080x1080.png in it is missing") for fault in missing)


def test_export_writes_the_zips_that_an_edition_only_plans(river, home, tmp_path):
    done = frozen(river, home)
    export_edition(done.edition.name, home, tmp_path / "stick", portable=True)
    planned = {path: file for path, file in done.frozen.manifest.files.items() if file.type == BUNDLE_TYPE}
    assert sorted(path.rpartition("/")[2] for path in planned) == [
        "river-ar.zip",
        "river-en.zip",
        "river-everything.zip",
        "river-fr.zip",
    ]
    for path, file in planned.items():
        written = tmp_path / "stick" / path
        assert written.stat().st_size == file.size
        assert subprocess.run(["unzip", "-tqq", written], check=False).returncode == 0
    kit = (tmp_path / "stick/en/kit/index.html").read_text()
    for name in ("river-en.zip", "river-everything.zip"):
        path = next(path for path in planned if path.endswith(name))
        assert f'href="../../{path}"' in kit


def test_snapshot_says_when_its_pieces_were_approved_and_under_which_licence(river, home):
    river.licence, river.licence_url = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    river.save()
    card = Card.objects.get(campaign=river, key="closed")
    approve(piece=card, at=AT + timedelta(days=2), by="test")
    snapshot, _ = read_snapshot(campaign=river, at=AT, origin=ORIGIN, blobs=Store(home.editions))
    assert snapshot.licence == Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    arabic = dict(snapshot.in_language("ar").approvals)
    assert (arabic["texts"], arabic["card.closed"]) == ("2026-05-01T12:00:00Z", "2026-05-03T12:00:00Z")
    assert {"statement", "fact.river", "film", "picture.bank", "news.the-call"} < set(arabic)
    assert snapshot.approved_at == "2026-05-03T12:00:00Z"


def test_portable_export_leads_only_to_files_that_are_there(river, home, tmp_path):
    from bs4 import BeautifulSoup

    done = frozen(river, home)
    folder = tmp_path / "stick"
    assert export_edition(done.edition.name, home, folder, portable=True) == len(done.frozen.manifest.files)
    pages = sorted(folder.rglob("*.html"))
    assert folder / "index.html" in pages
    lost = []
    for page in pages:
        for tag in BeautifulSoup(page.read_bytes(), "html.parser").find_all(["a", "img", "link", "script", "source"]):
            address = tag.get("href") or tag.get("src") or ""
            relative = address.partition("#")[0]
            if not relative or ":" in relative:
                continue
            if not (page.parent / relative).is_file():
                lost.append((page.relative_to(folder).as_posix(), address))
    assert lost == []


def test_export_refuses_a_folder_with_something_in_it(river, home, tmp_path):
    done = frozen(river, home)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("keep me")
    with pytest.raises(FileExistsError, match="is not empty"):
        export_edition(done.edition.name, home, tmp_path / "full", portable=False)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["note.txt"]


def test_read_manifest_of_an_unknown_edition_says_what_to_do(home):
    with pytest.raises(LookupError, match="Freeze again"):
        read_manifest("0" * 64, home)
