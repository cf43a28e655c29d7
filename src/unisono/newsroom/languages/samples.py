"""A line and a card in any language: in sample words where there are some, else in words that CLDR has of its own."""

from unisono.kit.engine import CardJob, Theme
from unisono.languages.known import words_of
from unisono.languages.rules import rules_for
from unisono.languages.samples import LANGUAGES, sample

#: Words of CLDR in one item of a card, and how many items.
WORDS, ITEMS = 7, 3
#: Pixels: wide enough for a phone's sharp screen, small enough for its signal.
WIDTH, BUDGET = 720, 120_000


def line_of(code: str) -> str:
    """Return what is shown of a language on a page: a sentence, or as many words of its own as there are."""
    if code in LANGUAGES:
        return sample(code).quote
    return rules_for(code).comma.join(words_of(rules_for(code))[: WORDS * ITEMS])


def sample_job(code: str, theme: Theme) -> CardJob:
    """Return a card of aims in a language."""
    if code in LANGUAGES:
        said = sample(code)
        title, items, slogan, hashtag = said.title, said.aims, said.slogan, said.hashtag
        campaign = said.campaign
    else:
        rules = rules_for(code)
        words = words_of(rules)
        cut = [rules.comma.join(words[at : at + WORDS]) for at in range(1, len(words), WORDS)][:ITEMS]
        campaign = title = rules.endonym
        items, slogan, hashtag = tuple(cut) or (title,), "", ""
    return CardJob(
        design="aims",
        format="square",
        language=code,
        fields={"title": title, "items": items},
        source="",
        campaign=campaign,
        slogan=slogan,
        hashtag=hashtag,
        sample_note="",
        theme=theme,
        alt=title,
        credit="",
    )


def sample_picture(code: str, theme: Theme) -> bytes:
    """Return a small WebP of the sample card. Raises `EngineError` where it cannot be drawn."""
    from unisono.kit.engine import derive, render_card  # large: only who looks at a sample loads it

    return derive(render_card(sample_job(code, theme), "png", small=False), WIDTH, "webp", BUDGET)
