"""Media: what there is to make, with which words, and that it really comes out so."""

import io
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pypdfium2
import pytest
from PIL import Image
from river_story import made_assets, river_story, store_in, with_words

from unisono.kit.engine import FORMATS, render_card
from unisono.languages.catalogues import translations
from unisono.site import snapshot as s
from unisono.site.media import plan_media
from unisono.site.media.cards import LINK_BUDGET, THUMBNAIL_BUDGET, card_jobs, make_card
from unisono.site.media.documents import statement_job
from unisono.site.media.film import srt_from_vtt
from unisono.site.media.maps import map_of
from unisono.site.media.sources import isolated, source_line
from unisono.site.outputs import Assets, hashed_path


@pytest.fixture(scope="module")
def river(tmp_path_factory):
    """The story and the store that holds its originals."""
    store = store_in(tmp_path_factory.mktemp("river"))
    return river_story(store), store


@pytest.fixture(scope="module")
def assets(river) -> Assets:
    """Everything made."""
    return made_assets(plan_media(*river), river[1])


def jobs_of(snapshot):
    return {name: job for name, _, job in card_jobs(snapshot)}


def keys_of(snapshot, store):
    return {output.name: output.key for output in plan_media(snapshot, store)}


def changed(snapshot, other, store):
    """Names of the outputs whose key is another in `other`."""
    before, after = keys_of(snapshot, store), keys_of(other, store)
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_plan_media_names_every_output(river):
    names = [output.name for output in plan_media(*river)]
    look = {name for name in names if name.split(":")[0] in ("style", "script", "icon", "logo", "motif")}
    assert {"style:kit", "script:frame"} <= look
    formats = ("square", "story", "landscape", "link", "leaflet")
    assert set(names) - look == {
        *(f"card:water:{code}:{format}" for code in ("ar", "en") for format in formats),
        "card:aims:en:square",
        *(f"frame:{code}:{variant}" for code in ("ar", "en") for variant in ("ring", "band", "badge")),
        "pdf:statement:ar", "pdf:statement:en",
        "picture:bank",
        "film:master", "film:720", "film:480", "film:poster",
        "captions:ar", "captions:en", "subtitles:ar", "subtitles:en", "transcript:ar", "transcript:en",
        "map:ar", "map:en",
    }  # fmt: skip
    assert {"style", "script", "icon", "motif:hero:ltr", "motif:hero:rtl"} <= look
    assert len(names) == len(set(names))


def test_plan_media_makes_nothing_of_a_language_that_is_not_open(river):
    snapshot, store = river
    only_arabic = replace(snapshot, languages=("ar",), words=snapshot.words[:1])
    names = {output.name for output in plan_media(only_arabic, store)}
    assert {"captions:en", "pdf:statement:en", "map:en", "card:water:en:square"} & names == set()
    assert {"captions:ar", "pdf:statement:ar", "map:ar", "card:water:ar:square"} <= names
    assert "card:aims:en:square" in names  # the Arabic pages show the English card until theirs is ready


def test_plan_media_leaves_out_what_a_campaign_does_not_have(river):
    snapshot, store = river
    bare = replace(snapshot, film=None, statement=None, members=(), pictures=(), cards=())
    kinds = {output.name.split(":")[0] for output in plan_media(bare, store)}
    assert kinds == {"style", "script", "icon", "motif"}


def test_a_card_without_formats_has_all(river):
    snapshot, _ = river
    cards = (replace(snapshot.cards[0], formats=()),)
    names = {name for name in jobs_of(replace(snapshot, cards=cards)) if name.startswith("card:water:en:")}
    assert names == {f"card:water:en:{format}" for format in FORMATS}


def test_a_card_takes_its_figure_from_the_fact(river):
    jobs = jobs_of(river[0])
    assert dict(jobs["card:water:en:square"].fields) == {
        "before": "More than",
        "figure": "250",
        "unit": "million",
        "text": "people drink from rivers",
    }
    arabic = jobs["card:water:ar:square"]
    assert (arabic.fields["figure"], arabic.fields["unit"]) == ("٢٥٠", "مليون")


