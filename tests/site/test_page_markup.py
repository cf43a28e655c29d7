"""Markup of pages and the stylesheet: valid, strict, light, whole."""

import gzip
import json
import re
from posixpath import normpath

import html5lib
import pytest
from site_story import pages, paths, told

from unisono.kit.engine import FORMATS
from unisono.site.holding import standing_pages
from unisono.site.look import SHAPES, frame_script, kit_stylesheet, plan_look, script, stylesheet

ORIGIN = "https://river.example.org"


def every_page() -> dict[str, str]:
    purposes = ("holding", "missing", "unavailable")
    standing = {f"{one}/{code}": page for one in purposes for code, page in standing_pages(one).items()}
    return pages() | standing


def elements(html: str):
    """Every element of a page."""
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return list(tree.iter())


def test_every_page_is_valid_html():
    for path, html in every_page().items():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(html)
        assert [(path, html[:0], fault) for fault in parser.errors] == []


def test_nothing_is_inline():
    for path, html in pages().items():
        for element in elements(html):
            names = {str(name) for name in element.attrib}
            assert not {name for name in names if name == "style" or name.startswith("on")}, path
            assert element.tag != "style"
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/ld+json"


def test_nothing_is_asked_of_a_third_party():
    loading = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("video", "poster")}
    loading |= {("video", "src"), ("track", "src"), ("img", "srcset"), ("source", "srcset"), ("iframe", "src")}
    for path, html in pages().items():
        for element in elements(html):
            for tag, name in loading:
                address = element.get(name, "") if element.tag == tag else ""
                if element.get("rel") not in ("canonical", "alternate"):
                    assert not re.match(r"(https?:)?//", address), (path, address)


def test_every_link_within_the_site_leads_somewhere():
    for path, html in pages().items():
        folder = "" if path.endswith("404.html") else path
        for element in elements(html):
            for name in ("href", "src", "poster", "data-picture"):
                address = element.get(name, "")
                if not address or re.match(r"[a-z]+:", address):
                    continue
                target, _, fragment = address.partition("#")
                found = file_at(folder, target) if target else own_file(path)
                assert found in paths(), (path, address)
                if fragment and found.endswith(".html"):
                    page = pages()[found.removesuffix("index.html")]
                    assert f'id="{fragment}"' in page, (path, address)


def own_file(path: str) -> str:
    """The file of a page."""
    return path if path.endswith(".html") else f"{path}index.html"


def file_at(folder: str, address: str) -> str:
    """The file that a relative address means, as a browser and the door find it."""
    whole = normpath(f"/{address}" if address.startswith("/") else f"/{folder}{address}").lstrip("/")
    return f"{whole}/index.html" if address.endswith(("/", ".", "..")) else whole


def test_page_for_what_is_not_found_links_from_the_root():
    addresses = re.findall(r'(?:href|src|srcset)="([^"]+)"', pages()["ar/404.html"])
    assert {address[0] for address in addresses if not re.match(r"[a-z]+:|#", address)} == {"/"}


@pytest.mark.parametrize("path", ["en/", "en/news/first-boat/", "en/kit/aims/", "fr/statement/"])
def test_alternates_are_complete_and_only_real(path):
    place = path.split("/", 1)[1]
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', pages()[path]))
    exact = {code: f"{ORIGIN}/{code}/{place}" for code in ("ar", "en", "fr") if f"{code}/{place}" in pages()}
    default = f"{ORIGIN}/" if not place else f"{ORIGIN}/en/{place}"
    assert found == exact | {"x-default": default}
    assert f'<link rel="canonical" href="{ORIGIN}/{path}">' in pages()[path]


def test_switcher_keeps_the_page_and_falls_back_to_the_nearest():
    html = pages()["en/news/first-boat/"]
    switcher = html[html.index('class="tongues"') : html.index("</details>")]
    assert re.findall(r'<a href="([^"]+)" lang="(..)" dir="(...)"', switcher) == [
        ("../../../ar/news/", "ar", "rtl"),
        ("./", "en", "ltr"),
        ("../../../fr/news/first-boat/", "fr", "ltr"),
    ]


