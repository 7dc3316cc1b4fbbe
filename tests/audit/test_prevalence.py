"""The interval of a share, held against another implementation and against what it promises."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from colophon.audit.prevalence import prevalence, wilson
from colophon.errors import Undetermined

SHARES = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SHARES)
def test_it_is_wilsons_interval(share: tuple[int, int]) -> None:
    low, high = wilson(*share)
    expected = proportion_confint(*share, method="wilson")
    assert (low, high) == pytest.approx(expected, abs=1e-12)


@given(SHARES)
def test_it_holds_the_share_and_stays_a_share(share: tuple[int, int]) -> None:
    low, high = wilson(*share)
    assert 0 <= low <= share[0] / share[1] <= high <= 1


def test_it_covers_rare_things() -> None:
    """Of samples of 200 of something 1 % frequent, about 95 in 100 have it within the interval."""
    n, p = 200, 0.01
    covered = sum(
        math.comb(n, k) * p**k * (1 - p) ** (n - k)
        for k in range(n + 1)
        if wilson(k, n)[0] <= p <= wilson(k, n)[1]
    )
    assert 0.93 <= covered <= 0.985


def test_what_was_looked_at_as_a_whole_has_no_interval() -> None:
    whole, part = prevalence(3, 60, sampled=False), prevalence(3, 60, sampled=True)
    assert (whole.value, whole.low, whole.high) == (0.05, None, None)
    assert (part.low, part.high) == wilson(3, 60)


@pytest.mark.parametrize("share", [(0, 0), (2, 1), (-1, 5)])
def test_no_share_is_an_error(share: tuple[int, int]) -> None:
    with pytest.raises(Undetermined, match="is no share"):
        wilson(*share)
