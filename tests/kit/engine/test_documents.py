"""The statement as a document: every part, every direction, the same bytes every time."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import drawn_pages as pages
import pytest
from card_samples import LANGUAGES, LOGO, RTL, THEME, WORDS

from unisono.kit.engine import BadField, MissingGlyph
from unisono.kit.engine.documents import HEIGHT, WIDTH, Paragraph, Run, StatementJob, render_statement_pdf


def plain(text: str, kind: str = "text") -> Paragraph:
    return Paragraph((Run(text),), kind)  # type: ignore[arg-type]


def statement(language: str, **changes: object) -> StatementJob:
    campaign, slogan, hashtag, text, title, aims, source = WORDS[language]
    lead = Paragraph(
        (
            Run(f"{text}. "),
            Run(slogan, strong=True),
            Run(" "),
            Run(hashtag, emphasis=True),
            Run(" "),
            Run("https://example.org/languages", href="https://example.org/languages"),
        )
    )
    job = StatementJob(
        language=language,
        title=f"{campaign}: {slogan}",
        lead=(plain(text), lead, plain(aims[0], "bullet"), plain(aims[1], "bullet"), plain(slogan, "quote")),
        theme=THEME,
        kind=title,
        number="1/2026",
        date=source.split(",")[-1],
        place=campaign,
        byline=campaign,
        aims_heading=title,
        aims=tuple(plain(aim) for aim in aims),
        affirmations_heading=slogan,
        affirmations=tuple(plain(aim) for aim in aims * 2),
        closing=(plain(slogan, "heading"), plain(text), plain(aims[2], "number")),
        signatories_heading=campaign,
        signatories=(campaign, "Red de Lenguas"),
        notes_heading=slogan,
        notes=(plain(source),),
        contacts_heading=title,
        contacts=((campaign, "press@example.org", "+33 1 23 45 67 89"),),
        campaign=campaign,
        slogan=slogan,
        hashtag=hashtag,
        address="https://mld.example.org",
        sample_note=slogan,
        draft_note=text,
    )
    return replace(job, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sets_every_language_inside_the_page(language: str) -> None:
    pdf = render_statement_pdf(statement(language))
    assert 2 <= pages.page_count(pdf) <= 3
    boxes = pages.word_boxes(pdf)
    outside = [box for box in boxes if box[0] < 50 or box[2] > WIDTH - 50 or box[1] < 20 or box[3] > HEIGHT - 30]
    assert (len(boxes) > 20, outside) == (True, [])


def test_has_no_clock_and_gives_the_same_bytes_in_other_processes() -> None:
    job = statement("ar")
    pdf = render_statement_pdf(job)
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(render_statement_pdf, job).result() == pdf


def test_is_a_tagged_document_with_language_and_title() -> None:
    pdf = render_statement_pdf(statement("fr"))
    assert b"pdfuaid:part>1<" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"(fr-FR)" in pdf
    assert "Journée internationale de la langue maternelle" in pdf.decode("utf-8", "ignore")


def test_says_every_word() -> None:
    job = statement("en")
    found = " ".join(pages.words_of(render_statement_pdf(job)).replace("\u200b", "").split())
    for words in (
        job.title,
        job.number,
        job.byline,
        *WORDS["en"][5],
        "Red de Lenguas",
        job.address,
        "press@example.org",
    ):
        assert words in found, words


def test_numbers_in_the_digits_of_the_language() -> None:
    arabic = pages.words_of(render_statement_pdf(statement("ar")))
    assert set("١٢٣٤٥٦") <= set(arabic)
    bare = statement("ar", number="", contacts=(), aims=(), closing=(), date="", sample_note="", notes=())
    assert set("123456789") & set(pages.words_of(render_statement_pdf(bare))) == set()


def test_sets_a_bare_statement() -> None:
    pdf = render_statement_pdf(StatementJob("en", "One voice", (plain("We begin today."),), THEME))
    assert pages.page_count(pdf) == 1
    found = pages.words_of(pdf)
    assert "One voice" in found
    assert "We begin today." in found


def test_starts_at_the_right_where_lines_do() -> None:
    def middle(language: str) -> float:
        boxes = pages.word_boxes(render_statement_pdf(statement(language)))
        return sum(left + right for left, _, right, _ in boxes) / 2 / len(boxes) / WIDTH

    assert middle("en") < 0.47
    assert all(middle(language) > 0.53 for language in RTL)


def test_lists_many_signatories_in_columns() -> None:
    names = tuple(f"Association number {number}" for number in range(60))
    found = pages.words_of(render_statement_pdf(statement("en", signatories=names)))
    assert [name for name in names if name not in found] == []


def test_draws_the_logo_and_other_colours() -> None:
    job = statement("en")
    with_logo = render_statement_pdf(replace(job, theme=replace(THEME, logo_svg=LOGO)))
    assert with_logo != render_statement_pdf(job)


def test_links_where_it_may_and_nowhere_else() -> None:
    assert b"/URI(https://example.org/languages)" in render_statement_pdf(statement("en"))
    bad = Paragraph((Run("here", href="javascript:alert(1)"),))
    with pytest.raises(BadField, match=r'"lead".*"javascript:alert\(1\)" must start with one of https://'):
        render_statement_pdf(statement("en", lead=(bad,)))


def test_executes_nothing_it_is_given() -> None:
    words = '#panic("x") $a$ *b* `c` @d <e> = f'
    found = pages.words_of(render_statement_pdf(statement("en", lead=(plain(words),), title=words)))
    assert " ".join(found.split()).count(words) == 2


@pytest.mark.parametrize(("changes", "field"), [({"title": ""}, "title"), ({"lead": ()}, "lead")])
def test_refuses_a_statement_without_title_or_words(changes: dict[str, object], field: str) -> None:
    with pytest.raises(BadField, match=f'"{field}".*required and empty'):
        render_statement_pdf(statement("en", **changes))


def test_names_the_field_of_a_missing_glyph() -> None:
    with pytest.raises(MissingGlyph, match='"aims"'):
        render_statement_pdf(statement("en", aims=(plain("\U00013000"),)))