def test_a_card_of_aims_takes_them_from_the_statement_without_marks(river):
    job = jobs_of(river[0])["card:aims:en:square"]
    assert dict(job.fields) == {
        "title": "Two aims",
        "items": ("The river belongs to all.", "Nobody sells it."),
    }
    assert job.source == ""


def test_a_card_carries_the_words_of_its_own_language(river):
    job = jobs_of(river[0])["card:water:ar:story"]
    assert (job.language, job.campaign, job.slogan, job.hashtag) == (
        "ar", "نهر للجميع", "نهر واحد وأصوات كثيرة", "#نهر_للجميع",
    )  # fmt: skip
    assert (job.alt, job.credit, job.sample_note, job.voices) == ("رقم.", "River Secretariat", "", 2)


def test_a_sample_campaign_says_so_on_every_card(river):
    jobs = jobs_of(replace(river[0], sample=True))
    for job in jobs.values():
        assert job.sample_note == translations(job.language).gettext("Sample campaign") != ""


def test_a_card_without_its_fact_is_refused(river):
    snapshot, store = river
    with pytest.raises(ValueError, match='the card "water" shows the fact "water", which is not among the facts'):
        plan_media(replace(snapshot, facts=()), store)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (s.Source("Languages matter", "UNESCO", "2025-02-21", "", ""), "Source: UNESCO, Languages matter, 2025"),
        (s.Source("UNESCO estimate", "UNESCO", "2025", "", ""), "Source: UNESCO estimate, 2025"),
        (s.Source("Observance 2018", "UN", "2018", "", ""), "Source: UN, Observance 2018"),
        (s.Source("Message", "UNESCO", "", "", "x"), "Source: UNESCO, Message"),
    ],
)
def test_source_line_names_publisher_title_and_year_once(source, line):
    assert source_line(source, "en") == line


def test_source_line_keeps_a_foreign_title_in_its_direction():
    line = source_line(s.Source("Languages matter", "UNESCO", "2025", "", ""), "ar")
    assert line.endswith("\u2066UNESCO, Languages matter\u2069, ٢٠٢٥")


@pytest.mark.parametrize(
    ("text", "code", "wanted"),
    [
        ("Latin", "ar", "\u2066Latin\u2069"),
        ("عربي", "en", "\u2067عربي\u2069"),
        ("عربي", "ar", "عربي"),
        ("Latin", "fr", "Latin"),
        ("2025", "ar", "2025"),
    ],
)
def test_isolated_marks_only_the_other_direction(text, code, wanted):
    assert isolated(text, code) == wanted


def test_every_file_lies_under_its_own_hash(river, assets):
    store = river[1]
    for files in assets.files.values():
        for file in files:
            assert file.path == hashed_path(store.get(file.sha256), file.name)
            assert file.path.isascii()
            assert " " not in file.path


def test_pictures_have_the_pixels_that_their_names_say(river, assets):
    checked = 0
    for files in assets.files.values():
        for file in files:
            if file.type in ("image/png", "image/webp", "image/jpeg"):
                assert Image.open(io.BytesIO(river[1].get(file.sha256))).size == file.pixels
                checked += 1
    assert checked > 30


def test_a_card_comes_as_png_webp_and_thumbnail(assets):
    files = assets.of("card:water:ar:story")
    assert [(file.name, file.type) for file in files] == [
        ("river-water-ar-story-1080x1920.png", "image/png"),
        ("river-water-ar-story-1080x1920.webp", "image/webp"),
        ("river-water-ar-story-360x640.webp", "image/webp"),
    ]
    assert files[2].size <= THUMBNAIL_BUDGET


def test_thumbnails_and_link_pictures_keep_their_budgets(assets):
    for name, files in assets.files.items():
        for file in files:
            if name.startswith("card:") and file.pixels and file.pixels[0] == 360:
                assert file.size <= THUMBNAIL_BUDGET, name
            if name.endswith(":link"):
                assert file.size <= LINK_BUDGET, name
    assert len(assets.of("card:water:en:link")) == 2


