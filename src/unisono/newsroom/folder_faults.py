"""Faults of packs on the screen: in the language of whoever looks, with the names that they know."""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from unisono.campaigns.countries import country_codes
from unisono.languages.names import country_name
from unisono.languages.screen import labels, screen_language, told
from unisono.packs.faults import Fault

labels.add("block")(
    {
        "paragraph": pgettext_lazy("kind of a block", "paragraph"),
        "heading": pgettext_lazy("kind of a block", "heading"),
        "bullet": pgettext_lazy("kind of a block", "bullet point"),
        "number": pgettext_lazy("kind of a block", "numbered item"),
        "quote": pgettext_lazy("kind of a block", "quotation"),
    }
)


@dataclass(frozen=True, slots=True)
class _Country:
    """A country, written in the language of the screen."""

    code: str

    def __str__(self) -> str:
        return country_name(self.code, screen_language())


#: Whoever checks a pack names countries in English.
labels.add("country")({country_name(code, "en"): _Country(code) for code in country_codes()})


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault as it is shown: the place in the pack, and what is to be said of it."""

    place: str
    says: str


def shown_fault(fault: Fault) -> ShownFault:
    """Return a fault in the language of the screen."""
    return ShownFault(fault.place, told(fault.what, fault.mend))
