"""Pages: what they say, that they say it honestly, and that they are made again only when they change."""

import pickle
import re
from dataclasses import replace

import pytest
from river_story import with_words
from site_story import bare, flat, made, pages, say, told, with_samples_only

from unisono.bundles import Bundle, decode_plan
from unisono.site.outputs import Assets, key_of
from unisono.site.pages import kind_of, page_kinds, plan_pages, render_page
from unisono.site.snapshot import Licence


def words_of(html: str) -> str:
    """The visible words of a page, in one line."""
    body = re.sub(r"<(script|style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def keys(story) -> dict[str, str]:
    return {output.name: output.key for output in plan_pages(story, told()[1])}


def changed(story) -> set[str]:
    """The names of the pages that have to be made again after a change of the story."""
    before, after = keys(told()[0]), keys(story)
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_plan_has_every_page_of_every_language():
    common = {"", "statement/", "news/", "news/the-call/", "kit/", "kit/water/", "kit/frame/", "film/", "facts/"}
    common |= {"corrections/", "coalition/", "act/", "press/", "about/", "privacy/", "accessibility/", "404.html"}
    own = {"ar": {"kit/aims/"}, "en": {"kit/aims/", "news/first-boat/"}, "fr": {"news/first-boat/"}}
    assert set(pages()) == {f"{code}/{place}" for code in own for place in common | own[code]}


def test_kinds_name_every_page_and_no_other():
    assert {kind_of(f"page:{path}") for path in pages()} == set(page_kinds())


def test_plan_is_the_same_for_the_same_story():
    story, assets = told()
    assert keys(story) == {output.name: output.key for output in plan_pages(story, assets)}
    assert made(story, assets) == made(story, assets)


def test_outputs_survive_a_process_boundary():
    output = plan_pages(*told())[0]
    assert pickle.loads(pickle.dumps(output)).make() == output.make()  # noqa: S301  our own bytes


def test_preview_is_what_will_be_frozen():
    story, assets = told()
    assert flat(render_page(story, assets, "page:ar/news/the-call/")) == pages()["ar/news/the-call/"]


@pytest.mark.parametrize("name", ["page:en/news/nowhere/", "page:de/", "page:ar/news/first-boat/"])
def test_preview_of_a_page_that_is_not_there_says_so(name):
    with pytest.raises(LookupError, match="there is no page"):
        render_page(*told(), name)


def test_changed_body_of_a_post_remakes_its_page_alone():
    story = told()[0]
    first, call = story.in_language("en").news
    edited = with_words(story, "en", news=(replace(first, body="Another body."), call))
    assert changed(edited) == {"page:en/news/first-boat/"}


def test_changed_title_of_a_post_remakes_the_lists_that_show_it():
    story = told()[0]
    first, call = story.in_language("en").news
    edited = with_words(story, "en", news=(replace(first, title="Another title"), call))
    assert changed(edited) == {"page:en/news/first-boat/", "page:en/news/", "page:en/"}


def test_changed_fact_in_one_language_remakes_only_pages_that_show_it():
    story = told()[0]
    water, fish = story.in_language("en").facts
    edited = with_words(story, "en", facts=(water, replace(fish, caveat="Doubted.")))
    assert changed(edited) == {"page:en/facts/"}


def test_new_count_remakes_only_pages_with_numbers():
    story = told()[0]
    edited = replace(story, counts=replace(story.counts, confirmed=2))
    numbered = ("", "statement/", "coalition/")
    assert changed(edited) == {f"page:{code}/{place}" for code in story.languages for place in numbered}


def test_new_post_in_one_language_remakes_its_switchers():
    story = told()[0]
    boat = replace(story.in_language("en").news[0], title="القارب", language="ar")
    edited = with_words(story, "ar", news=(boat, *story.in_language("ar").news))
    made_again = {f"page:{code}/news/first-boat/" for code in ("ar", "en", "fr")}
    assert changed(edited) == made_again | {"page:ar/news/", "page:ar/"}


def test_home_counts_confirmed_named_and_samples_apart():
    numbers = re.findall(r"<div( class=\"hollow\")?><dt>(.*?)</dt><dd>(.*?)</dd></div>", pages()["en/"], re.DOTALL)
    assert [(bool(hollow), words_of(label), number) for hollow, label, number in numbers] == [
        (False, "organisation has confirmed that it takes part", "1"),
        (False, "more is named by the caller and has not confirmed yet", "1"),
        (False, "countries in which they are at home", "2"),
        (False, "languages, open at one moment", "3"),
        (True, "Sample organisations made up to show the list", "2"),
    ]
    assert "Counted on 20 February 2026, 13:00" in words_of(pages()["en/"])


def test_home_says_plainly_when_there_are_only_samples():
    story, assets = told()
    html = words_of(made(with_samples_only(story), assets)["page:en/"])
    assert "No real organisation has joined this campaign." in html
    assert "has confirmed that it takes part" not in html
    assert "No real organisation" not in words_of(pages()["en/"])


def test_statement_says_beside_a_claim_what_was_counted():
    html = words_of(pages()["en/statement/"])
    assert "The statement says many organisations Counted here: 1 confirmed, 1 named." in html
    assert "Besides, 2 samples that are not counted." in html


def test_claim_in_a_translation_quotes_the_original():
    html = pages()["ar/statement/"]
    assert '<q lang="en" dir="ltr" data-script="Latn">many organisations</q>' in html
    assert say("ar", "The original statement says %(said)s", said="many organisations") in words_of(html)


def test_signed_words_are_never_altered():
    story = told()[0]
    html = pages()["en/statement/"]
    assert "The river <strong>belongs</strong> to all." in html
    assert "The river is <em>ours</em>." in html
    assert [aim.key for aim in story.in_language("en").statement.aims] == re.findall(r'<li id="(a\d)">', html)


def test_aims_are_numbered_in_the_languages_own_digits():
    assert re.findall(r'class="no" href="#a\d"[^>]*>(.)</a>', pages()["ar/statement/"]) == ["١", "٢"]
    assert re.findall(r'class="no" href="#a\d"[^>]*>(.)</a>', pages()["en/statement/"]) == ["1", "2"]


def test_statement_behind_its_source_says_so():
    behind = (
        "The original has been revised since this translation was made. The translation is complete, but follows"
        " the earlier version."
    )
    assert say("ar", behind) in words_of(pages()["ar/statement/"])
    assert behind not in words_of(pages()["en/statement/"])


def test_borrowed_statement_is_marked_and_announced():
    html = pages()["fr/statement/"]
    whole = "This text is not available in %(own)s yet. Here it is in %(others)s."
    assert '<h1 lang="en" dir="ltr" data-script="Latn">The river</h1>' in html
    assert say("fr", whole, own="français", others="anglais") in words_of(html)
    assert 'class="note' not in pages()["en/statement/"]


def test_borrowed_words_in_a_list_are_marked_and_announced():
    html = pages()["fr/news/"]
    part = "Some words on this page are not available in %(own)s yet. They are shown in %(others)s."
    assert '<article class="item" lang="en" dir="ltr" data-script="Latn">' in html
    assert say("fr", part, own="français", others="anglais") in words_of(html)


def test_every_draft_translation_says_so_on_every_page():
    note = "This translation is a draft by its makers and has not been reviewed by a native speaker."
    noted = {path for path, html in pages().items() if say(path.split("/")[0], note) in html}
    assert noted == {path for path in pages() if path.startswith(("ar/", "fr/"))}


def test_sample_campaign_says_so_on_every_page():
    story, assets = told()
    note = "This is a sample campaign. The body responsible and the organisations are examples."
    for name, html in made(replace(story, sample=True), assets).items():
        assert say(name.removeprefix("page:").split("/")[0], note) in html
    assert not any(say(path.split("/")[0], note) in html for path, html in pages().items())


def test_every_page_says_who_is_responsible_and_how_to_report_a_problem():
    for path, html in pages().items():
        foot = html[html.index("<footer") :]
        assert "<bdi>River Secretariat</bdi>" in foot
        assert "<bdi>1 Bank Street</bdi><br><bdi>Port</bdi>" in foot
        assert re.search(r'href="mailto:post@river.example.org\?subject=[^"]*' + path.replace("/", "%2F"), foot)


def test_a_post_is_dated_by_the_campaigns_own_clock():
    assert '<time datetime="2026-02-21">21 February 2026</time>' in pages()["en/news/the-call/"]


def test_home_says_when_it_opened_and_in_which_zone():
    assert "21 February 2026, 00:01" in words_of(pages()["en/"])
    assert "Central European Standard Time" in words_of(pages()["en/"])


def test_downloads_say_format_pixels_and_size():
    html = words_of(pages()["en/kit/water/"])
    assert re.search(r"Square PNG · 1080 × 1080 · \d+ kB", html)
    assert re.search(r"Leaflet, A5 PDF · \d+ kB", html)


def test_kit_offers_everything_in_one_download_and_says_its_real_size():
    _, assets = told()
    html = pages()["ar/kit/"]
    for output in ("kit:ar", "kit:everything"):
        bundle = assets.one(output)
        assert f'href="../../{bundle.path}" download="{bundle.name}"' in html
        plan = decode_plan(assets.read(bundle.sha256))
        assert bundle.size == Bundle(plan).size == plan.size
    english = words_of(pages()["en/kit/"])
    assert re.search(r"Download all cards and texts ZIP · [\d.,]+ [kM]B", english)
    assert re.search(r"Download everything in all languages ZIP · [\d.,]+ [kM]B", english)


def test_one_language_alone_has_one_download():
    html = made(replace(told()[0], languages=("en",), words=(told()[0].in_language("en"),)), told()[1])["page:en/kit/"]
    assert "river-en.zip" in html
    assert "river-everything.zip" not in html


@pytest.mark.parametrize("page", ["kit/", "about/"])
def test_licence_is_said_or_that_there_is_none(page):
    unchanged = "All rights stay with River Secretariat . What is offered here may be passed on unchanged."
    assert unchanged in words_of(pages()[f"en/{page}"])
    free = replace(told()[0], licence=Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"))
    html = flat(made(free, told()[1])[f"page:en/{page}"])
    assert "Licence: CC BY 4.0" in words_of(html)
    assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license"><bdi>CC BY 4.0</bdi></a>' in html
    assert unchanged not in words_of(html)


def test_film_has_captions_in_every_language_and_a_transcript():
    html = pages()["en/film/"]
    assert re.findall(r'<track kind="captions" src="[^"]+" srclang="(..)" label="([^"]+)"( default)?>', html) == [
        ("ar", "العربية", ""),
        ("en", "English", " default"),
    ]
    assert 'preload="none"' in html
    assert "0:00 A river &amp; its people. 60:03 It belongs to all." in words_of(html)


def test_doubted_figure_is_marked():
    html = pages()["en/facts/"]
    assert html.count('class="doubted"') == 1
    assert "Others doubt it." in words_of(html)
    assert "&gt; 250 million" in html


def test_correction_stands_with_its_date_and_fact():
    html = words_of(pages()["en/corrections/"])
    assert "1 March 2026 We had 200 million. More than 250 million people drink from rivers." in html
    assert say("fr", "Nothing has been corrected so far.") in words_of(pages()["fr/corrections/"])


def test_names_from_elsewhere_are_isolated():
    html = pages()["en/coalition/"]
    assert [name for name in ("Boats &amp; Co", "صيادون", "Sample One") if f"<bdi>{name}</bdi>" not in html] == []
    assert "<bdi>#نهر_للجميع</bdi>" in pages()["ar/"]


def test_members_say_what_they_are():
    html = words_of(pages()["en/coalition/"])
    assert "Boats &amp; Co confirmed · caller" in html
    assert "صيادون named" in html
    assert "Sample One sample" in html


def test_key_depends_on_every_part():
    assert key_of("a", {"b": 1}) != key_of("a", {"b": 2})
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


def test_bare_campaign_has_whole_pages_and_no_link_to_what_is_not_there():
    story = bare(told()[0])
    found = made(story, Assets({}, told()[1].read))
    own = {"", "act/", "press/", "about/", "privacy/", "accessibility/", "404.html"}
    assert set(found) == {f"page:en/{place}" for place in own}
    for name, html in found.items():
        links = set(re.findall(r'<a [^>]*href="([^":#]+)"', html))
        assert not {link for link in links if re.search(r"statement|news|kit|film|facts|coalition", link)}, name
        assert 'class="tongues"' not in html
    assert "languages, open at one moment" not in words_of(found["page:en/"])
    assert "language, open at one moment" in words_of(found["page:en/"])


def test_picture_without_its_file_is_left_out():
    story, assets = told()
    without = Assets({name: files for name, files in assets.files.items() if name == "style"}, assets.read)
    found = made(story, without)
    assert "<img" not in found["page:en/kit/water/"]
    assert "A figure." in words_of(found["page:en/kit/"])
    assert "<video" not in found["page:en/film/"]


def test_caller_and_partners_in_the_media_are_named_as_such():
    story, assets = told()
    members = tuple(replace(member, role="media-partner") for member in story.members)
    html = words_of(made(replace(story, members=members), assets)["page:en/coalition/"])
    assert "Boats &amp; Co confirmed · media partner" in html


def test_long_summary_is_cut_between_words():
    story, assets = told()
    texts = replace(story.in_language("en").texts, summary="river " * 60)
    html = made(with_words(story, "en", texts=texts), assets)["page:en/"]
    description = re.findall(r'<meta name="description" content="([^"]+)">', html)[0]
    assert description.endswith("river…")
    assert len(description) <= 200
