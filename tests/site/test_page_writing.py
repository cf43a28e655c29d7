"""How templates write: dates, sizes, addresses, rich text; and when a page's template counts as changed."""

import jinja2
import pytest

from unisono.languages import catalogues
from unisono.site import environment
from unisono.site.contexts.transcript import cues_from_vtt
from unisono.site.environment import html_lang, render, template_version
from unisono.site.outputs import Assets, FileRef, canonical, hashed_path
from unisono.site.pages import page_kinds


def written(source: str, code: str = "en", path: str = "en/news/the-call/", **data) -> str:
    """What a template says on a page."""
    page = {"code": code, "path": path, "rooted": False}
    return environment.environment(code).from_string(source).render(page=page, **data)


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("2026-02-21", "en", "21 February 2026"),
        ("2026-02-20T23:01:00Z", "fr", "20 février 2026"),
        ("2025-02", "en", "February 2025"),
        ("2018", "ar", "٢٠١٨"),
    ],
)
def test_dates_are_written_as_far_as_they_are_known(value, code, said):
    assert written("{{ value|day }}", code, value=value) == said


@pytest.mark.parametrize(
    ("size", "code", "said"),
    [
        (1, "en", "1 kB"),
        (54_321, "en", "54 kB"),
        (2_650_000, "en", "2.6 MB"),
        (2_650_000, "fr", "2,6 Mo"),
        (42_000_000, "en", "42 MB"),
    ],
)
def test_sizes_are_written_in_the_readers_units(size, code, said):
    assert written("{{ size|filesize }}", code, size=size).replace("\u202f", " ").replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("لغتي <حية>", "لغتي &lt;حية&gt;"),
        (
            "انظر https://river.example/ar/?a=1&b=2؟",
            'انظر <bdi dir="ltr">https://river.example/ar/?a=1&amp;b=2</bdi>؟',
        ),
        (
            "http://a.example/ https://b.example/s/x7.",
            '<bdi dir="ltr">http://a.example/</bdi> <bdi dir="ltr">https://b.example/s/x7</bdi>.',
        ),
    ],
)
def test_addresses_among_words_keep_their_direction(text, said):
    assert written("{{ text|addresses_apart }}", "ar", text=text) == said


def test_pixels_are_written_without_separators():
    assert written("{{ (1080, 1350)|pixels }}") == "1080 × 1350"
    assert written("{{ (1080, 1350)|pixels }}", "ar") == "١٠٨٠ × ١٣٥٠"


@pytest.mark.parametrize(
    ("path", "target", "said"),
    [
        ("en/", "en/kit/", "kit/"),
        ("en/kit/", "en/kit/", "./"),
        ("en/news/the-call/", "ar/", "../../../ar/"),
        ("en/news/the-call/", "assets/0/style.css", "../../../assets/0/style.css"),
        ("en/404.html", "en/news/", "news/"),
    ],
)
def test_links_are_relative(path, target, said):
    assert written("{{ to(target) }}", path=path, target=target) == said


def test_mail_addresses_are_encoded():
    said = written("{{ 'a b@x.org'|mailto('A & B: https://x.org/?q=1') }}")
    assert said == "mailto:a%20b@x.org?subject=A%20%26%20B%3A%20https%3A%2F%2Fx.org%2F%3Fq%3D1"


def test_bodies_become_html_with_headings_below_the_title():
    body = "### What \\<b>\n\nSay **it** *so*.\n\n- one\n- two\n\n> said"
    assert written("{{ body|rich }}", body=body) == (
        "<h2>What &lt;b&gt;</h2><p>Say <strong>it</strong> <em>so</em>.</p>"
        "<ul><li>one</li><li>two</li></ul><blockquote>said</blockquote>"
    )


def test_words_in_another_language_are_marked():
    assert written("<p{{ words_in('ur') }}>") == '<p lang="ur" dir="rtl" data-script="Arab">'
    assert written("<p{{ words_in('en') }}>") == "<p>"
    assert html_lang("zh-hans") == "zh-Hans"


