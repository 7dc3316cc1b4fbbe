"""A statistic that tells the classes apart makes a table void; matched pairs take it away."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy.special import expit
from tests.model.evaluation.made_up import gap_of

from colophon_model.evaluation.deliveries import recode
from colophon_model.evaluation.matching import matched, pairs
from colophon_model.evaluation.shortcuts import Audit, audit_of, shape_statistics, statistics

RNG = np.random.default_rng(0)
NOISE = RNG.integers(0, 256, (256, 256, 3), dtype=np.uint8)


def test_statistics_without_a_difference_leave_the_table_standing() -> None:
    ai = np.arange(4000) % 2 == 0
    rows = [{"a": a, "b": b} for a, b in RNG.normal(0, 1, (4000, 2))]
    assert audit_of(rows, ai) == Audit(audit_of(rows, ai).auc, [], False)


def test_an_injected_shortcut_makes_it_void_and_is_named() -> None:
    ai = np.arange(4000) % 2 == 0
    rows = [
        {"plain": a, "brighter": b + gap_of(0.6) * label, "smaller": c - gap_of(0.7) * label}
        for (a, b, c), label in zip(RNG.normal(0, 1, (4000, 3)), ai, strict=True)
    ]
    found = audit_of(rows, ai)
    assert (found.void, found.outside) == (True, ["smaller", "brighter"])
    assert found.auc["brighter"] == pytest.approx(0.6, abs=0.03)
    assert found.auc["smaller"] == pytest.approx(0.3, abs=0.03)


def test_a_statistic_is_compared_inside_a_fold() -> None:
    ai, fold = np.array([True, True, False, False]), np.array([0, 1, 0, 1])
    rows = [{"s": float(v)} for v in (2, 12, 1, 11)]
    assert audit_of(rows, ai, fold).auc["s"] == 1.0


def test_what_the_statistics_measure() -> None:
    grey, red = np.full((64, 64, 3), 90, np.uint8), np.tile(np.array([200, 0, 0], np.uint8), (64, 64, 1))
    assert statistics(grey)["brightness"] == 90
    assert statistics(grey)["saturation"] == 0
    assert statistics(red)["saturation"] == 200
    assert (
        statistics(NOISE)["bytes per pixel at JPEG q85"] > 4 * statistics(grey)["bytes per pixel at JPEG q85"]
    )
    coarse = recode(Image.fromarray(NOISE), "JPEG", 10)
    assert statistics(coarse)["8-pixel grid"] > 1.1 > statistics(NOISE)["8-pixel grid"]
    wide = shape_statistics(np.zeros((50, 100, 3), np.uint8), ".PNG")
    assert (wide["PNG file"], wide["shorter side"], wide["squareness"]) == (1.0, 50.0, 0.5)


def test_matching_takes_a_shortcut_away_and_leaves_what_is_there() -> None:
    count = 1200
    ai = np.arange(count) % 2 == 0
    group = np.arange(count) % 12
    bright = RNG.normal(0, 1, count) + gap_of(0.65) * ai
    rows = [{"brightness": value, "other": RNG.normal()} for value in bright]
    assert audit_of(rows, ai).void
    knows_brightness = matched(rows, expit(bright), ai, group, rounds=50)
    assert knows_brightness is not None
    assert not knows_brightness.audit.void
    assert knows_brightness.auc < 0.56
    knows_more = matched(rows, expit(RNG.normal(0, 1, count) + gap_of(0.8) * ai), ai, group, rounds=50)
    assert knows_more is not None
    assert knows_more.auc == pytest.approx(0.8, abs=0.05)
    assert 100 < knows_more.pairs == knows_brightness.pairs


def test_no_picture_is_in_two_pairs_and_the_closest_come_first() -> None:
    ai = np.array([True] * 40 + [False] * 60)
    rows = [{"s": float(v)} for v in RNG.normal(0, 1, 100)]
    one, two = pairs(rows, ai)
    assert len(set(one)) == len(set(two)) == 40
    assert ai[one].all()
    assert not ai[two].any()


def test_classes_without_a_common_ground_cannot_be_matched() -> None:
    ai = np.arange(200) % 2 == 0
    rows = [{"s": float(label)} for label in ai]
    assert matched(rows, RNG.random(200), ai, np.arange(200) % 4, rounds=5) is None
