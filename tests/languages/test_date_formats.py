"""How the newsroom writes dates and times: as readers of each language expect them, and never to be mistaken."""

from datetime import datetime

import pytest
from babel import Locale
from django.utils import translation
from django.utils.formats import date_format

from unisono.languages.catalogues import product_languages
from unisono.languages.rules import rules_for

FORMATS = ("DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT")
#: All numbers of this day differ, and so do its month's names from those of any other.
DAY = datetime(2031, 11, 28, 9, 57)


def order(text: str, month: tuple[str, ...]) -> list[str]:
    """In which order day, month and year stand in a date."""
    months = [place for name in month if (place := text.find(name)) >= 0]
    places = {"day": text.find("28"), "month": min(months), "year": text.find("2031")}
    assert min(places.values()) >= 0, text
    return sorted(places, key=places.__getitem__)


@pytest.mark.parametrize("code", product_languages())
@pytest.mark.parametrize("wanted", FORMATS)
def test_day_month_and_year_stand_in_the_order_of_the_language(code, wanted):
    # English is read by people of many countries: the day comes first, as CLDR has it for the world (en_150: Europe).
    pattern = Locale.parse("en_150" if code == "en" else rules_for(code).locale).date_formats["medium"].pattern
    expected = sorted(("day", "month", "year"), key=lambda part: pattern.lower().find(part[0]))
    with translation.override(code):
        names = (*tuple(date_format(DAY, sign) for sign in ("F", "M", "N")), "11")
        assert order(date_format(DAY, wanted), names) == expected


@pytest.mark.parametrize("code", product_languages())
@pytest.mark.parametrize("wanted", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT"])
def test_morning_and_evening_are_not_the_same(code, wanted):
    with translation.override(code):
        assert date_format(DAY, wanted) != date_format(DAY.replace(hour=21), wanted)