def test_missing_data_is_a_fault_and_not_a_gap():
    with pytest.raises(jinja2.UndefinedError):
        written("{{ nothing }}")


def test_template_version_follows_what_it_includes():
    versions = {kind: template_version(f"pages/{kind}.html") for kind in page_kinds()}
    assert len(set(versions.values())) == len(versions)


def test_template_version_changes_with_a_part_deep_inside(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "TEMPLATES", tmp_path)
    (tmp_path / "page.html").write_text('{% extends "base.html" %}')
    (tmp_path / "base.html").write_text('{% include "part.html" %}')
    (tmp_path / "part.html").write_text("one")
    template_version.cache_clear()
    before = template_version("page.html")
    (tmp_path / "part.html").write_text("two")
    template_version.cache_clear()
    assert template_version("page.html") != before
    template_version.cache_clear()


def test_words_of_a_catalogue_reach_the_page(tmp_path, monkeypatch):
    place = tmp_path / "fr" / "LC_MESSAGES"
    place.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (place / "django.po").write_text(head + 'msgid "Not open yet"\nmsgstr "Pas encore ouvert"\n', encoding="utf-8")
    monkeypatch.setattr(catalogues, "LOCALE_FOLDER", tmp_path)
    page = {"code": "fr", "lang": "fr", "dir": "ltr", "script": "Latn"}
    colours = {"ground": "#101c3d", "paper": "#ffffff"}
    said = render("holding.html", "fr", {"page": page, "purpose": "holding", "colours": colours, "drawing": ""})
    assert "<h1>Pas encore ouvert</h1>" in said
    assert "Please come back later." in said


def test_transcript_reads_cues_and_leaves_the_rest():
    text = (
        "WEBVTT\r\n\r\nSTYLE\r\n::cue {}\r\n\r\n1\r\n01:02.000 --> 01:03.000 line:0\r\n<v Nour>One &amp;\r\ntwo</v>\r\n"
    )
    assert cues_from_vtt(text, "en") == [{"at": "1:02", "says": "One & two"}]


def test_transcript_joins_lines_as_the_script_does():
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n每一种语言，\n都是第一语言。\n"
    assert cues_from_vtt(text, "zh-hans") == [{"at": "0:01", "says": "每一种语言，都是第一语言。"}]


def test_files_know_their_pixels_and_assets_find_them():
    small = FileRef.of("assets/0/card-360x450.webp", b"s", "image/webp")
    large = FileRef.of("assets/1/card-1080x1350.webp", b"large", "image/webp")
    paper = FileRef.of("assets/2/card.pdf", b"p", "application/pdf")
    assets = Assets({"card:a": (large, paper, small)}, {}.__getitem__)
    assert (small.pixels, paper.pixels, small.name) == ((360, 450), None, "card-360x450.webp")
    assert assets.pictures("card:a") == (small, large)
    assert assets.one("card:a", "application/pdf") == paper
    assert assets.one("card:a", "image/webp") == large
    assert assets.one("card:b") is None
    assert hashed_path(b"", "x.css") == "assets/e3b0c44298fc1c14/x.css"


def test_canonical_form_refuses_what_has_none():
    assert canonical({"b": (1, "é"), "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical(object())


def test_posts_say_for_which_networks_they_are():
    from unisono.site.contexts.sharing import offered

    source = '{% from "parts/posts.html" import post_texts with context %}{{ post_texts(posts, "en") }}'
    address = "https://river.example.org/en/kit/"
    for_x = written(source, posts=offered({"default": "One river.", "x": "River!"}, address))
    assert "<h3><bdi>X</bdi></h3>" in for_x
    assert for_x.index(f"River! {address}") < for_x.index("<h3>For every other network</h3>")
    assert "<h3>" not in written(source, posts=offered({"default": "One river."}, address))
    long = written(source, posts=offered({"default": "a" * 290}, address))
    assert "<bdi>Mastodon · Threads · Instagram · Facebook · LinkedIn · WhatsApp · Telegram</bdi>" in long
