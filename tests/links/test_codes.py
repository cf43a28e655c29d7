"""Codes: short, readable, typed in any way that people type."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.links.codes import ALPHABET, CHANCE, LENGTH, new_code, typed_code

codes = st.text(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH)


def test_alphabet_has_no_vowel_and_nothing_that_is_taken_for_another():
    assert set(ALPHABET) & set("aeiouy") == set()
    for alike in ("0o", "1il", "8b", "2z", "5s", "uv", "4a"):
        assert len(set(alike) & set(ALPHABET)) <= 1, alike
    assert ALPHABET.lower() == ALPHABET
    assert len(set(ALPHABET)) == len(ALPHABET) == 20


def test_code_depends_on_chance_alone():
    assert new_code(random.Random(1)) == new_code(random.Random(1)) != new_code(random.Random(2))
    assert isinstance(CHANCE, random.SystemRandom)


def test_codes_use_the_whole_alphabet_everywhere():
    made = [new_code(random.Random(seed)) for seed in range(2000)]
    assert all(set(column) == set(ALPHABET) for column in zip(*made, strict=True))
    assert len(set(made)) == 2000


@given(codes, st.randoms(use_true_random=False))
def test_code_is_known_however_it_is_typed(code, chance):
    mixed = "".join(chance.choice((letter, letter.upper())) for letter in code)
    for typed in (mixed, f" {mixed} ", f"{mixed[:3]}-{mixed[3:]}", f"{mixed}.", f"{mixed}/", " ".join(mixed)):
        assert typed_code(typed) == code


@given(st.text(max_size=12))
def test_what_is_no_code_is_none(text):
    typed = typed_code(text)
    assert typed == "" or (len(typed) == LENGTH and set(typed) <= set(ALPHABET))


@pytest.mark.parametrize(
    "text", ["", "7fq2m", "7fq2mcc", "7fq2mo", "7fq2m0", "7fq2ml", "statement", "7fq2mſ", "７fq2mc"]
)
def test_other_letters_are_not_guessed(text):
    assert typed_code(text) == ""
