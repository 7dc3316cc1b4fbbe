"""Platt scaling and the way from a model's output to one score."""

from __future__ import annotations

import numpy as np
import pytest

from colophon_model.aggregate import scores, view_logits
from colophon_model.calibrate import fit_platt, platt, sigmoid
from colophon_model.manifest import OutputSpec


def test_the_fit_finds_the_constants_that_made_the_labels() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 40_000)
    ai = rng.random(40_000) < platt(logits, 0.7, -0.4)
    a, b = fit_platt(logits, ai)
    assert a == pytest.approx(0.7, abs=0.03)
    assert b == pytest.approx(-0.4, abs=0.03)


def test_weights_count_like_copies() -> None:
    logits, ai = np.array([-2.0, -1, 0.5, 1, 2, -0.5]), np.array([0, 0, 0, 1, 1, 1])
    doubled = fit_platt(logits, ai, np.full(6, 2.0))
    assert doubled == pytest.approx(fit_platt(logits, ai), abs=1e-6)
    heavy_ai = fit_platt(logits, ai, np.where(ai, 5.0, 1.0))
    assert heavy_ai[1] > doubled[1]


def test_separable_logits_give_finite_constants() -> None:
    a, b = fit_platt(np.array([-3.0, -2, 2, 3]), np.array([0, 0, 1, 1]))
    assert np.isfinite([a, b]).all()
    assert a > 0


def test_one_class_cannot_be_calibrated() -> None:
    with pytest.raises(ValueError, match="both classes"):
        fit_platt([0.1, 0.2], [1, 1])


def test_the_logistic_function_holds_at_the_ends() -> None:
    assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("spec", "output", "logit"),
    [
        (OutputSpec(name="y", kind="logit"), [[1.5]], 1.5),
        (OutputSpec(name="y", kind="logit", higher_is_ai=False), [[1.5]], -1.5),
        (OutputSpec(name="y", kind="score_llr"), [1.5], 1.5),
        (OutputSpec(name="y", kind="prob"), [[0.5]], 0.0),
        (OutputSpec(name="y", kind="prob", ai_index=1), [[0.1, 0.9]], np.log(9)),
        (OutputSpec(name="y", kind="softmax2", ai_index=0), [[2.0, 0.5]], 1.5),
        (OutputSpec(name="y", kind="softmax2", ai_index=1), [[2.0, 0.5]], -1.5),
    ],
)
def test_every_kind_of_output_becomes_a_logit(spec: OutputSpec, output: list[float], logit: float) -> None:
    assert view_logits(np.array(output, np.float32), spec) == pytest.approx([logit], abs=1e-6)


def test_a_certain_probability_stays_finite() -> None:
    assert np.isfinite(view_logits(np.array([[1.0], [0.0]]), OutputSpec(name="y", kind="prob"))).all()


def test_calibration_is_per_view_or_after_as_the_aggregate_says() -> None:
    logits = np.array([[0.0, 4.0]])
    assert scores(logits, "mean_prob", 2.0, 1.0)[0] == pytest.approx((sigmoid(1.0) + sigmoid(9.0)) / 2)
    assert scores(logits, "mean_logit", 2.0, 1.0)[0] == pytest.approx(float(sigmoid(5.0)))
