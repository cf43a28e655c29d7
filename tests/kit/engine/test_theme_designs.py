"""Designs that a theme brings along: they work like ours, and can do no harm."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from card_samples import THEME, number_job

from unisono.base.children import Limits
from unisono.kit.engine import (
    FORMATS,
    CardJob,
    DesignFault,
    DoesNotFit,
    UnknownDesign,
    design_fields,
    design_names,
    engine_version,
    guarding,
    render_card,
)
from unisono.kit.engine.guarding import in_child, is_guarded

TABLE = """
[[fields]]
name = "call"
kind = "line"
limit = 80
required = true
words = true
"""
DESIGN = """
#import "lib.typ": *
#show: card
#let call() = context {
  let width = wide - margin * 2
  at(margin, margin, width, fit("call", job.fields.call, width, high * 0.5, 40 * unit, 120 * unit))
}
#call()
"""


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "call.toml").write_text(TABLE)
    (tmp_path / "call.typ").write_text(DESIGN)
    return tmp_path


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Children that are stopped sooner."""
    monkeypatch.setattr(guarding, "LIMITS", Limits(memory=1536 * 1024**2, seconds=2))
    guarding._children.cache_clear()
    yield
    guarding._children().close()
    guarding._children.cache_clear()


def _job(theme: Path, format: str = "link", language: str = "en", **words: str) -> CardJob:
    fields = words or {"call": "Every language counts"}
    return number_job(language, format, design="call", fields=fields, theme=replace(THEME, folder=str(theme)))


def test_a_theme_brings_a_design(theme: Path) -> None:
    assert "call" in design_names(str(theme))
    assert "call" not in design_names()
    assert [field.name for field in design_fields("call", str(theme))] == ["call"]
    assert not is_guarded()
    for format, shape in FORMATS.items():
        made = render_card(_job(theme, format), "png" if shape.is_picture else "pdf")
        assert made.startswith(b"\x89PNG" if shape.is_picture else b"%PDF")
    assert render_card(_job(theme, language="ar", call="لكل لغة صوت")).startswith(b"\x89PNG")


def test_words_that_do_not_fit_are_named_as_for_our_designs(theme: Path) -> None:
    with pytest.raises(DoesNotFit) as raised:
        render_card(_job(theme, call="Unbreakably" * 8))
    assert (raised.value.field, raised.value.format) == ("call", "link")


def test_a_changed_file_of_the_theme_is_another_version(theme: Path) -> None:
    before = engine_version(str(theme))
    (theme / "call.typ").write_text(DESIGN + "// changed")
    engine_version.cache_clear()
    assert engine_version(str(theme)) != before


def test_a_theme_does_not_take_the_place_of_our_designs(theme: Path) -> None:
    (theme / "number.toml").write_text(TABLE)
    (theme / "number.typ").write_text(DESIGN)
    job = number_job("en", "link", theme=replace(THEME, folder=str(theme)))
    assert render_card(job) == render_card(number_job("en", "link"))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('#import "@preview/cetz:0.3.0": *', "asks for a package"),
        ('#let p = "@preview/" + "cetz:0.3.0"\n#import p: *', "asks for a package"),
        ('#read("/etc/passwd")', "not in the theme's folder"),
        ('#read("../../../../../../../../etc/passwd")', "not in the theme's folder"),
        ('#image("https://example.org/a.png")', "not in the theme's folder"),
        ("#while true { let a = 1 }", "always true"),
        ("#let f(n) = f(n + 1)\n#f(0)", "recursion|depth"),
        (
            "#{ let n = 0; for i in range(1000000) { for j in range(1000) { n = calc.rem(n + j, 7) } } }",
            "processor time",
        ),
        (
            '#let a = ("x" * 1000000,) * 1000\n#a.map(b => b + "y" * 20000000).join()',
            "memory|ended its process|processor time",
        ),
        ("#pagebreak()\nmore", "2 pages"),
        ("#assert(false, message: [no])", "fault"),
        ("#unknown()", "unknown variable"),
    ],
)
def test_refuses_a_design_that_would_do_harm(theme: Path, code: str, why: str, hurried: None) -> None:
    (theme / "call.typ").write_text(DESIGN + code)
    with pytest.raises(DesignFault, match=why):
        render_card(_job(theme))
    (theme / "call.typ").write_text(DESIGN)
    assert render_card(number_job("en", "link")).startswith(b"\x89PNG")


def test_refuses_a_page_that_would_take_all_memory(theme: Path) -> None:
    (theme / "call.typ").write_text("#set page(width: 90000pt, height: 90000pt)\nvast")
    with pytest.raises(DesignFault, match="another size"):
        render_card(_job(theme))


def test_refuses_links_out_of_the_theme(theme: Path) -> None:
    (theme / "secret.svg").symlink_to("/etc/passwd")
    with pytest.raises(DesignFault, match=r"secret\.svg"):
        render_card(_job(theme))


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("fields = 3", "fields"),
        ("[[fields]]\nname = 'call'", "missing required field"),
        (TABLE.replace("80", "0"), "limit from 1 to 1000"),
        (TABLE + TABLE, "declared twice"),
        (TABLE.replace('"line"', '"choice"'), "needs its choices"),
        (TABLE.replace('"line"', '"rows"'), "what its rows are|no name"),
        (TABLE + "[motif.round]\nturned = true", "no shape"),
        ("[[fields", "cannot be read"),
    ],
)
def test_names_what_is_wrong_with_a_table(theme: Path, table: str, why: str) -> None:
    (theme / "call.toml").write_text(table)
    with pytest.raises(DesignFault, match=why):
        design_fields("call", str(theme))


def test_a_table_alone_is_no_design(theme: Path) -> None:
    (theme / "call.typ").unlink()
    with pytest.raises(UnknownDesign, match="call"):
        design_fields("call", str(theme))


def test_the_guarded_child_has_no_way_out() -> None:
    assert in_child("call", _proxies) == b"http://127.0.0.1:9"


def _proxies() -> bytes:
    import os

    return os.environ["https_proxy"].encode()
