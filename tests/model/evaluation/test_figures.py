"""The harness on scores whose answers are known beforehand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.model.evaluation.made_up import gap_of, measured

from colophon_model.evaluation.bootstrap import interval
from colophon_model.evaluation.bounds import upper_bound
from colophon_model.evaluation.compare import compare
from colophon_model.evaluation.conditions import condition
from colophon_model.evaluation.controls import shuffled
from colophon_model.evaluation.groups import groups
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import Ints, auc
from colophon_model.evaluation.rates import ANY, crossings


@pytest.mark.parametrize("known", [0.5, 0.62, 0.75, 0.93])
def test_a_known_auc_comes_back(known: float) -> None:
    data = measured(gap_of(known), 40_000)
    found = condition(data, data.cells["native"], data.scores("mean_prob")["native"], rounds=20)
    assert found.auc == pytest.approx(known, abs=0.01)
    assert found.auc_95[0] <= found.auc <= found.auc_95[1]
    assert found.roc[0] == (0.0, 0.0)
    assert found.roc[-1] == (1.0, 1.0)
    area = np.trapezoid([hit for _, hit in found.roc], [wrong for wrong, _ in found.roc])
    assert area == pytest.approx(known, abs=0.015)


def test_scores_that_are_right_are_calibrated_and_others_are_not() -> None:
    rng = np.random.default_rng(0)
    score = rng.random(20_000)
    ai = rng.random(20_000) < score
    data = Measured(ai, np.where(ai, 0, 1), ["g", "s"], np.zeros(20_000, np.int64), {})
    cell = Cell.of(np.arange(20_000), np.zeros((20_000, 1)))
    right = condition(data, cell, score, rounds=5)
    wrong = condition(data, cell, np.sqrt(score), rounds=5)
    assert right.ece < 0.02 < 0.1 < wrong.ece
    assert right.brier < wrong.brier
    assert right.ece < 3 * right.ece_noise
    crossed = condition(data, cell, score, np.sqrt(score), rounds=5)
    assert (crossed.auc, crossed.ece) == (right.auc, wrong.ece)


def test_an_interval_over_sources_is_wider_than_one_over_pictures_where_a_source_agrees() -> None:
    data = measured(gap_of(0.7), 2000, groups=6, spread=1.0)
    score, ai = data.scores("mean_prob")["native"], data.ai

    def width(clusters: Ints) -> float:
        low, high = interval(
            lambda i: auc(score[i][ai[i]], score[i][~ai[i]]), clusters, np.random.default_rng(0), 200
        )
        return high - low

    assert width(data.group) > 3 * width(np.arange(2000))


def test_the_worst_group_comes_first() -> None:
    data = measured(2.0, 2000)
    logits = data.cells["native"].logits.copy()
    logits[data.group == 2] -= 3.0  # a generator that is missed
    logits[data.group == 5] += 1.0  # a source that looks like AI
    data.cells["native"] = Cell.of(np.arange(2000), logits)
    rows = groups(data, data.scores("mean_prob"), rounds=30)
    assert [row.name for row in rows[:2]] == ["generator 2", "source 1"]
    assert (rows[0].ai, rows[1].ai) == (True, False)
    assert rows[0].mean < 0.5 < rows[1].mean < rows[2].mean
    assert all(row.mean_95[0] <= row.mean <= row.mean_95[1] for row in rows)


def test_a_group_is_compared_inside_its_fold_only() -> None:
    data = measured(2.0, 2000, folds=2)
    logits = data.cells["native"].logits.copy()
    logits[data.fold == 1] += 8.0  # another model with another scale
    data.cells["native"] = Cell.of(np.arange(2000), logits)
    assert min(row.mean for row in groups(data, data.scores("mean_prob"), rounds=5)) > 0.85


def test_shuffled_labels_give_a_half_and_say_how_wide_that_is() -> None:
    data = measured(gap_of(0.8), 1000, groups=8, spread=0.5)
    control = shuffled(data.scores("mean_prob")["native"], data.ai, data.group, data.fold, rounds=200)
    assert control.found > 0.7
    assert control.by_picture == pytest.approx(0.5, abs=0.01)
    assert control.by_group == pytest.approx(0.5, abs=0.04)
    assert control.by_picture_95[0] < 0.5 < control.by_picture_95[1]
    single, whole = (high - low for low, high in (control.by_picture_95, control.by_group_95))
    assert whole > 2 * single
    assert control.as_high < 0.05


def test_a_model_that_knows_sources_alone_is_not_told_from_shuffled_groups() -> None:
    data = measured(0.0, 1000, groups=4, spread=1.0, seed=5)
    control = shuffled(data.scores("mean_prob")["native"], data.ai, data.group, data.fold, rounds=200)
    assert control.as_high > 0.05


def test_crossings_are_counted_by_source_and_over_all_deliveries() -> None:
    data = measured(0.0, 8, groups=2, conditions=("native", "512 q40"))
    high, low = 0.9, 0.1
    score = {"native": np.full(8, low), "512 q40": np.full(8, low)}
    score["native"][1] = score["512 q40"][3] = score["512 q40"][0] = high  # sources 0 and 1, generator 0
    rows = crossings(data, score, 0.5)
    assert (rows["native"].pooled.wrong, rows["native"].hits) == (1, 0.0)
    assert (rows["512 q40"].pooled.wrong, rows["512 q40"].hits) == (1, 0.25)
    assert (rows[ANY].pooled.wrong, rows[ANY].pooled.n) == (2, 4)
    assert {name: rate.wrong for name, rate in rows[ANY].groups.items()} == {"source 0": 1, "source 1": 1}
    assert rows[ANY].groups["source 0"].upper95 == upper_bound(1, 2)


def test_pictures_that_a_gate_stopped_are_counted_and_not_ranked() -> None:
    data = measured(3.0, 400)
    logits, stop = data.cells["native"].logits.copy(), np.array([""] * 400, dtype="U20")
    stop[:40] = "too_small"
    logits[:40] = np.nan
    data.cells["native"] = Cell(np.arange(400), logits, stop)
    found = condition(data, data.cells["native"], data.scores("mean_prob")["native"], rounds=20)
    assert (found.ai, found.other, found.stopped_ai, found.stopped_other) == (180, 180, 20, 20)
    assert sum(found.stopped["too_small"].values()) == 40
    assert found.risk.coverage[-1] == pytest.approx(0.9)
    assert crossings(data, data.scores("mean_prob"), 0.0)[ANY].pooled.n == 180


def test_two_models_are_told_apart_on_the_same_pictures_only_where_they_differ() -> None:
    data = measured(gap_of(0.75), 2000, groups=12, spread=0.3)
    first = data.scores("mean_prob")
    same = {"native": first["native"] + np.random.default_rng(0).normal(0, 1e-3, 2000)}
    worse = {"native": first["native"] + np.random.default_rng(0).normal(0, 0.5, 2000)}
    assert not compare(data, first, same, rounds=100)["native"].told_apart
    found = compare(data, first, worse, rounds=100)["native"]
    assert found.told_apart
    assert found.difference == pytest.approx(found.first - found.second)
    alone = interval(
        lambda i: auc(first["native"][i][data.ai[i]], first["native"][i][~data.ai[i]]),
        data.group,
        np.random.default_rng(0),
        100,
    )
    low, high = found.difference_95
    assert high - low < alone[1] - alone[0]  # what both share drops out


def test_what_was_measured_can_be_kept(tmp_path: Path) -> None:
    data = measured(1.0, 100, views=2, conditions=("native", "50 % q90"))
    data.save(tmp_path / "logits.npz")
    again = Measured.read(tmp_path / "logits.npz")
    assert again.names == data.names
    assert list(again.cells) == list(data.cells)
    for name, score in again.scores("mean_prob", 2.0, 1.0).items():
        np.testing.assert_array_equal(score, data.scores("mean_prob", 2.0, 1.0)[name])
