"""Calibration, operating point and figures on made-up logits whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluate import Cell, Held, calibration, condition_figures, research_point, served_scores
from training.views import PACK


def held(gap: float, count: int = 2000) -> Held:
    """Logits of both classes ``gap`` apart, two groups of each class in each of two folds."""
    rng = np.random.default_rng(3)
    number = np.arange(count)
    ai, fold, group = number % 2 == 0, number // 2 % 2, number % 8
    logits = rng.normal(0, 1, (count, 2)) + gap * ai[:, None]
    return Held(ai, group, [str(g) for g in range(8)], fold, {PACK: Cell(number, logits)}, {})


def test_a_model_that_separates_gets_a_research_point() -> None:
    data = held(6.0)
    point = research_point(data, served_scores(data))
    assert point["threshold"] == point["candidate"]
    assert point["wrong"] <= 10
    assert point["fpr_upper95"] <= 0.02
    assert point["tpr_by_condition"][PACK] > 0.9


def test_a_model_that_hardly_separates_gets_none() -> None:
    data = held(0.1)
    assert research_point(data, served_scores(data))["threshold"] is None


def test_a_model_that_ranks_the_wrong_way_round_is_not_released() -> None:
    assert calibration(held(-2.0))[0] < 0
    with pytest.raises(ValueError, match="nothing to release"):
        served_scores(held(-2.0))


def test_figures_of_chance_and_of_separation() -> None:
    for gap, low, high in ((0.0, 0.4, 0.6), (6.0, 0.99, 1.0)):
        data = held(gap + 1e-9)
        cell, score = data.cells[PACK], np.asarray(data.cells[PACK].logits.mean(1))
        figures = condition_figures(data, cell, score, score.clip(0, 1))
        assert low <= figures["auc"] <= high
        assert figures["auc_95"][0] <= figures["auc"] <= figures["auc_95"][1]
        assert set(figures["auc_by_fold"]) == {0, 1}