def test_link_preview_shows_the_card_of_the_language():
    def preview(path: str) -> str:
        return re.findall(r'<meta property="og:image" content="([^"]+)">', pages()[path])[0]

    assert preview("en/").endswith("/river-water-en-link-1200x630.png")
    assert preview("ar/news/").endswith("/river-water-ar-link-1200x630.png")
    assert preview("fr/kit/water/").endswith("/river-water-fr-link-1200x630.png")
    assert preview("en/").startswith(f"{ORIGIN}/assets/")


def test_data_for_machines_cannot_end_its_script():
    html = pages()["en/news/the-call/"]
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert "<" not in data[0]
    told_to_machines = json.loads(data[0])
    assert told_to_machines["@type"] == "NewsArticle"
    assert told_to_machines["headline"] == "The call <open>"
    assert told_to_machines["publisher"]["address"]["addressCountry"] == "FR"


def test_words_are_escaped():
    assert "<h1>The call &lt;open&gt;</h1>" in pages()["en/news/the-call/"]


def test_direction_of_a_page_is_its_languages():
    assert '<html lang="ar" dir="rtl" data-script="Arab">' in pages()["ar/"]
    assert '<html lang="fr" dir="ltr" data-script="Latn">' in pages()["fr/"]


def test_first_view_is_light():
    style = gzip.compress(stylesheet(told()[0].colours) + kit_stylesheet())
    for path, html in pages().items():
        assert len(style) + len(gzip.compress(html.encode())) < 50_000, path
    assert len(stylesheet(told()[0].colours)) < 22 * 1024
    assert len(kit_stylesheet()) < 10 * 1024
    assert len(script()) <= 6_000
    assert len(frame_script()) <= 10_000


def test_pictures_keep_their_place_and_wait():
    for path, html in pages().items():
        for picture in re.findall(r"<img [^>]+>", html):
            assert re.search(r'width="\d+" height="\d+"', picture), (path, picture)
            assert 'alt="' in picture
    walls = re.findall(r'<a class="poster".*?</a>', pages()["en/statement/"], re.DOTALL)
    assert ['loading="lazy"' in poster for poster in walls] == [True, True]


def test_style_knows_no_left_and_no_right():
    css = (stylesheet(told()[0].colours) + kit_stylesheet()).decode()
    physical = r"[;{](?:margin|padding|border)-(?:left|right|top|bottom)|[;{](?:left|right|top|bottom|width|height):"
    assert re.findall(physical, css) == []
    assert re.findall(r"text-align:(?:left|right)|float:|url\(", css) == []


def test_only_the_kit_s_pages_bring_what_only_they_need():
    for path, html in pages().items():
        assert ("/kit.css" in html) == ("/kit/" in f"/{path}"), path
        assert ("/frame.js" in html) == path.endswith("/kit/frame/"), path


def test_stylesheet_sorts_by_every_format_and_as_many_designs_as_a_campaign_can_have():
    css = kit_stylesheet().decode()
    for format in FORMATS:
        assert f".kit:has(#in-{format}:checked) .pane.as-{format}" in css
        assert f".kit:has(#in-{format}:checked) .hung>:not(.as-{format})" in css
        assert f'.card-page:has(#{format}:target) [href="#{format}"]' in css
    for kind in range(1, 13):
        assert f".kit:has(#kind-{kind}:checked) .hung>:not(.kind-{kind})" in css


def test_style_brings_the_colours_of_the_campaign():
    css = stylesheet(told()[0].colours).decode()
    assert css.startswith(":root{--ground:#101c3d;--ink:#14172b;--paper:#fffdf8;--voice:#f2b233;")


def test_look_has_every_shape_for_both_directions():
    names = {output.name for output in plan_look(told()[0])}
    motifs = {f"motif:{shape}:{direction}" for shape in SHAPES for direction in ("ltr", "rtl")}
    assert names >= motifs | {"style", "script", "icon"}


def test_standing_pages_name_nobody_and_bring_everything():
    for html in [page for one in ("holding", "missing", "unavailable") for page in standing_pages(one).values()]:
        assert re.findall(r'(?:src|href)="', html) == []
        assert '<meta name="robots" content="noindex">' in html
    assert "Not open yet" in standing_pages("holding")["en"]
    assert "This page is not here" in standing_pages("missing")["en"]
