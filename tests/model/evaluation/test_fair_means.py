"""What is averaged weighs what it rests on: constants fit what they are applied to, groups count by pairs."""

from __future__ import annotations

import numpy as np
import pytest

from colophon_model.evaluation.calibration import fit
from colophon_model.evaluation.groups import groups
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import (
    auc_within_folds,
    calibration_error,
    even_weights,
    pairs_within_folds,
)

COUNT = 4000
SLOPE = 1.5  # of the true log odds over the mean of the views


def two_views() -> Measured:
    """Two views whose mean is what counts: each alone is that mean and noise of its own."""
    rng = np.random.default_rng(2)
    ai = np.arange(COUNT) % 2 == 0
    mean = rng.normal(np.where(ai, SLOPE / 2, -SLOPE / 2) / SLOPE, 1 / np.sqrt(SLOPE), COUNT)
    noise = rng.normal(0, 1.5, COUNT)
    logits = np.stack([mean + noise, mean - noise], 1)
    zeros = np.zeros(COUNT, np.int64)
    return Measured(ai, ai.astype(np.int64), ["s", "g"], zeros, {"native": Cell.of(np.arange(COUNT), logits)})


def test_the_slope_of_a_mean_of_logits_is_that_of_the_mean() -> None:
    measured = two_views()
    found = fit(measured, "mean_logit")
    assert found.a == pytest.approx(SLOPE, abs=0.1)
    score = measured.scores("mean_logit", found.a, found.b)["native"]
    assert calibration_error(score, measured.ai, weights=even_weights(measured.ai)) < 0.03
    assert fit(measured, "mean_prob").a < 1, "each view alone says less"


def test_a_condition_with_few_pictures_says_little_of_a_group() -> None:
    rng = np.random.default_rng(3)
    ai = np.arange(200) < 100
    good = np.where(ai, 1.0, 0.0) + rng.normal(0, 0.1, 200)
    few = np.array([0, 100])
    cells = {
        "pack": Cell.of(np.arange(200), good[:, None]),
        "native": Cell.of(few, np.array([[0.0], [1.0]])),  # one pair, and it is the wrong way round
    }
    measured = Measured(ai, (~ai).astype(np.int64), ["g", "s"], np.zeros(200, np.int64), cells)
    for group in groups(measured, {name: cell.logits[:, 0] for name, cell in cells.items()}, rounds=5):
        assert group.auc == {"pack": 1.0, "native": 0.0}
        assert group.mean == pytest.approx(10_000 / 10_001)


def test_pairs_are_those_the_auc_compares() -> None:
    ai = np.array([True, True, False, True, False, False])
    fold = np.array([0, 0, 0, 1, 1, 1])
    assert pairs_within_folds(ai, fold) == 2 * 1 + 1 * 2
    score = np.array([1.0, 1, 0, 0, 1, 1])
    assert auc_within_folds(score, ai, fold) == pytest.approx(2 / 4)
