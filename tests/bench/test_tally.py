"""Figures of a run, from what was counted."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from tests.bench.serving.overload import saturating
from tests.bench.serving.tally import Tally, percentile


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (0.991, 100), (1.0, 100), (0.0, 1)]
)
def test_percentiles_are_by_nearest_rank(share: float, value: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], share) == value


def test_a_percentile_of_few_is_one_of_them() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0
    assert math.isnan(percentile([], 0.5))


def test_rates_are_of_what_was_accepted() -> None:
    tally = Tally(
        done=[0.5, 1.0, 1.5, 2.0], latencies=[0.1, 0.2, 0.3, 0.4], statuses=Counter({503: 7, 200: 4})
    )
    assert tally.rate == 2.0
    assert tally.rate_between(1.0, 2.0) == 2.0
    assert tally.after(1.5) == [0.3, 0.4]
    assert (tally.accepted, tally.shed) == (4, 7)


def test_errors_are_what_a_client_cannot_have_meant() -> None:
    tally = Tally(statuses=Counter({200: 5, 503: 3, 500: 2, 502: 1, 422: 4}), broken=1, timeouts=2)
    assert tally.errors == 6
    assert tally.refused == 4


def test_nothing_accepted_is_a_rate_of_nothing() -> None:
    assert Tally().rate == 0


@pytest.mark.parametrize(
    ("search", "clients"),
    [
        ({8: 95.0, 16: 100.0, 32: 99.0}, 8),
        ({8: 94.0, 16: 100.0, 32: 99.0}, 16),
        ({4: 100.0, 8: 99.0}, 8),  # fewer than eight are never enough
        ({8: 50.0, 16: 80.0, 32: 100.0}, 32),
    ],
)
def test_saturated_is_where_nearly_the_best_is_reached(search: dict[int, float], clients: int) -> None:
    assert saturating(search) == clients