def test_a_card_for_paper_is_a_pdf_of_its_size(river, assets):
    file, small = assets.of("card:water:en:leaflet")
    assert (small.type, small.pixels) == ("image/webp", (360, 511))
    assert file.name == "river-water-en-leaflet.pdf"
    document = pypdfium2.PdfDocument(river[1].get(file.sha256))
    width, height = document[0].get_size()
    assert (round(width), round(height), len(document)) == (420, 595, 1)


def test_a_link_picture_that_is_too_large_is_made_smaller(river, monkeypatch):
    job = jobs_of(river[0])["card:water:en:link"]
    monkeypatch.setattr("unisono.site.media.cards.LINK_BUDGET", len(render_card(job)) - 1000)
    (_, png, type), _ = make_card("x", job)
    assert type == "image/png"
    assert len(png) <= len(render_card(job)) - 1000


def test_a_thumbnail_that_is_too_large_is_made_narrower(river, monkeypatch):
    job = jobs_of(river[0])["card:water:en:square"]
    monkeypatch.setattr("unisono.site.media.cards.THUMBNAIL_BUDGET", 2_000)
    path, content, _ = make_card("x", job)[-1]
    width, height = Image.open(io.BytesIO(content)).size
    assert width == height < 360
    assert path == hashed_path(content, f"x-{width}x{height}.webp")
    assert len(content) <= 2_000


def test_cards_and_documents_can_be_made_in_another_process(river):
    wanted = ("card:aims:en:square", "pdf:statement:ar", "picture:bank", "film:poster")
    outputs = [output for output in plan_media(*river) if output.name in wanted]
    assert len(outputs) == 4
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        made = [pool.submit(output.make) for output in outputs]
        assert [future.result() for future in made] == [output.make() for output in outputs]


def test_every_output_survives_pickling(river):
    for output in plan_media(*river):
        if output.name.split(":")[0] not in ("card", "pdf"):  # slow ones: another test sends them away
            assert pickle.loads(pickle.dumps(output.make))() == output.make()  # noqa: S301  our own bytes


def test_the_same_snapshot_gives_the_same_keys(river):
    assert changed(river[0], river[0], river[1]) == set()


def test_a_changed_word_makes_only_its_own_outputs_anew(river):
    snapshot, store = river
    arabic = snapshot.in_language("ar")
    cards = (s.CardWords("ar", "water", (("before", "نحو"), ("text", "يشربون")), "رقم."), arabic.cards[1])
    other = with_words(snapshot, "ar", cards=cards)
    assert changed(snapshot, other, store) == {
        f"card:water:ar:{format}" for format in ("square", "story", "landscape", "link", "leaflet")
    }


def test_a_changed_fact_makes_its_card_anew_in_every_language(river):
    snapshot, store = river
    facts = (replace(snapshot.facts[0], value="260000000"), snapshot.facts[1])
    other = replace(snapshot, facts=facts)
    formats = ("square", "story", "landscape", "link", "leaflet")
    assert changed(snapshot, other, store) == {
        f"card:water:{code}:{format}" for code in ("ar", "en") for format in formats
    }


