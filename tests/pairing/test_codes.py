"""Codes survive being read out, typed and pasted; no two are the same by accident."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from colophon.pairing.codes import ALPHABET, CODE_LETTERS, hash_code, hash_secret, random_code

CODES = st.builds(
    lambda letters: "-".join("".join(letters[i : i + 4]) for i in range(0, CODE_LETTERS, 4)),
    st.lists(st.sampled_from(ALPHABET), min_size=CODE_LETTERS, max_size=CODE_LETTERS),
)
BLANKS = st.text(" \t\r\n\u00a0", max_size=3)


def test_a_code_is_of_letters_that_nobody_mistakes_and_new_each_time() -> None:
    codes = {random_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code) for code in codes)
    assert not set(ALPHABET) & set("0O1IL")
    assert len(ALPHABET) ** CODE_LETTERS > 2**58
    assert set("".join(codes)) - {"-"} == set(ALPHABET)


@given(CODES, BLANKS, BLANKS, st.sampled_from([str, str.lower, str.title, str.swapcase]))
def test_a_code_is_known_however_it_is_typed(code: str, before: str, after: str, typed: object) -> None:
    assert callable(typed)
    assert hash_code(before + typed(code) + after) == hash_code(code)


@given(CODES, st.sampled_from(["", " ", "\u2013", "--", " - ", "."]))
def test_a_code_is_known_without_its_dashes_and_with_other_ones(code: str, dash: str) -> None:
    assert hash_code(code.lower().replace("-", dash)) == hash_code(code)


@given(CODES, CODES)
def test_other_codes_have_other_hashes(one: str, other: str) -> None:
    assert (hash_code(one) == hash_code(other)) == (one == other)


@given(st.text(st.characters(codec=None), max_size=200))
def test_anything_can_be_hashed(secret: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", hash_secret(secret))
    assert re.fullmatch(r"[0-9a-f]{64}", hash_code(secret))
