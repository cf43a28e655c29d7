"""Write the sample organisations of the demo campaign.

The demo campaign needs a coalition of believable size without claiming that any real body takes part. This
script makes exactly 220 organisations in exactly 40 countries, each with the word "Sample" in its name, an
`example.org` website and `sample` set, and writes them to `mother-language-day/organisations.csv` in the form
the pack format asks for. It draws nothing at random: the same script always writes the same bytes.

Run it with `python demo/make_samples.py`.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).parent / "mother-language-day" / "organisations.csv"
COLUMNS = ("key", "name", "country", "website", "role", "languages", "logo", "sample")
ORGANISATIONS = 220
CALLER = "Sample Secretariat for Mother Languages"


@dataclass(frozen=True)
class Country:
    """Where sample organisations live: ISO code, how many, the campaign's languages used there, cities."""

    code: str
    count: int
    languages: tuple[str, ...]
    cities: tuple[str, ...]


def _country(code: str, count: int, languages: str, cities: str) -> Country:
    """Read one line of the table below: languages separated by spaces, cities by commas."""
    return Country(code, count, tuple(languages.split()), tuple(city.strip() for city in cities.split(",")))


# Uneven on purpose: lists and maps must look right with one organisation in a country and with fourteen.
COUNTRIES = (
    _country("AR", 5, "es", "Buenos Aires, Córdoba, Rosario"),
    _country("AU", 2, "en", "Melbourne, Perth"),
    _country("BD", 13, "bn en", "Dhaka, Chattogram, Sylhet, Khulna, Rajshahi"),
    _country("BE", 3, "fr en", "Brussels, Liège, Namur"),
    _country("BR", 12, "pt", "São Paulo, Recife, Manaus, Salvador, Belém"),
    _country("CA", 6, "en fr", "Montréal, Ottawa, Winnipeg"),
    _country("CD", 2, "fr sw", "Goma, Lubumbashi"),
    _country("CH", 3, "fr en", "Geneva, Lausanne, Fribourg"),
    _country("CN", 6, "zh-hans", "Beijing, Kunming, Chengdu"),
    _country("CO", 6, "es", "Bogotá, Medellín, Cali"),
    _country("DE", 4, "en tr ar", "Berlin, Köln, Hamburg"),
    _country("EG", 8, "ar", "Cairo, Alexandria, Aswan"),
    _country("ES", 5, "es", "Madrid, Valencia, Sevilla"),
    _country("FR", 14, "fr en ar", "Paris, Lyon, Marseille, Rennes, Strasbourg"),
    _country("GB", 6, "en bn ur", "London, Cardiff, Birmingham"),
    _country("ID", 10, "id", "Jakarta, Yogyakarta, Makassar, Denpasar"),
    _country("IE", 2, "en", "Galway, Dublin"),
    _country("IL", 5, "he ar", "Haifa, Tel Aviv, Beersheba"),
    _country("IN", 14, "hi en bn ur", "Delhi, Kolkata, Lucknow, Mumbai, Bhopal"),
    _country("JO", 3, "ar", "Amman, Irbid, Zarqa"),
    _country("KE", 11, "sw en", "Nairobi, Mombasa, Kisumu, Eldoret"),
    _country("LB", 2, "ar fr", "Beirut, Tripoli"),
    _country("MA", 6, "ar fr", "Rabat, Fès, Agadir"),
    _country("MX", 9, "es", "Mexico City, Oaxaca, Mérida, Puebla"),
    _country("MY", 3, "en zh-hans", "Kuala Lumpur, Penang, Kuching"),
    _country("MZ", 1, "pt", "Maputo"),
    _country("NG", 5, "en", "Lagos, Kano, Ibadan"),
    _country("NP", 2, "hi en", "Kathmandu, Janakpur"),
    _country("NZ", 1, "en", "Wellington"),
    _country("PE", 5, "es", "Lima, Cusco, Ayacucho"),
    _country("PK", 8, "ur en", "Karachi, Lahore, Islamabad"),
    _country("PT", 4, "pt", "Lisbon, Porto, Coimbra"),
    _country("SG", 2, "zh-hans en", "Singapore"),
    _country("SN", 4, "fr", "Dakar, Saint-Louis, Thiès"),
    _country("TN", 2, "ar fr", "Tunis, Sfax"),
    _country("TR", 9, "tr", "Istanbul, Ankara, İzmir, Diyarbakır"),
    _country("TZ", 6, "sw en", "Dar es Salaam, Dodoma, Arusha"),
    _country("UG", 2, "en sw", "Kampala, Gulu"),
    _country("US", 5, "en es", "New York, Santa Fe, Chicago"),
    _country("ZA", 4, "en", "Cape Town, Johannesburg, Durban"),
)

