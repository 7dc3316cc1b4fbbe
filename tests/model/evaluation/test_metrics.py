"""Figures that can be worked out by hand or against another implementation."""

from __future__ import annotations

import numpy as np
import pytest

from colophon_model.evaluation.bootstrap import interval
from colophon_model.evaluation.bounds import lower_bound, upper_bound
from colophon_model.evaluation.metrics import auc, auc_within_folds, calibration_error


def test_auc_counts_pairs_and_halves_ties() -> None:
    assert auc(np.array([3.0, 2.0]), np.array([1.0, 2.0])) == pytest.approx(3.5 / 4)


def test_a_known_auc_is_found() -> None:
    rng = np.random.default_rng(0)
    shift = 0.6744897502 * np.sqrt(2)  # of two unit normals whose difference is above 0 three times in four
    assert auc(rng.normal(shift, 1, 20_000), rng.normal(0, 1, 20_000)) == pytest.approx(0.75, abs=0.01)


def test_pairs_of_two_folds_are_not_compared() -> None:
    ai, fold = np.array([True, False, True, False]), np.array([0, 0, 1, 1])
    assert auc_within_folds(np.array([0.2, 0.1, 0.9, 0.8]), ai, fold) == 1.0
    assert auc_within_folds(np.array([0.2, 0.1, 0.3, 0.8]), ai, fold) == 0.5
    assert np.isnan(auc_within_folds(np.array([0.1]), np.array([True]), np.array([0])))


@pytest.mark.parametrize(
    ("wrong", "count", "bound"),
    [(0, 150, 0.0198), (0, 299, 0.0100), (3, 500, 0.0154), (5, 500, 0.0209), (10, 1000, 0.0169)],
)
def test_upper_bounds_are_those_of_clopper_and_pearson(wrong: int, count: int, bound: float) -> None:
    assert upper_bound(wrong, count) == pytest.approx(bound, abs=5e-5)


def test_bounds_at_the_ends() -> None:
    assert upper_bound(7, 7) == 1.0
    assert lower_bound(0, 7) == 0.0
    assert lower_bound(7, 7) == pytest.approx(0.05 ** (1 / 7))


def test_the_interval_is_wider_when_few_groups_speak() -> None:
    rng = np.random.default_rng(0)
    values = np.repeat(rng.normal(0, 1, 10), 50)

    def width(groups: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        low, high = interval(lambda i: float(values[i].mean()), groups, np.random.default_rng(1), 300)
        return high - low

    assert width(np.repeat(np.arange(10), 50)) > 3 * width(np.arange(500))


def test_calibration_error_of_a_constant_score() -> None:
    ai = np.array([True, False] * 100)
    assert calibration_error(np.full(200, 0.8), ai) == pytest.approx(0.3, abs=0.05)
    assert calibration_error(np.full(200, 0.5), ai) == pytest.approx(0.0, abs=0.05)
