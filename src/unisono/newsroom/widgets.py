"""Ways to fill in fields that hold plain JSON: check boxes, lines, named texts, colours."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from unisono.campaigns.models import CampaignLanguage
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.kit.asked import choice_fields, rows_field, word_fields
from unisono.kit.engine import FORMATS, DesignFault, design_fields, design_names
from unisono.languages.rules import UnknownLanguage, rules_for
from unisono.languages.screen import labels, screen_language


def loaded(value: Any) -> Any:
    """Return what a JSON field holds, whether it comes from the database or back from the form."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


class JsonChoices(forms.CheckboxSelectMultiple):
    """Check boxes for a JSON list of strings."""

    def format_value(self, value: Any) -> list[str]:
        """Return the boxes to tick."""
        return [str(one) for one in loaded(value) or []]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the ticked boxes as JSON."""
        return json.dumps(super().value_from_datadict(data, files, name) or [])


class JsonLines(forms.Textarea):
    """A JSON list of strings, one a line."""

    def __init__(self) -> None:
        super().__init__({"rows": 3, "dir": "ltr"})

    def format_value(self, value: Any) -> str:
        """Return the lines."""
        return "\n".join(loaded(value) or [])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the lines that say something, as JSON."""
        lines = (super().value_from_datadict(data, files, name) or "").splitlines()
        return json.dumps([line.strip() for line in lines if line.strip()])


class NamedParts(forms.MultiWidget):
    """Several inputs under one field, each with its label; their values are one JSON object.

    `parts` maps a name to its label and input. A part that is empty is left out.
    """

    template_name = "newsroom/widgets/named_parts.html"

    def __init__(self, parts: Mapping[str, tuple[Any, forms.Widget]]) -> None:
        self.parts = dict(parts)
        super().__init__({name: widget for name, (_label, widget) in self.parts.items()})

    def decompress(self, value: Any) -> list[str]:
        """Return one value a part."""
        held = self.held(loaded(value))
        return [held.get(name, "") for name in self.parts]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the labels."""
        context = super().get_context(name, self.decompress(value), attrs)
        for part, made in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            made["label"], made["part"] = self.parts[part][0], part
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return what was filled in, as JSON."""
        given = dict(zip(self.parts, super().value_from_datadict(data, files, name), strict=True))
        said = {part: (text or "").strip() for part, text in given.items()}
        return json.dumps(self.kept({part: text for part, text in said.items() if text}))

    def held(self, value: Any) -> dict[str, str]:
        """Return the parts of a stored value."""
        return dict(value or {})

    def kept(self, said: dict[str, str]) -> Any:
        """Return the value to store."""
        return said

    def id_for_label(self, id_: str) -> str:
        """The label above names the whole; each part has its own."""
        return ""


def languages() -> JsonChoices:
    """Return check boxes for the languages of all campaigns, by their own names."""
    return JsonChoices(choices=language_choices)  # asked each time it is shown: not while the rooms load


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of all campaigns as choices."""
    codes = CampaignLanguage.objects.order_by("code").values_list("code", flat=True).distinct()
    return [(code, language_label(code)) for code in codes]


def wrong_zone(zone: str) -> str:
    """Return what is wrong with a time zone and how to mend it; "" where it is known."""
    return (
        "" if zone in available_timezones() else str(_("“%s” is no time zone. Write one such as Europe/Paris.") % zone)
    )


def language_label(code: str) -> str:
    """Return a language's own name and its code."""
    try:
        return f"{rules_for(code).endonym} ({code})"
    except UnknownLanguage:
        return code


FORMAT_LABELS = {
    "square": _("Square 1080 × 1080"),
    "portrait": _("Portrait 1080 × 1350"),
    "story": _("Story 1080 × 1920"),
    "landscape": _("Landscape 1600 × 900"),
    "link": _("Link preview 1200 × 630"),
    "poster": _("Poster A3 (PDF)"),
    "leaflet": _("Leaflet A5 (PDF)"),
}


def formats() -> JsonChoices:
    """Return check boxes for the formats of a card."""
    return JsonChoices(choices=[(name, FORMAT_LABELS[name]) for name in FORMATS])


DESIGN_LABELS = {
    "aims": _("The aims of the statement"),
    "bars": _("Bars: quantities compared"),
    "map": _("Map: countries counted"),
    "number": _("One figure"),
    "quote": _("Quote"),
    "timeline": _("Timeline"),
}
WORD_LABELS = {
    "before": _("Words above the figure"),
    "quote": _("The words quoted, without quotation marks"),
    "role": _("What the person or body is"),
    "text": _("Sentence that explains"),
    "title": _("Title"),
    "who": _("Who said it"),
}
CHOICE_LABELS = {
    "order": (_("Order"), {"given": _("As listed below"), "descending": _("The largest first")}),
    "style": (_("Countries"), {"dots": _("Circles on a map of the world"), "tiles": _("Tiles in a grid")}),
}


SHAPE_LABELS = {
    "landscape": _("Landscape 16:9, for pages and screens"),
    "square": _("Square 1:1, for feeds"),
    "story": _("Story 9:16, for telephones"),
}
#: Fields that are no words of the card itself, or not its alone, as messages call them.
OTHER_FIELDS = {
    "campaign": _("campaign"),
    "captions": _("captions"),
    "hashtag": _("hashtag"),
    "items": _("aims"),
    "partner": _("partner"),
    "rows": _("rows"),
    "slogan": _("slogan"),
    "source": _("Source"),
}
labels.add("design")(DESIGN_LABELS)
labels.add("field")(WORD_LABELS | OTHER_FIELDS)
labels.add("format")(FORMAT_LABELS)
labels.add("shape")(SHAPE_LABELS)


