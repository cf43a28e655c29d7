"""A theme's own files: which may be there, where they are laid out, what is said of designs that cannot be drawn."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from theme_samples import CALL, CALL_TABLE, WAVE, call_theme, font_file
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.kit.engine import Theme
from unisono.kit.theme_faults import design_faults, file_faults
from unisono.kit.themes import digest_of, laid_out, laid_out_for_now
from unisono.languages.catalogues import translations

ARABIC = translations("ar")


def test_takes_a_design_a_picture_and_a_font() -> None:
    assert file_faults(call_theme() | {"fonts/Noto Sans[wght].ttf": font_file(), "parts/more.typ": b"#let a = 1"}) == []


@pytest.mark.parametrize(
    ("path", "content", "what"),
    [
        ("../call.typ", CALL, "every computer"),
        ("a//b.typ", CALL, "every computer"),
        ("/etc/call.typ", CALL, "every computer"),
        (".hidden.typ", CALL, "every computer"),
        ("übung.typ", CALL, "every computer"),
        ("x" * 130 + ".typ", CALL, "every computer"),
        ("run.sh", b"rm", "no design can use"),
        ("LIB.typ", CALL, "library of all designs"),
        ("logo.svg", WAVE, "place of the campaign's logo"),
        ("number.typ", CALL, "comes with Unisono"),
        ("statement.typ", CALL, "comes with Unisono"),
        ("call.typ", b"", "is empty"),
        ("call.typ", b"\xff\xfe\x00", "not UTF-8"),
        ("wave.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "holds <script>"),
        ("wave.png", b"not a picture", ""),
        ("fonts/a.ttf", b"not a font", "no font that can be read"),
        ("fonts/a.otf", b"OTTO" + b"\xff" * 64, "no font that can be read"),
    ],
)
def test_refuses_a_file_and_says_why(path: str, content: bytes, what: str) -> None:
    [fault] = file_faults({path: content})
    assert fault.path == path
    assert what in fault.what
    assert fault.mend
    assert [one for one in (fault.what, fault.mend) if ARABIC.gettext(one.words) == one.words] == []


def test_refuses_too_many_and_too_large_files() -> None:
    many = {f"part{number}.typ": b"#let a = 1" for number in range(101)}
    assert [fault.what for fault in file_faults(many)] == ["the theme has 101 files; at most 100"]
    large = {f"part{number}.csv": b"1," * (3 * 1024**2) for number in range(2)}
    [fault] = file_faults(large)
    assert fault.what == "the theme's designs and pictures have 12 MB; at most 8 MB"
    assert str(fault) == f"{fault.what}. Make them smaller, or take some out."


def test_refuses_two_names_that_some_computers_take_for_one() -> None:
    assert {fault.path for fault in file_faults({"a.csv": b"1", "A.csv": b"1"})} == {"a.csv", "A.csv"}


def test_the_same_files_lie_in_the_same_folder(tmp_path: Path) -> None:
    named = [("b.typ", "2" * 64), ("parts/a.typ", "1" * 64)]
    with ThreadPoolExecutor(4) as many:
        places = list(many.map(lambda _: laid_out(tmp_path / "themes", named, lambda path, _: path.encode()), range(8)))
    assert set(places) == {str(tmp_path / "themes" / digest_of(reversed(named)))}
    assert (Path(places[0]) / "parts" / "a.typ").read_bytes() == b"parts/a.typ"
    assert [path.name for path in (tmp_path / "themes").iterdir()] == [digest_of(named)]
    assert laid_out(tmp_path / "themes", [], lambda path, _: b"") == ""


def test_what_cannot_be_read_leaves_no_folder(tmp_path: Path) -> None:
    def missing(path: str, sha256: str) -> bytes:
        raise FileNotFoundError(path)

    with pytest.raises(FileNotFoundError):
        laid_out(tmp_path, [("a.typ", "1" * 64)], missing)
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_leads_out_is_written_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        laid_out(tmp_path / "themes", [("../a.typ", "1" * 64)], lambda path, _: b"")
    assert not (tmp_path / "a.typ").exists()


def _faults(**changed: bytes) -> list[tuple[str, str, str]]:
    files = call_theme() | {name.replace("__", "."): content for name, content in changed.items()}
    folder = laid_out_for_now(files)
    theme = Theme(**DEFAULT_COLOURS, folder=folder)
    return [(fault.path, fault.what, fault.level) for fault in design_faults(folder, theme, ["en", "xx"])]


def test_a_sound_design_has_no_faults() -> None:
    assert _faults() == []


def test_names_a_table_with_a_fault() -> None:
    [(path, what, level)] = _faults(call__toml=CALL_TABLE.replace(b"limit = 60", b"limit = 0"))
    assert (path, level) == ("call.toml", "error")
    assert 'the field "call" needs a limit from 1 to 1000 characters' in what


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (b'[[fields]]\nname="n"\nkind="line"\nlimit=9\nrequired=true\nwords=false', 'nothing fills the field "n"'),
        (b'[[fields]]\nname="n"\nkind="list"\nlimit=9\nrequired=true\nwords=true', "write words = false"),
    ],
)
def test_names_a_field_that_no_card_could_fill(table: bytes, what: str) -> None:
    assert what in _faults(call__toml=table)[0][1]


def test_names_a_design_that_cannot_be_drawn() -> None:
    [(path, what, level)] = _faults(call__typ=CALL + b"#unknown()")
    assert (path, level) == ("call.typ", "error")
    assert "unknown variable" in what


def test_words_that_do_not_fit_are_a_gap() -> None:
    found = _faults(call__typ=CALL.replace(b"high * 0.4, 30 * unit", b"high * 0.02, 90 * unit"))
    assert {level for _, _, level in found} == {"gap"}
    assert all("too long" in what for _, what, _ in found)
