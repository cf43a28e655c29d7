"""Countries by ISO 3166-1. Their names in each language are CLDR's (`languages.names`). Plain Python."""

from functools import cache

import pycountry


@cache
def country_codes() -> frozenset[str]:
    """Return the two-letter codes of ISO 3166-1."""
    return frozenset(country.alpha_2 for country in pycountry.countries)
