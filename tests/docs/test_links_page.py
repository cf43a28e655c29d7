"""What the documentation says of short links is what the code does."""

import re

from tests.docs.pages import DOCS

from unisono.door.replies import PAGE_AGE
from unisono.links.codes import ALPHABET, LENGTH, typed_code
from unisono.links.networks import BY_HAND, NETWORKS, ON_PAGES
from unisono.links.qr import LEAST_DIFFERENCE, QUIET
from unisono.packs.reading import LINK_COLUMNS

LINKS = (DOCS / "reference" / "links.md").read_text()
PACK = (DOCS / "reference" / "pack.md").read_text()


def test_codes_are_as_the_page_says():
    assert f"`{ALPHABET}`" in LINKS
    assert f"`{ALPHABET}`" in PACK
    assert LENGTH == 6
    assert typed_code(re.search(r"`/s/(\S+\.)` is the same", LINKS)[1]) == "7fq2mc"


def test_networks_are_those_of_the_page():
    assert f"`{' '.join(ON_PAGES)}`" in LINKS
    assert f"`{' '.join(BY_HAND)}`" in LINKS
    assert f"`{' '.join(NETWORKS).strip()}`" in PACK


def test_numbers_are_those_of_the_code():
    assert f"at least {LEAST_DIFFERENCE} of relative luminance" in LINKS
    assert QUIET == 4
    assert "Four empty modules" in LINKS
    assert f"at most {PAGE_AGE} seconds" in LINKS
    assert 13 * (2 + len(ON_PAGES)) + 220 * 13 == 2990
    assert "2,990 links" in LINKS


def test_columns_of_the_pack_are_those_it_names():
    assert f"Header: `{','.join(LINK_COLUMNS)}`" in PACK
