from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from colophon.review.agreement import agreement

words = st.sampled_from(["captured", "ai_generated", "unsure"])
pairs = st.lists(st.tuples(words, words), min_size=1, max_size=30)


def test_the_example_of_the_textbook() -> None:
    """Two who rate 50 grants: yes/yes 20, yes/no 5, no/yes 10, no/no 15 give 0.4."""
    made = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(made)
    assert (found.pairs, found.same) == (50, 35)
    assert found.kappa is not None
    assert abs(found.kappa - 0.4) < 1e-12


def test_where_chance_alone_would_do_it_there_is_no_kappa() -> None:
    assert agreement([("y", "y")] * 9).kappa is None
    assert agreement([]).kappa is None


@given(pairs)
def test_it_is_the_formula_on_exact_numbers(pairs: list[tuple[str, str]]) -> None:
    n = len(pairs)
    observed = Fraction(sum(a == b for a, b in pairs), n)
    chance = sum(
        Fraction(sum(a == word for a, _ in pairs), n) * Fraction(sum(b == word for _, b in pairs), n)
        for word in {a for a, _ in pairs}
    )
    found = agreement(pairs).kappa
    if chance == 1:
        assert found is None
    else:
        assert found is not None
        assert abs(found - float((observed - chance) / (1 - chance))) < 1e-9


@given(pairs)
def test_who_was_first_makes_no_difference(pairs: list[tuple[str, str]]) -> None:
    one, other = agreement(pairs), agreement([(b, a) for a, b in pairs])
    assert (one.kappa is None) == (other.kappa is None)
    if one.kappa is not None and other.kappa is not None:
        assert abs(one.kappa - other.kappa) < 1e-9