def test_a_new_logo_makes_cards_documents_and_the_logo_anew(river):
    snapshot, store = river
    other = replace(snapshot, logo_svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    kinds = {name.split(":")[0] for name in changed(snapshot, other, store)}
    assert kinds == {"logo", "card", "pdf"}


def test_the_statement_says_what_was_counted_beside_what_is_said(river):
    snapshot, _ = river
    job = statement_job(snapshot, snapshot.in_language("en"), snapshot.in_language("en").statement)
    notes = ["".join(run.text for run in note.runs) for note in job.notes]
    assert notes == [
        "The statement says “many organisations” – Counted here: 1 confirmed, 1 named."
        " Besides, 2 samples that are not counted.",
        notes[1],
    ]
    assert notes[1].startswith("Counted on February 20, 2026") or "20 February 2026" in notes[1]
    assert job.lead[0].runs[1].text == "ours"
    assert job.lead[0].runs[1].emphasis
    assert [item.runs[1].text for item in job.aims] == ["belongs", "sells"]
    assert job.contacts == (("Nour", "Questions", "press@river.example.org", "+33 1 23 45"),)
    assert (job.draft_note, job.sample_note) == ("", "")


def test_the_statement_counts_countries_and_languages_too(river):
    snapshot, _ = river
    claims = (s.Claim("countries", "40 countries"), s.Claim("languages", "13 languages"))
    told = replace(snapshot, statement=replace(snapshot.statement, claims=claims))
    job = statement_job(told, told.in_language("en"), told.in_language("en").statement)
    assert [note.runs[0].text for note in job.notes[:2]] == [
        "The statement says “40 countries” – Counted here: 2 countries. The samples are spread over 1 country.",
        "The statement says “13 languages” – Counted here: 2 languages.",
    ]


def test_the_statement_in_arabic_has_its_own_digits_and_says_that_it_is_a_draft(river):
    snapshot, _ = river
    job = statement_job(snapshot, snapshot.in_language("ar"), snapshot.in_language("ar").statement)
    assert (job.number, job.language) == ("١/٢٠٢٦", "ar")
    assert "٢٠٢٦" in job.date
    assert job.draft_note
    assert "\u2066“many organisations”\u2069" in job.notes[0].runs[0].text


def test_a_reviewed_translation_of_an_earlier_version_says_so(river):
    snapshot = with_words(river[0], "ar", reviewed=True)
    job = statement_job(snapshot, snapshot.in_language("ar"), snapshot.in_language("ar").statement)
    wanted = (
        "The original has been revised since this translation was made."
        " The translation is complete, but follows the earlier version."
    )
    assert job.draft_note == translations("ar").gettext(wanted)


def test_the_statement_s_document_holds_its_words(river, assets):
    (file,) = assets.of("pdf:statement:en")
    assert file.name == "river-statement-en.pdf"
    document = pypdfium2.PdfDocument(river[1].get(file.sha256))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    for words in ("The river", "Nobody sells it.", "We thank all.", "many organisations", "press@river.example.org"):
        assert words in " ".join(text.split())


def test_a_statement_without_a_statement_is_refused(river):
    snapshot = replace(river[0], statement=None)
    with pytest.raises(ValueError, match="the campaign has no statement"):
        statement_job(snapshot, snapshot.words[1], snapshot.words[1].statement)


def test_captions_come_as_given_and_as_srt(river, assets):
    store = river[1]
    (vtt,) = assets.of("captions:en")
    (srt,) = assets.of("subtitles:en")
    assert (vtt.name, vtt.type, vtt.sha256) == (
        "river-film-en.vtt", "text/vtt; charset=utf-8", river[0].film.captions[1][1],
    )  # fmt: skip
    assert store.get(srt.sha256).decode() == (
        "1\n00:00:00,500 --> 00:00:03,000\nA river & <i>its</i>\npeople.\n\n"
        "2\n01:00:03,500 --> 01:00:06,900\nIt belongs to all.\n"
    )


def test_srt_reads_captions_without_hours_and_with_other_line_ends():
    assert srt_from_vtt("WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nOne\r\n\r\n00:03.000 --> 00:04.000\r\n") == (
        "1\n00:00:01,000 --> 00:00:02,000\nOne\n"
    )


def test_the_film_comes_with_posters_in_three_widths(assets):
    assert [file.pixels for file in assets.pictures("film:poster")] == [(480, 270), (960, 540), (1280, 720)]
    assert assets.one("film:poster", "image/jpeg").pixels == (1280, 720)
    master = assets.one("film:master")
    assert (master.name, master.type) == ("river-film-1280x720.mp4", "video/mp4")


def test_the_map_says_each_country_with_its_number(river):
    drawing = map_of(river[0], "en")
    assert "<title>France: 1 · France: 2 (samples)</title>" in drawing
    assert "<title>Egypt: 1</title>" in drawing
    assert "<title>مصر: ١</title>" in map_of(river[0], "ar")