class FilmVersions(JsonChoices):
    """Check boxes for a film's versions: a row a language, a column a shape, as a JSON list of `ar:story`."""

    template_name = "newsroom/widgets/film_versions.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add rows and columns."""
        context = super().get_context(name, value, attrs)
        ticked = set(self.format_value(value))
        context["widget"]["shapes"] = list(SHAPE_LABELS.values())
        context["widget"]["rows"] = [
            (
                label,
                [
                    {"value": f"{code}:{shape}", "label": said, "ticked": f"{code}:{shape}" in ticked}
                    for shape, said in SHAPE_LABELS.items()
                ],
            )
            for code, label in language_choices()
        ]
        return context


def usable_designs(folders: Iterable[str]) -> dict[str, str]:
    """Return the designs that cards may have, ours and those of the themes in `folders`: design → its folder.

    One whose table has a fault is left out; the pack's check and the campaign's screen name the fault.
    """
    found = dict.fromkeys(design_names(), "")
    for folder in folders:
        for name in design_names(folder):
            with suppress(DesignFault):
                design_fields(name, folder)
                found.setdefault(name, folder)
    return found


def designs(folders: Iterable[str] = ()) -> forms.Select:
    """Return the choice of a card's design; each says what its rows are, for the script that shows them."""
    usable = usable_designs(folders)
    choices = [(name, DESIGN_LABELS.get(name, name)) for name in usable]
    kinds = {name: field.of for name, folder in usable.items() if (field := rows_field(name, folder))}
    return forms.Select({"data-newsroom-designs": json.dumps(kinds)}, choices=choices)


class DesignChoices(NamedParts):
    """What designs let choose; a script shows the choices of the chosen design only."""

    def __init__(self, folders: Iterable[str] = ()) -> None:
        asked: dict[str, list[str]] = {}
        choices: dict[str, list[str]] = {}
        for design, folder in usable_designs(folders).items():
            for field in choice_fields(design, folder):
                asked.setdefault(field.name, []).append(design)
                choices.setdefault(field.name, []).extend(field.choices)
        super().__init__(
            {
                name: (
                    CHOICE_LABELS.get(name, (name, {}))[0],
                    forms.Select(
                        {"data-newsroom-for-designs": " ".join(designs)},
                        choices=[
                            (one, CHOICE_LABELS.get(name, (name, {}))[1].get(one, one))
                            for one in dict.fromkeys(choices[name])
                        ],
                    ),
                )
                for name, designs in asked.items()
            }
        )


class DesignWords(NamedParts):
    """The words that designs ask for; a script shows those of the chosen design only."""

    def __init__(self, folders: Iterable[str] = ()) -> None:
        asked: dict[str, list[str]] = {}
        limits: dict[str, int] = {}
        for design, folder in usable_designs(folders).items():
            for field in word_fields(design, folder):
                asked.setdefault(field.name, []).append(design)
                limits[field.name] = max(field.limit, limits.get(field.name, 0))
        parts = {
            name: (
                WORD_LABELS.get(name, name),
                forms.Textarea(
                    {
                        "rows": 2,
                        "maxlength": limits[name],
                        "dir": "auto",
                        "data-newsroom-for-designs": " ".join(designs),
                    }
                ),
            )
            for name, designs in asked.items()
        }
        super().__init__(parts)


class PostWords(forms.Textarea):
    """The words of a post; a script shows beside it what each network has left."""

    def __init__(self) -> None:
        super().__init__({"rows": 3, "dir": "auto", "data-newsroom-post": reverse_lazy("newsroom_post_counts")})

    @property
    def media(self) -> forms.Media:
        """The script."""
        return forms.Media(js=["newsroom/posts.js"])


CLAIM_LABELS = {
    "organisations": _("Organisations, in the signed words"),
    "countries": _("Countries, in the signed words"),
    "languages": _("Languages, in the signed words"),
}


class Claims(NamedParts):
    """Counts that the signed words mention: at most one of each kind, as `[{"counts": …, "said": …}]`."""

    def __init__(self) -> None:
        super().__init__({name: (label, forms.TextInput({"dir": "auto"})) for name, label in CLAIM_LABELS.items()})

    def held(self, value: Any) -> dict[str, str]:
        """Return the words by what they count."""
        if isinstance(value, dict):
            return value
        return {claim["counts"]: claim["said"] for claim in value or []}

    def kept(self, said: dict[str, str]) -> list[dict[str, str]]:
        """Return the claims in the order of the kinds."""
        return [{"counts": counts, "said": words} for counts, words in said.items()]


COLOUR_LABELS = {
    "ground": _("Ground: behind the headline and on cards"),
    "ink": _("Ink: text on paper"),
    "paper": _("Paper: the page"),
    "voice": _("Voice: the leading colour"),
    "echo": _("Echo: the second colour"),
    "link": _("Link: links and buttons"),
}


class Colours(NamedParts):
    """The six colours of a campaign."""

    def __init__(self) -> None:
        super().__init__({name: (label, forms.TextInput({"type": "color"})) for name, label in COLOUR_LABELS.items()})

    def held(self, value: Any) -> dict[str, str]:
        """Return the colours, with the usual one where none was chosen."""
        return DEFAULT_COLOURS | dict(value or {})


def countries() -> forms.Select:
    """Return the choice of a country, named in the language of the screen."""
    return forms.Select(choices=_country_choices)


def _country_choices() -> list[tuple[str, str]]:
    from unisono.campaigns.countries import country_codes
    from unisono.languages.names import country_name

    screen = screen_language()
    named = sorted(((country_name(code, screen), code) for code in country_codes()), key=lambda one: one[0].casefold())
    return [("", "—"), *((code, name) for name, code in named)]
