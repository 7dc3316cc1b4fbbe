"""The head: convex, weighted, held back by its decay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from colophon_model.evaluation.metrics import auc
from training import head as module
from training.head import Head, fit

Floats = NDArray[np.float64]
DIRECTION = np.array([2.0, -1.0, 0.0, 0.0])


def made(count: int = 4000, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    features = rng.normal(0, 1, (count, 4)).astype(np.float32)
    return features, rng.random(count) < expit(features @ DIRECTION + 0.5)


def even(count: int) -> Floats:
    return np.full(count, 1 / count)


def test_it_finds_the_direction_the_labels_come_from() -> None:
    features, ai = made()
    found = fit(features, ai, even(len(ai)), 1e-6)
    np.testing.assert_allclose(found.slope, DIRECTION, atol=0.15)
    assert found.offset == pytest.approx(0.5, abs=0.12)


def test_scale_and_place_of_a_feature_do_not_matter() -> None:
    features, ai = made()
    stretched = features * np.array([10, 1, 0.1, 1], np.float32) + np.array([5, 0, -3, 100], np.float32)
    one, two = fit(features, ai, even(len(ai)), 0.01), fit(stretched, ai, even(len(ai)), 0.01)
    np.testing.assert_allclose(one(features), two(stretched), atol=0.15)


def test_a_feature_that_never_changes_does_no_harm() -> None:
    features, ai = made()
    features[:, 3] = 7
    found = fit(features, ai, even(len(ai)), 0.01)
    assert np.isfinite(found.slope).all()
    assert abs(found.slope[3] * 7) < 0.05


def test_decay_shrinks_and_the_order_stays() -> None:
    features, ai = made()
    loose, tight = (fit(features, ai, even(len(ai)), decay) for decay in (0.001, 1.0))
    assert np.linalg.norm(tight.slope) < 0.5 * np.linalg.norm(loose.slope)
    score = tight(features)
    assert auc(score[ai], score[~ai]) > 0.85


def test_weights_count_as_copies_do() -> None:
    features, ai = made(600)
    weight = np.where(np.arange(600) < 200, 3.0, 1.0)
    copies = np.concatenate([np.arange(600), np.arange(200), np.arange(200)])
    weighted = fit(features, ai, weight, 0.05)
    # the copies' own mean and spread differ a little, and with them what the decay holds back
    copied = fit(features[copies], ai[copies], even(1000), 0.05)
    plain = fit(features, ai, even(600), 0.05)
    near, far = (np.linalg.norm(weighted.slope - other.slope) for other in (copied, plain))
    assert near < 0.02 < far


def test_only_the_proportions_of_weights_matter() -> None:
    features, ai = made(500)
    one, two = (fit(features, ai, np.full(500, weight), 0.1) for weight in (1.0, 1e-4))
    np.testing.assert_allclose(one.slope, two.slope, atol=1e-6)


def test_the_same_pictures_give_the_same_head() -> None:
    features, ai = made(500)
    one, two = (fit(features, ai, even(500), 0.1) for _ in range(2))
    assert (one.slope == two.slope).all()
    assert one.offset == two.offset


def test_it_raises_when_it_cannot_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    features, ai = made()
    monkeypatch.setattr(module, "_ROUNDS", 1)
    with pytest.raises(ValueError, match="did not settle"):
        fit(features, ai, even(len(ai)), 0.001)


def test_logits_keep_the_shape_of_what_comes_in() -> None:
    features = np.ones((2, 5, 4), np.float32)
    logits = Head(DIRECTION, 0.25)(features)
    assert logits.shape == (2, 5)
    assert (logits == 1.25).all()