PARTNER_KINDS = (
    "School Network",
    "Mother Tongue Circle",
    "Public Library",
    "Teachers' Union",
    "Publishers' Guild",
    "Parents' Association",
    "Translators' Cooperative",
    "Sign Language Association",
    "Storytelling House",
    "University Language Centre",
    "Writers' Association",
    "Adult Learning Centre",
    "Oral History Archive",
    "Children's Theatre",
    "Dictionary Workshop",
    "Reading Club",
    "Indigenous Languages Forum",
)
MEDIA_KINDS = ("Community Radio", "Neighbourhood Newspaper", "Television Workshop")
# In every seventeenth place from the fifth on: a few media partners, spread over the list.
MEDIA_EVERY, MEDIA_FIRST = 17, 4


def slug_of(name: str) -> str:
    """Return the pack key for a name: lower-case ASCII words joined by hyphens."""
    # The dotless i has no decomposition, so it must be replaced before the accents are stripped.
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i")).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def row_for(name: str, country: str, role: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Return one row of the file, with the key and the sample website made from the name."""
    key = slug_of(name)
    return {
        "key": key,
        "name": name,
        "country": country,
        "website": f"https://{key}.example.org",
        "role": role,
        "languages": " ".join(languages),
        "logo": "",
        "sample": "yes",
    }


def languages_at(country: Country, position: int) -> tuple[str, ...]:
    """Return the languages of a country's organisation number `position`: the first named, and some others."""
    first, *others = country.languages
    if not others:
        return (first,)
    start = position % len(others)
    turned = others[start:] + others[:start]
    how_many = position // len(others) % (len(others) + 1)
    return tuple(sorted([first, *turned[:how_many]]))


def sample_rows() -> list[dict[str, str]]:
    """Return all rows, sorted by key: the caller and its sample partners and media partners."""
    rows = [row_for(CALLER, "FR", "caller", ("ar", "en", "fr"))]
    partners = 0
    for country in COUNTRIES:
        for position in range(country.count - (country.code == "FR")):  # the caller is one of France's
            place = len(rows)
            is_media = place % MEDIA_EVERY == MEDIA_FIRST
            if is_media:
                kind = MEDIA_KINDS[place // MEDIA_EVERY % len(MEDIA_KINDS)]
            else:
                kind = PARTNER_KINDS[partners % len(PARTNER_KINDS)]
                partners += 1
            name = f"Sample {kind}, {country.cities[position % len(country.cities)]}"
            role = "media-partner" if is_media else "partner"
            rows.append(row_for(name, country.code, role, languages_at(country, position)))
    return sorted(rows, key=lambda row: row["key"])


def check(rows: list[dict[str, str]]) -> None:
    """Assert what the demo campaign says about its samples; raises AssertionError with the reason."""
    assert len(rows) == ORGANISATIONS, f"{len(rows)} organisations instead of {ORGANISATIONS}"
    countries = {row["country"] for row in rows}
    assert len(countries) == 40, f"{len(countries)} countries instead of 40"
    assert len({row["key"] for row in rows}) == len(rows), "two organisations have the same key"
    assert all(len(row["key"]) <= 60 for row in rows), "a key is longer than 60 characters"
    assert all("Sample" in row["name"] for row in rows), "a name does not say that it is a sample"
    assert [row["role"] for row in rows].count("caller") == 1, "there must be exactly one caller"


def main() -> None:
    """Make the rows, check them, write the file and say so."""
    rows = sample_rows()
    check(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    TARGET.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    print(f"Wrote {len(rows)} sample organisations in {len({row['country'] for row in rows})} countries.")


if __name__ == "__main__":
    main()
