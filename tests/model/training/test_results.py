"""What is said of a model from its held-out logits, on made-up ones whose answers are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.model.evaluation.made_up import gap_of, measured

from colophon_model.evaluation.calibration import NotCalibrated
from colophon_model.evaluation.held_out import LOGITS, SQUARES, STATISTICS, HeldOut, results, table
from colophon_model.evaluation.measured import Cell
from colophon_model.evaluation.shortcuts import NAMES
from training.views import AGGREGATE

CONDITIONS = ("native", "512 q40")
ROUNDS = 20


def held(gap: float, *, shortcut: float = 0.0, count: int = 2000, stopped: int = 0) -> HeldOut:
    """Logits of classes ``gap`` apart, AI pictures ``shortcut`` brighter, the first ones stopped by a gate.

    Squares have the logits of the first view in both, and the last hundredth has no square.
    """
    made = measured(gap, count, groups=8, folds=4, views=2, conditions=CONDITIONS)
    stop = ["graphic"] * stopped + [""] * (count - stopped)
    cells = {name: Cell.of(cell.index, cell.logits, stop) for name, cell in made.cells.items()}
    rng = np.random.default_rng(11)
    statistics = {}
    for name in CONDITIONS:
        rows = rng.normal(0, 1, (count, len(NAMES)))
        rows[:, NAMES.index("brightness")] += shortcut * made.ai
        statistics[name] = rows
    large = slice(count - count // 100)
    squares = {
        name: Cell.of(cell.index[large], cell.logits[large, :1].repeat(2, axis=1))
        for name, cell in made.cells.items()
    }
    return HeldOut(replace(made, cells=cells), replace(made, cells=squares), statistics)


def test_results_of_a_known_separation() -> None:
    one = gap_of(0.75)  # of one view; the mean of two has noise that is smaller by the root of two
    found = results(held(one), AGGREGATE, ROUNDS)
    for figures, auc in ((found.all_pictures.figures, 0.83), (found.equal_squares.figures, 0.75)):
        for row in figures.conditions.values():
            assert row.auc == pytest.approx(auc, abs=0.025)
            assert row.auc_95[0] <= row.auc <= row.auc_95[1]
        assert all(group.mean == pytest.approx(auc, abs=0.07) for group in figures.groups)
    assert [len(row.auc_by_view) for row in found.all_pictures.figures.conditions.values()] == [2, 2]
    rows = found.equal_squares.figures.conditions.values()
    assert [row.auc_by_view for row in rows] == [[row.auc, row.auc] for row in rows]
    assert [row.ai + row.other for row in rows] == [1980, 1980]
    assert not found.all_pictures.void
    assert [point.threshold for point in found.points] == [None, None]
    assert all(point.missing for point in found.points)


def test_scores_of_one_view_are_calibrated() -> None:
    data = held(gap_of(0.75))
    found = table(data, data.squares, AGGREGATE, ROUNDS)
    assert max(row.ece for row in found.figures.conditions.values()) < 0.05


def test_results_of_hardly_any_separation_are_near_chance() -> None:
    found = results(held(0.1), AGGREGATE, ROUNDS)
    for row in found.all_pictures.figures.conditions.values():
        assert row.auc == pytest.approx(0.55, abs=0.06)


def test_logits_the_wrong_way_round_give_no_results() -> None:
    with pytest.raises(NotCalibrated, match="wrong way round"):
        results(held(-1.0), AGGREGATE, ROUNDS)


def test_a_shortcut_makes_a_table_void_and_matched_pairs_stand_beside_it() -> None:
    data = held(gap_of(0.7), shortcut=gap_of(0.65), count=800)
    found = table(data, data.squares, AGGREGATE, ROUNDS)
    assert found.void
    for name in CONDITIONS:
        assert found.audit[name].outside == ["brightness"]
        assert found.audit[name].auc["brightness"] == pytest.approx(0.65, abs=0.05)
        assert not found.matched[name].audit.void
        assert found.matched[name].auc == pytest.approx(0.7, abs=0.1)


def test_served_leaves_out_what_a_gate_stops_and_the_others_do_not() -> None:
    data = held(1.0, count=400, stopped=40)
    served, ungated = data.served(), data.ungated()
    for name in CONDITIONS:
        assert np.isnan(served.cells[name].logits[:40]).all()
        assert not np.isnan(served.cells[name].logits[40:]).any()
        assert set(served.cells[name].stop[:40]) == {"graphic"}
        assert set(ungated.cells[name].stop) == {""}
        kept = data.measured.cells[name].logits
        np.testing.assert_array_equal(ungated.cells[name].logits, kept)
        assert not np.isnan(kept).any()  # what was held out is as it was
    row = table(data, served, AGGREGATE, ROUNDS).figures.conditions["native"]
    assert (row.ai, row.other, row.stopped_ai, row.stopped_other) == (180, 180, 20, 20)


def test_without_a_group_everything_else_is_as_it_was() -> None:
    data = held(1.0, count=800)
    number = data.measured.names.index("source 3")
    kept = data.measured.group != number
    less = data.without("source 3")
    for name in CONDITIONS:
        cell = less.measured.cells[name]
        assert number not in set(less.measured.group[cell.index])
        np.testing.assert_array_equal(cell.logits, data.measured.cells[name].logits[kept])
        np.testing.assert_array_equal(less.statistics[name], data.statistics[name][kept])
        square = less.squares.cells[name]
        assert number not in set(less.squares.group[square.index])
        assert len(square.index) == np.isin(data.squares.cells[name].index, np.flatnonzero(kept)).sum()
    found = results(less, AGGREGATE, ROUNDS)
    assert "source 3" not in {group.name for group in found.all_pictures.figures.groups}
    assert len(found.all_pictures.figures.groups) == 15
    with pytest.raises(ValueError, match="source 9"):
        data.without("source 9")


def test_statistics_of_squares_are_those_of_the_same_pictures() -> None:
    """A condition in which small pictures have no square: the shortcut is in the others and is found."""
    data = held(gap_of(0.7), count=800)
    index = np.arange(0, 800, 4)
    index = np.sort(np.concatenate([index, index + 1]))
    cells = {name: Cell.of(index, cell.logits[index]) for name, cell in data.measured.cells.items()}
    for rows in data.statistics.values():
        rows[:, 0] = 0.0
        rows[index, 0] = data.measured.ai[index]
    some = replace(data, squares=replace(data.squares, cells=cells))
    found = table(some, some.squares, AGGREGATE, ROUNDS)
    assert all(audit.auc[NAMES[0]] == 1.0 for audit in found.audit.values())


def test_a_source_that_looks_like_ai_is_the_worst_group_and_named_first() -> None:
    data = held(2.0, count=800)
    wrong = data.measured.group == data.measured.names.index("source 2")
    for cell in data.measured.cells.values():
        cell.logits[wrong] += 3
    found = table(data, data.ungated(), AGGREGATE, ROUNDS)
    assert found.figures.groups[0].name == "source 2"
    assert found.figures.groups[0].mean < 0.4


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    data = held(1.0, count=80, stopped=5)
    data.measured.save(tmp_path / LOGITS)
    data.squares.save(tmp_path / SQUARES)
    with pytest.raises(FileNotFoundError, match=STATISTICS):
        HeldOut.read(tmp_path)
    np.savez_compressed(tmp_path / STATISTICS, allow_pickle=False, **data.statistics)
    again = HeldOut.read(tmp_path)
    assert again.measured.names == data.measured.names
    for name in CONDITIONS:
        np.testing.assert_array_equal(again.statistics[name], data.statistics[name])
        np.testing.assert_array_equal(again.measured.cells[name].logits, data.measured.cells[name].logits)
        np.testing.assert_array_equal(again.squares.cells[name].logits, data.squares.cells[name].logits)
        np.testing.assert_array_equal(again.measured.cells[name].stop, data.measured.cells[name].stop)
