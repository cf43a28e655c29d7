"""The card of somebody's words: the marks of the language, large and in their places; who speaks, beside the voices."""

from dataclasses import replace

import drawn_pages as pages
import pytest
from card_samples import LANGUAGES, RTL, dressed, quote_job

from unisono.kit.engine import FORMATS, CardJob, DoesNotFit, render_card
from unisono.languages.rules import rules_for

WIDE = ("landscape", "link")


def _with(job: CardJob, **fields: str) -> CardJob:
    return replace(job, fields={**job.fields, **fields})


def _marks(job: CardJob) -> tuple[tuple[str, float, float], tuple[str, float, float], list[tuple[str, float, float]]]:
    """The mark that opens, the one that closes, and the letters between them, each with the middle of its ink.

    The card shows nothing but the quotation and a full stop for a name; it is read in the order in which it is set.
    """
    bare = replace(job, campaign=".", slogan="", hashtag="", source="")
    found = pages.letters(render_card(_with(bare, who=".", role=""), "pdf"))
    opening, closing = (mark.strip() for mark in rules_for(job.language).quotes)
    # PDFium reads a mark among words from the right as its mirror image.
    signs = next((pair for pair in ("“”", "«»") if opening in pair), opening) + closing
    marks = [letter for letter in found if letter[0] in signs]
    assert len(marks) == 2, job.language
    words = [letter for letter in found if letter[0] not in signs and letter[0] not in " \r\n."]
    return *sorted(marks, key=lambda mark: -mark[2]), words


@pytest.mark.parametrize("language", [*LANGUAGES, "de", "zh-hant", "ja"])
@pytest.mark.parametrize("format", ["square", "landscape", "leaflet"])
def test_sets_words_between_the_marks_of_the_language(language: str, format: str) -> None:
    words = {"de": "en", "zh-hant": "zh-hans", "ja": "zh-hans"}.get(language, language)
    job = replace(quote_job(words, format), language=language)
    opening, closing, letters = _marks(job)
    is_rtl = rules_for(language).is_rtl
    middle = sum(x for _, x, _ in letters) / len(letters)
    first_line = max(y for _, _, y in letters)
    last_line = [x for _, x, y in letters if y < min(y for _, _, y in letters) + 40]
    # The first mark lies at the start edge, not below the first line; the last one ends the last line.
    assert (opening[1] > middle) == is_rtl
    assert opening[2] > first_line - 60
    assert closing[1] < min(last_line) if is_rtl else closing[1] > max(last_line)


def test_takes_the_marks_from_the_rules_of_the_language() -> None:
    seen = {}
    for language in ("en", "es", "fr", "zh-hans"):
        opening, closing, _ = _marks(quote_job(language, "square"))
        seen[language] = opening[0] + closing[0]
    assert seen == {"en": "“”", "es": "«»", "fr": "«»", "zh-hans": "“”"}


@pytest.mark.parametrize("format", FORMATS)
def test_begins_the_words_with_their_mark_where_there_is_no_room_above(format: str) -> None:
    job = dressed(quote_job("bn", format))
    long = (str(job.fields["quote"]) + " ") * 5
    text = long[:280].rsplit(" ", 1)[0]
    pdf = render_card(_with(job, quote=text), "pdf")
    assert sum(letter[0] in "“”" for letter in pages.letters(pdf)) == 2


@pytest.mark.parametrize("language", ["en", "ar", "hi", "zh-hans"])
def test_keeps_the_last_word_and_its_mark_together(language: str) -> None:
    words = str(quote_job(language).fields["quote"])
    for cut in range(len(words) - 20, len(words), 3):
        _, closing, letters = _marks(_with(quote_job(language, "portrait"), quote=words[:cut].strip(" ，")))
        beside = [x for _, x, y in letters if abs(y - closing[2]) < 75]
        assert min(abs(x - closing[1]) for x in beside) < 130, cut


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["en", "ur", "th"])
def test_sets_few_words_larger_than_many(format: str, language: str) -> None:
    sample = "ภาษาแม่คือเสียงแรกของเรา และคือบ้านหลังแรก" if language == "th" else str(quote_job(language).fields["quote"])
    job = replace(quote_job("en" if language == "th" else language, format), language=language)

    def size(text: str) -> float:
        shown = replace(job, campaign=".", slogan="", hashtag="")
        boxes = pages.word_boxes(render_card(_with(shown, quote=text, who=".", role=""), "pdf"))
        return sum((right - left) * (top - bottom) for left, bottom, right, top in boxes) / len(text)

    assert size(sample[:20].rsplit(" ", 1)[0]) > 1.4 * size(" ".join([sample] * 3)[:230].rsplit(" ", 1)[0])


@pytest.mark.parametrize("format", ["square", "portrait", "landscape", "link"])
@pytest.mark.parametrize("language", ["en", *RTL])
def test_names_the_speaker_beside_the_point_in_which_the_voices_end(format: str, language: str) -> None:
    job = replace(quote_job(language, format), campaign=".", slogan="", hashtag="")
    picture = pages.pixels(render_card(_with(job, quote=".", role=""), small=False))
    rows, columns = (abs(picture - (0xFB, 0xEA, 0xC6)).max(axis=2) < 4).nonzero()
    across, down = columns.mean(), picture.shape[0] - rows.mean()
    name = min(pages.word_boxes(render_card(_with(job, quote=".", role=""), "pdf")), key=lambda box: box[1])
    assert name[1] - 20 < down < name[3] + 20
    assert (name[2] < across) if language in RTL else (name[0] > across)


@pytest.mark.parametrize("format", FORMATS)
def test_says_when_name_or_role_is_too_long(format: str) -> None:
    for field in ("who", "role"):
        with pytest.raises(DoesNotFit, match=f'"{field}" in en .* too long for the format {format}'):
            render_card(_with(quote_job("en", format), **{field: "Primary school teacher of the coast " * 14}))


@pytest.mark.parametrize("format", FORMATS)
def test_takes_a_quotation_as_long_as_the_design_allows(format: str) -> None:
    for language in LANGUAGES:
        job = quote_job(language, format)
        limits = {"quote": 280, "who": 60, "role": 80}
        share = 2 if rules_for(language).wrap == "anywhere" else 1
        fields = {
            name: ((str(job.fields[name]) + " ") * 20)[: limit // share].strip() for name, limit in limits.items()
        }
        assert render_card(dressed(_with(job, **fields)), "pdf").startswith(b"%PDF"), language
