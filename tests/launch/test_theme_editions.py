"""A theme's own designs and fonts in an edition: drawn in children, found again on demand, recorded in its report."""

import shutil
from dataclasses import replace

from tests.launch.river import AT, ORIGIN, take_in
from tests.stories import river_files

from theme_samples import CALL, call_theme, font_file
from unisono.campaigns.operations import write_theme
from unisono.launch.freezing import freeze_snapshot
from unisono.launch.operations import freeze
from unisono.launch.reading import read_snapshot
from unisono.launch.store import Store
from unisono.site.media import plan_media
from unisono.site.snapshot import decode, encode
from unisono.studio.addresses import Wanted
from unisono.studio.cache import Cache
from unisono.studio.making import Studio

CARD = b'\n[[cards]]\nkey = "appeal"\ndesign = "call"\nformats = ["square", "poster"]\n'
WORDS = b'\n[appeal]\ncall = "Open the banks"\nalt = "An appeal: open the banks."\n'


def themed_files():
    files = river_files() | {f"theme/{path}": content for path, content in call_theme().items()}
    files["theme/fonts/river.ttf"] = font_file()
    files["cards.toml"] = CARD.lstrip()
    files["cards/en.toml"], files["cards/ar.toml"] = WORDS.lstrip(), b""
    return files


def read(campaign, home):
    return read_snapshot(campaign=campaign, at=AT, origin=ORIGIN, blobs=Store(home.editions))[0]


def keys_of(snapshot, store):
    return {output.name: output.key for output in plan_media(snapshot, store)}


def test_an_edition_holds_the_cards_of_the_themes_design(db, home, monkeypatch):
    monkeypatch.setenv("UNISONO_HOME", str(home.root))
    campaign = take_in(themed_files())
    made = freeze(campaign=campaign, at=AT, by="command:test", home=home, origin=ORIGIN)
    assert {"card:appeal:en:square", "card:appeal:en:poster"} <= set(made.frozen.made)
    fonts = made.edition.report["fonts"]
    assert sorted(fonts) == ["ar", "en", "fr"]
    assert all(len(font) == 3 for used in fonts.values() for font in used)

    store = Store(home.editions)
    shutil.rmtree(home.themes)  # a backup need not hold it: it is laid out again
    studio = Studio(store.index(made.frozen.name), store, Cache(Store(home.root / "kits")))
    file = studio.file(Wanted("reed", "en", "card", "appeal", "square", "png"))
    assert file is not None
    assert file.type == "image/png"


def test_where_the_theme_lies_is_no_part_of_an_edition(db, home, tmp_path, monkeypatch):
    monkeypatch.setenv("UNISONO_HOME", str(home.root))
    campaign = take_in(themed_files())
    snapshot = read(campaign, home)
    assert [path for path, _ in snapshot.theme_files] == [
        "call.toml",
        "call.typ",
        "fonts/river.ttf",
        "pictures/wave.svg",
    ]
    assert decode(encode(snapshot)) == snapshot
    store, elsewhere = Store(home.editions), Store(tmp_path / "elsewhere")
    for folder in ("blobs",):
        shutil.copytree(store.folder / folder, elsewhere.folder / folder)
    assert keys_of(snapshot, store) == keys_of(snapshot, elsewhere)
    assert freeze_snapshot(snapshot, store).name == freeze_snapshot(snapshot, elsewhere).name


def test_a_changed_theme_makes_its_cards_anew(db, home, monkeypatch):
    monkeypatch.setenv("UNISONO_HOME", str(home.root))
    campaign = take_in(themed_files())
    store = Store(home.editions)
    before = keys_of(read(campaign, home), store)
    files = call_theme() | {"call.typ": CALL + b"// a new stroke\n"}
    assert write_theme(campaign=campaign, files=files, at=AT, by="command:test")
    assert not write_theme(campaign=campaign, files=files, at=AT, by="command:test")
    after = keys_of(read(campaign, home), store)
    assert before.keys() == after.keys()
    assert before["card:appeal:en:square"] != after["card:appeal:en:square"]
    assert before["picture:bank"] == after["picture:bank"]


def test_a_snapshot_from_before_there_were_theme_files_is_read(db, home):
    snapshot = replace(read(take_in(river_files()), home), theme_files=())
    old = encode(snapshot).replace(b',"theme_files":[]', b"")
    assert decode(old) == snapshot
