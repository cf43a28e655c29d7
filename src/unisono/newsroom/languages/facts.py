"""All that can be said of a language before it is added: what CLDR knows, what this server has, what is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.functional import cached_property

from unisono.campaigns.languages import twin_of
from unisono.campaigns.models import Campaign, Late
from unisono.campaigns.queries import openings
from unisono.kit.queries import theme_folder
from unisono.languages import known
from unisono.languages.catalogues import Coverage, chain, public_coverage
from unisono.languages.figures import decimal_text
from unisono.languages.names import country_name
from unisono.languages.queries import kept_texts
from unisono.languages.rules import rules_for
from unisono.languages.screen import screen_language, told
from unisono.newsroom.board.assets import assets_of, caption_tallies, film_of
from unisono.newsroom.board.reading import workers
from unisono.newsroom.languages.samples import line_of
from unisono.newsroom.naming import language_names
from unisono.packs.pieces import pieces

#: How many countries are named; of the others the number is told.
COUNTRIES = 6


@dataclass(frozen=True, slots=True)
class Fonts:
    """How this server sets a language on cards and documents.

    `family` ("" where none is there) and where it is from; `better`: a family that it would rather be set in, with
    `advice` on how to get it; `undrawn`: a letter of the language that no font here has.
    """

    family: str = ""
    origin: str = ""
    better: str = ""
    advice: str = ""
    undrawn: str = ""

    @property
    def draws(self) -> bool:
        """Whether cards can be made in the language."""
        return bool(self.family) and not self.undrawn


def fonts_of(code: str, folder: str) -> Fonts:
    """Look for the fonts of a language, those of the theme in `folder` among them."""
    # What draws is large: only who looks at a language loads it.
    from unisono.kit.engine.errors import MissingGlyph, UnknownFont
    from unisono.kit.engine.fonts import font_lacking, fonts_used, how_to_get, require_glyphs

    better = font_lacking(code, folder)
    advice = told(how_to_get(better)) if better else ""
    try:
        family, _, origin = fonts_used(code, folder)[0]
        require_glyphs([("", line_of(code))], rules_for(code), folder)
    except UnknownFont as fault:
        return Fonts(better=fault.family, advice=told(how_to_get(fault.family)))
    except MissingGlyph as fault:
        return Fonts(family, origin, undrawn=fault.character)
    return Fonts(family, origin.replace("_", "-"), better, advice)


@dataclass(frozen=True, slots=True)
class Needs:
    """What there is to translate into any further language: texts, their words, captions of the film among them."""

    texts: int
    words: int


def needs_of(campaign: Campaign) -> Needs:
    """Count what is approved and must be translated."""
    found = pieces(campaign)
    sizes = assets_of(found).values()
    film = film_of(found)
    captions = caption_tallies(film, campaign.source_language, [""]).values() if film else ()
    return Needs(
        sum(one.required for one in sizes) + sum(one.segments for one in captions),
        sum(one.words for one in sizes) + sum(one.words for one in captions),
    )


class Facts:
    """A language as the screen shows it to an organiser of a campaign. Raises `UnknownLanguage` where CLDR has none."""

    def __init__(self, campaign: Campaign, code: str) -> None:
        self.campaign, self.code = campaign, known.canonical(code)
        self.rules = rules_for(self.code)
        self.name = known.name_of(self.code, screen_language())
        self.line = line_of(self.code)

    @property
    def twin(self) -> str:
        """The campaign's language that is this one already, by its own name; "" where there is none."""
        held = twin_of(self.code, self.campaign)
        return rules_for(held).endonym if held else ""

    @property
    def script(self) -> str:
        """The name of its script in the language of the screen."""
        names = Locale.parse(rules_for(screen_language()).locale).scripts
        return str(names.get(self.rules.script, self.rules.script))

    @property
    def digits(self) -> str:
        """A number as the language writes it."""
        return decimal_text("1234567890", self.code)

    @property
    def plurals(self) -> tuple[known.Plural, ...]:
        """The forms that words take with numbers."""
        return known.plurals(self.rules)

    @cached_property
    def countries(self) -> list[str]:
        """Where it is spoken: the first countries, by name."""
        return [country_name(one.country, screen_language()) for one in self._spoken[:COUNTRIES]]

    @property
    def more_countries(self) -> int:
        """In how many others it is spoken."""
        return max(0, len(self._spoken) - COUNTRIES)

    @cached_property
    def _spoken(self) -> tuple[known.Spoken, ...]:
        return known.spoken_in(self.code)

    @property
    def is_proven(self) -> bool:
        """Whether its every word is held against two other engines."""
        return known.is_proven(self.code)

    @cached_property
    def fonts(self) -> Fonts:
        """What sets it here."""
        return fonts_of(self.code, theme_folder(self.campaign))

    @cached_property
    def interface(self) -> Coverage:
        """How much of what the public reads of the interface it has itself."""
        return public_coverage(self.code)

    @property
    def missing_words(self) -> int:
        """How many messages of the interface it has not."""
        return self.interface.messages - self.interface.done

    @property
    def falls_back(self) -> list[str]:
        """The languages in which the interface's words stand instead, in turn."""
        return language_names(one for one in chain(self.code) if one != self.code)

    @cached_property
    def needs(self) -> Needs:
        """What there is to translate."""
        return needs_of(self.campaign)

    @cached_property
    def kept(self) -> int:
        """How many texts are there from before."""
        return kept_texts(self.campaign.public_id, self.code)

    @property
    def is_held_while_late(self) -> bool:
        """Whether the language stays closed until its words are ready."""
        return self.campaign.late == Late.HOLD

    @property
    def opens_with_none(self) -> bool:
        """Whether every opening planned is for other languages."""
        planned = openings(self.campaign)
        return bool(planned) and all(languages and self.code not in languages for _at, _zone, languages in planned)

    @cached_property
    def people(self) -> list[str]:
        """Who translates or reviews it, by name."""
        return people_of(self.campaign, [self.code])[self.code]


def people_of(campaign: Campaign, codes: Iterable[str]) -> dict[str, list[str]]:
    """Return for each language who translates or reviews it, by name."""
    found: dict[str, Any] = workers(campaign.public_id, codes)
    return {code: list(dict.fromkeys([*translators, *reviewers])) for code, (translators, reviewers) in found.items()}
