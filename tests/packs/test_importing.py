"""Imports: all or nothing, nothing where nothing has changed, and no work of others lost."""

import datetime as dt
from pathlib import Path

import pytest
from importing_packs import imported

from stories import media_name, png, river_files
from unisono.campaigns.models import Campaign
from unisono.coalition.models import Basis, Organisation, SignOn
from unisono.facts.models import Fact
from unisono.kit.models import Card
from unisono.languages.models import SettledCopy, Translation
from unisono.ledger.models import Entry
from unisono.media.models import Picture, StoredImage
from unisono.packs.exporting import export_pack
from unisono.packs.faults import PackRefused
from unisono.packs.pieces import pieces
from unisono.packs.writing import written
from unisono.words.models import NewsPost, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
ROOMS = ("campaigns", "media", "facts", "words", "coalition", "kit", "press", "languages", "ledger")


def changed(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    """The same pack with one passage of one file changed."""
    text = files[name].decode()
    assert text.count(old) == 1, (name, old)
    return files | {name: text.replace(old, new).encode()}


def rows() -> dict[str, list]:
    """Everything in the database that a pack can write, row by row."""
    from django.apps import apps

    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def stored(folder: Path) -> list[str]:
    """All uploaded files."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def translation_of(name: str, key: str, language: str = "ar") -> Translation | None:
    """One translated segment of the river."""
    piece = pieces(Campaign.objects.get(slug="river"))[name]
    return Translation.objects.filter(object_id=piece.public_id, key=key, language=language).first()


def settled(name: str, language: str = "ar") -> SettledCopy | None:
    """The settled copy of one piece of the river."""
    piece = pieces(Campaign.objects.get(slug="river"))[name]
    return SettledCopy.objects.filter(object_id=piece.public_id, language=language).first()


def test_import_says_what_it_has_added():
    report = imported(river_files())
    assert report.campaign.slug == "river"
    assert (sorted(report.added), report.changed, report.removed) == (
        ["card.aims", "card.closed", "correction.c1", "fact.river", "film", "news.the-call", "picture.bank", "press",
         "statement", "texts"],
        [],
        [],
    )  # fmt: skip
    assert report.translations == Translation.objects.count() == 43


def test_import_twice_changes_nothing(media_folder):
    imported(river_files())
    before, files = rows(), stored(media_folder)
    report = imported(river_files())
    assert (report.added, report.changed, report.removed, report.translations) == ([], [], [], 0)
    assert rows() == before
    assert stored(media_folder) == files


def test_import_that_fails_leaves_everything_as_it_was(media_folder, monkeypatch):
    imported(river_files())
    before, files = rows(), stored(media_folder)
    new = png("red")
    pack = changed(river_files(), "texts/en.toml", "A river for all", "A lake for all")
    pack = changed(pack, "pictures.toml", media_name(png()), media_name(new)) | {media_name(new): new}

    def broken(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr("unisono.packs.besides.write_organisations", broken)
    with pytest.raises(OSError, match="the disk is full"):
        imported(pack)
    assert rows() == before
    assert stored(media_folder) == files


def test_import_into_nothing_that_fails_leaves_nothing(media_folder, monkeypatch):
    def broken(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr("unisono.packs.besides.write_organisations", broken)
    with pytest.raises(OSError, match="the disk is full"):
        imported(river_files())
    assert {name: found for name, found in rows().items() if found} == {}
    assert stored(media_folder) == []


def test_import_changes_only_the_piece_that_has_changed():
    imported(river_files())
    before = {name: piece.public_id for name, piece in pieces(Campaign.objects.get()).items()}
    last = Entry.objects.latest("pk").pk
    report = imported(changed(river_files(), "cards/en.toml", "40 percent of the", "40 percent of all"))
    assert (report.added, report.changed, report.removed) == ([], ["card.closed"], [])
    assert {name: piece.public_id for name, piece in pieces(report.campaign).items()} == before
    assert list(Entry.objects.filter(pk__gt=last).values_list("act", "label")) == [
        ("piece.approved", "kit.Card"),
        ("pack.imported", "campaigns.Campaign"),
    ]


def test_import_records_a_change_that_is_not_in_the_words():
    imported(river_files())
    last = Entry.objects.latest("pk").pk
    report = imported(changed(river_files(), "facts.toml", '"40"', '"41"'))
    assert report.changed == ["fact.river"]
    assert Fact.objects.get().value == "41"
    assert Entry.objects.filter(pk__gt=last).count() == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("campaign.toml", "00:01:00", "00:02:00", "campaign"),
        ("campaign.toml", "#f2b233", "#f2b244", "campaign"),
        ("campaign.toml", 'care = "open"', 'care = "guarded"', "campaign"),
        ("state/ar.toml", "reviewed = false", "reviewed = true", "campaign"),
        ("theme/logo.svg", 'r="3"', 'r="2"', "campaign"),
        ("organisations.csv", "Eel Watch,NL", "Eel Watch,DE", "organisations"),
    ],
)
def test_import_records_a_change_beside_the_pieces(file, old, new, what):
    imported(river_files())
    last = Entry.objects.latest("pk").pk
    report = imported(changed(river_files(), file, old, new))
    assert (report.added, report.changed, report.removed) == ([], [what], [])
    assert [entry.act for entry in Entry.objects.filter(pk__gt=last)] == ["pack.imported"]


def test_import_removes_pieces_that_the_pack_has_no_more():
    imported(river_files())
    files = river_files()
    files = {
        name: content for name, content in files.items() if not name.startswith(("news/", "facts", "cards", "press"))
    }
    gone = ["card.aims", "card.closed", "correction.c1", "fact.river", "news.the-call", "press"]
    kept = imported(files)
    assert (sorted(kept.missing), kept.removed, kept.changed) == (gone, [], [])
    before = Translation.objects.count()
    report = imported(files, remove_missing=True)
    assert report.removed == gone
    assert [kind.objects.filter(live=True).count() for kind in (NewsPost, Fact, Card)] == [0, 0, 0]
    # They are drafts now: nothing that anybody wrote is gone.
    assert (NewsPost.objects.get().title, Translation.objects.count()) == ("The call", before)
    assert sorted(written(export_pack(report.campaign))) == sorted({**files, "base.toml": b""})
    again = imported(files, remove_missing=True)
    assert (again.removed, again.conflicts, again.has_changed) == ([], [], False)


def test_import_takes_a_published_statement_away_and_keeps_its_versions():
    imported(river_files())
    without = {name: body for name, body in river_files().items() if not name.startswith(("statement/", "cards"))}
    without = changed(without, "state/ar.toml", '[segments."statement/title"]\nstate = "draft"\n', "")
    without = changed(without, "state/ar.toml", 'source = "The river belongs to all"\n', "")
    report = imported(without, remove_missing=True)
    assert "statement" in report.removed
    assert Statement.objects.get().live is False
    assert Statement.objects.get().versions.count() == 1
    assert "statement" not in pieces(report.campaign)
    again = imported(river_files())
    assert "statement" in again.added
    assert Statement.objects.get().live is True


def test_import_leaves_drafts_alone_and_takes_over_one_of_the_same_name():
    imported(river_files())
    campaign = Campaign.objects.get()
    at = dt.datetime(2031, 3, 2, tzinfo=dt.UTC)
    for slug in ("our-draft", "second-call"):
        NewsPost.objects.create(campaign=campaign, slug=slug, title="Draft", date=at, summary="Draft", live=False)
    report = imported(river_files() | {"news/second-call/en.md": river_files()["news/the-call/en.md"]})
    assert (report.added, report.removed) == (["news.second-call"], [])
    assert NewsPost.objects.get(slug="second-call").live is True
    assert NewsPost.objects.get(slug="our-draft").live is False


def test_import_refuses_another_source_language():
    imported(river_files())
    before = rows()
    files = changed(river_files(), "campaign.toml", 'source_language = "en"', 'source_language = "ar"')
    files = {name: body for name, body in files.items() if not name.startswith(("statement", "news", "state"))}
    with pytest.raises(PackRefused, match="the source language of “river” is en here"):
        imported(files)
    assert rows() == before


# -- translations


def test_import_makes_exactly_the_changed_segments_stale_and_keeps_their_text():
    imported(river_files())
    before = {(row.object_id, row.key, row.language): row.state for row in Translation.objects.all()}
    report = imported(changed(river_files(), "statement/en.md", "1. Open the banks.", "1. Open all banks."))
    assert (report.changed, report.translations) == (["statement"], 0)
    now = Translation.objects.all()
    stale = [row for row in now if row.state != before[row.object_id, row.key, row.language]]
    assert [(row.key, row.language, row.state, row.source_text, row.text) for row in stale] == [
        ("aim.a1", "ar", "stale", "Open the banks.", "افتحوا الضفاف.")
    ]
    state = written(export_pack(report.campaign))["state/ar.toml"].decode()
    assert '[segments."statement/aim.a1"]\nstate = "stale"\nsource = "Open the banks."\n' in state


def test_import_twice_of_a_changed_source_leaves_stale_what_is_stale():
    imported(river_files())
    files = changed(river_files(), "statement/en.md", "1. Open the banks.", "1. Open all banks.")
    imported(files)
    before = rows()
    assert imported(files).translations == 0
    assert rows() == before


def test_import_makes_a_stale_segment_ready_by_its_state():
    imported(river_files())
    files = changed(river_files(), "statement/en.md", "1. Open the banks.", "1. Open all banks.")
    imported(files)
    ready = '[segments."statement/aim.a1"]\nstate = "ready"\nsource = "Open all banks."\n'
    imported(files | {"state/ar.toml": files["state/ar.toml"] + ready.encode()})
    assert translation_of("statement", "aim.a1").state == "ready"


def test_import_makes_a_stale_segment_ready_by_new_words():
    imported(river_files())
    files = changed(river_files(), "statement/en.md", "1. Open the banks.", "1. Open all banks.")
    imported(files)
    report = imported(changed(files, "statement/ar.md", "افتحوا الضفاف.", "افتحوا كل الضفاف."))
    row = translation_of("statement", "aim.a1")
    assert (report.translations, row.state, row.text, row.source_text, row.version) == (
        1, "ready", "افتحوا كل الضفاف.", "Open all banks.", 2,
    )  # fmt: skip


def test_import_of_a_reordered_source_keeps_translations_with_their_words():
    imported(river_files())
    first, second = "We are two organisations and say so.", "The water is [clean](https://river.example.org/water)."
    files = changed(river_files(), "statement/en.md", f"{first}\n\n{second}", f"{second}\n\n{first}")
    for _ in range(2):  # the translator's file stands in the old order, and does no harm however often it is read
        imported(files)
        rows_of = [translation_of("statement", key) for key in ("lead.1", "lead.2")]
        assert [(row.source_text, row.text[:4], row.state) for row in rows_of] == [
            (second, "الما", "ready"),
            (first, "نحن ", "ready"),
        ]


def test_import_keeps_translations_that_the_pack_does_not_have():
    imported(river_files())
    files = {name: body for name, body in river_files().items() if name != "cards/ar.toml"}
    assert imported(files).translations == 0
    assert translation_of("card.closed", "text").text == "من الضفاف مغلقة"


def test_settled_copy_stays_at_the_last_complete_set():
    imported(river_files())
    assert settled("statement") is None  # its title is a draft
    whole = settled("card.aims").segments
    assert whole == [["title", "line", "هدفان"], ["alt", "line", "هدفان: فتح الضفاف وإبقاؤها مفتوحة."]]
    version = settled("card.aims").source_version
    files = changed(river_files(), "cards/en.toml", "Two aims: open", "Our two aims: open")
    imported(files)
    assert (settled("card.aims").segments, settled("card.aims").source_version) == (whole, version)
    assert settled("card.aims", "en").source_version != version
    imported(changed(files, "cards/ar.toml", "هدفان: فتح", "هدفانا: فتح"))
    assert settled("card.aims").segments[1][2].startswith("هدفانا")
    assert settled("card.aims").source_version == settled("card.aims", "en").source_version


def test_card_is_settled_with_an_optional_word_that_the_source_lacks():
    imported(river_files())
    assert settled("card.closed").segments[0] == ["before", "line", "نحو"]
    assert [key for key, _, _ in settled("card.closed", "en").segments] == ["text", "alt"]


# -- organisations and pictures


def test_confirmed_sign_ons_survive_an_import():
    imported(river_files())
    sign_on = SignOn.objects.get(key="reed")
    SignOn.objects.filter(pk=sign_on.pk).update(basis=Basis.CONFIRMED, role="media-partner")
    Organisation.objects.filter(pk=sign_on.organisation_id).update(name="Reed & Sons")
    files = changed(river_files(), "organisations.csv", "reed,", "rush,")
    imported(files)
    report = imported(files)
    assert report.changed == []
    kept = SignOn.objects.get(key="reed")
    assert (kept.public_id, kept.basis, kept.role, kept.organisation.name) == (
        sign_on.public_id, "confirmed", "media-partner", "Reed & Sons",
    )  # fmt: skip
    assert sorted(SignOn.objects.values_list("key", "basis")) == [
        ("eel", "sample"), ("reed", "confirmed"), ("rush", "named"),
    ]  # fmt: skip


def test_named_sign_on_goes_with_its_row_and_no_other_organisation_goes():
    alone = Organisation.objects.create(name="Not in any campaign yet", country="FR")
    imported(river_files())
    files = changed(river_files(), "organisations.csv", "eel,Eel Watch,NL,,partner,,,yes\n", "")
    assert imported(files).changed == []
    report = imported(files, remove_missing=True)
    assert report.changed == ["organisations"]
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [alone.name, "Reed, Rush and Sons"]


def test_import_does_not_rename_an_organisation_that_speaks_for_itself_elsewhere():
    imported(river_files())
    other = Campaign.objects.create(slug="lake", source_language="en")
    reed = SignOn.objects.get(key="reed").organisation
    SignOn.objects.create(campaign=other, organisation=reed, key="reed", basis=Basis.CONFIRMED)
    imported(changed(river_files(), "organisations.csv", "Reed, Rush and Sons", "Reeds"))
    assert Organisation.objects.get(pk=reed.pk).name == "Reed, Rush and Sons"


def test_changed_picture_gets_a_new_image_and_keeps_its_identity():
    imported(river_files())
    before = Picture.objects.get()
    new = png("red", 6)
    files = changed(river_files(), "pictures.toml", media_name(png()), media_name(new))
    del files[media_name(png())]
    report = imported(files | {media_name(new): new})
    after = Picture.objects.get()
    assert report.changed == ["picture.bank"]
    assert (after.public_id, after.image.width) == (before.public_id, 6)
    assert after.image_id != before.image_id
    assert StoredImage.objects.count() == 2
