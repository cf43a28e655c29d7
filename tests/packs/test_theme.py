"""`theme/` in a pack: designs, pictures and fonts go in, are checked, come out again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stories import river_files
from theme_samples import CALL, CALL_TABLE, call_theme, font_file
from unisono.packs.checking import check_pack
from unisono.packs.reading import read_pack
from unisono.packs.writing import written

AT = datetime(2025, 3, 1, 12, tzinfo=UTC)
CARD = b'\n[[cards]]\nkey = "appeal"\ndesign = "call"\nformats = ["square"]\n'
WORDS = b'\n[appeal]\ncall = "Open the banks"\nalt = "An appeal: open the banks."\n'


def themed_files(**changed: bytes) -> dict[str, bytes]:
    """The river's pack with a theme of its own, and a card that uses its design."""
    files = river_files() | {f"theme/{path}": content for path, content in call_theme().items()}
    files["theme/fonts/river.ttf"] = font_file()
    files["cards.toml"] += CARD
    files["cards/en.toml"] += WORDS
    return files | {f"theme/{name.replace('__', '.')}": content for name, content in changed.items()}


def faults_of(files: dict[str, bytes]) -> list[str]:
    pack, faults = read_pack(files)
    return [str(fault) for fault in sorted({*faults, *check_pack(pack, files)}) if fault.level == "error"]


def test_a_card_may_use_a_design_of_the_theme() -> None:
    assert faults_of(themed_files()) == []


def test_a_card_is_held_to_the_designs_own_fields() -> None:
    files = themed_files()
    files["cards/en.toml"] = files["cards/en.toml"].replace(b"call = ", b"cal = ")
    found = [fault.partition(": ")[2] for fault in faults_of(files)]
    assert sorted(found) == [
        "the design “call” has no words “cal”. Did you mean “call”?",
        "“call” is missing in the card “appeal”. Add it: the design “call” needs it.",
    ]
    files["cards/en.toml"] = files["cards/en.toml"].replace(b'cal = "Open', b'call = "' + b"long " * 20)
    assert any("“call” has" in fault and "at most 60" in fault for fault in faults_of(files))


def test_names_the_file_of_a_fault() -> None:
    [fault] = [one for one in faults_of(themed_files(call__typ=CALL + b"#unknown()")) if one.startswith("theme/")]
    assert fault.startswith("theme/call.typ: cannot be drawn: ")
    assert "unknown variable" in fault
    table = CALL_TABLE.replace(b"limit = 60", b"limit = 0")
    found = faults_of(themed_files(call__toml=table))
    assert any(one.startswith("theme/call.toml: ") and "limit from 1 to 1000" in one for one in found)
    assert any("there is no design “call”" in one for one in found)
    assert any(one.startswith("theme/run.sh: ") for one in faults_of(themed_files(run__sh=b"rm")))


def test_a_logo_that_nothing_names_is_a_fault() -> None:
    files = river_files()
    files["campaign.toml"] = files["campaign.toml"].replace(b'logo = "theme/logo.svg"', b"")
    [fault] = faults_of(files)
    assert fault.startswith("theme/logo.svg: is not named as the logo")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media_folder: object) -> Path:
    monkeypatch.setenv("UNISONO_HOME", str(tmp_path))
    return tmp_path


def test_goes_in_and_comes_out_the_same(db: object, home: Path) -> None:
    from unisono.packs.exporting import export_pack
    from unisono.packs.importing import import_pack

    files = themed_files()
    pack, _ = read_pack(files)
    report = import_pack(pack=pack, at=AT, by="command:test")
    out = written(export_pack(report.campaign))
    themes = {name: body for name, body in out.items() if name.startswith("theme/")}
    assert themes == {name: body for name, body in files.items() if name.startswith("theme/")}
    again = import_pack(pack=read_pack(out)[0], at=AT, by="command:test")
    assert (again.added, again.changed, again.removed, again.translations) == ([], [], [], 0)


def test_a_changed_theme_is_reported_and_files_that_are_gone_go(db: object, home: Path) -> None:
    from unisono.campaigns.queries import theme_files
    from unisono.ledger.models import Entry
    from unisono.packs.importing import import_pack

    campaign = import_pack(pack=read_pack(themed_files())[0], at=AT, by="command:test").campaign
    files = themed_files(call__typ=CALL + b"// a new stroke\n")
    del files["theme/fonts/river.ttf"]
    report = import_pack(pack=read_pack(files)[0], at=AT, by="command:test", remove_missing=True)
    assert report.changed == ["theme"]
    assert [path for path, _ in theme_files(campaign)] == ["call.toml", "call.typ", "pictures/wave.svg"]
    assert Entry.objects.filter(act="theme.changed").count() == 2
