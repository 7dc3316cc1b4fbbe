"""Logits from the head that has not seen a picture's fold, under every delivery."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.model.training.tiny import Said, items, nothing, pack, see

from colophon_model.evaluation.deliveries import DELIVERIES
from colophon_model.evaluation.shortcuts import NAMES, statistics
from colophon_model.preprocess import Pixels, native_crop
from training.augment import plain
from training.features import training_features
from training.head import Features, Head
from training.held_out import Delivered, cells, deliver, folds, head, heads
from training.pictures import Pictures
from training.recipe import Recipe
from training.views import GRID, PACK, VIEWS


def test_each_logit_comes_from_the_head_of_the_pictures_own_fold() -> None:
    of = np.array([0, 1, 2, 0, 1])
    nets = [Head(np.zeros(3), float(fold)) for fold in range(3)]
    index = np.array([4, 0, 2, 3])
    stop = np.array(["", "graphic", "", ""])
    fits = np.array([True, False, True, True])
    ones = np.ones((4, 2, 3), np.float32)
    delivered = Delivered("any", index, ones, ones, fits, stop, np.zeros((4, len(NAMES))))
    whole, squares = cells(nets, of, delivered)
    assert whole.logits.tolist() == [[1, 1], [0, 0], [2, 2], [0, 0]]
    assert (whole.index == index).all()
    assert whole.stop.tolist() == stop.tolist()
    assert squares.index.tolist() == [4, 2, 3]
    assert squares.logits.tolist() == [[1, 1], [2, 2], [0, 0]]
    assert set(squares.stop) == {""}


def _layers(count: int, seed: int = 0) -> Features:
    return np.random.default_rng(seed).normal(0, 1, (3, 2, count, 6)).astype(np.float32)


def test_a_head_has_no_part_of_the_fold_it_judges() -> None:
    made = items({"a": 8, "b": 8, "c": 8})
    ai, of = np.array([item.ai for item in made]), folds(made, 3)
    layers, recipe = _layers(len(made)), Recipe(decay=0.1)
    before = heads(layers, made, ai, of, recipe)
    changed = layers.copy()
    changed[:, :, of == 1] += 50
    after = heads(changed, made, ai, of, recipe)
    assert len(before) == 3
    assert (before[1].slope == after[1].slope).all()
    assert (before[0].slope != after[0].slope).any()


def test_a_head_is_taught_augmented_views_only() -> None:
    made = items({"a": 8, "b": 8})
    ai, every = np.array([item.ai for item in made]), np.arange(len(made))
    layers = _layers(len(made))
    changed = layers.copy()
    changed[0] += 9
    one, two = (head(one, made, ai, every, Recipe()) for one in (layers, changed))
    assert (one.slope == two.slope).all()


def test_labels_and_pictures_stay_together_when_views_are_stacked() -> None:
    made = items({"a": 20, "b": 20})
    ai = np.array([item.ai for item in made])
    layers = _layers(len(made))
    layers[..., 2] += np.where(ai, 3.0, -3.0).astype(np.float32)
    found = head(layers, made, ai, np.arange(len(made)), Recipe())
    assert int(np.abs(found.slope).argmax()) == 2
    assert ((found(layers) > 0) == ai).mean() > 0.98


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures.read([pack(tmp_path / "pack", {"g": 3}, {"s": 3})])


def test_every_delivery_has_features_of_the_wholes_as_they_arrive(tmp_path: Path, pictures: Pictures) -> None:
    layers = training_features(pictures, see, 1, 5, tmp_path, nothing)
    found = {one.condition: one for one in deliver(pictures, layers, see, tmp_path, nothing)}
    assert list(found) == [PACK, *(delivery.name for delivery in DELIVERIES)]
    ready = found[PACK]
    assert ready.index.tolist() == list(range(6))
    np.testing.assert_array_equal(ready.features, layers[0].transpose(1, 0, 2))
    native = found["native"]
    assert native.index.tolist() == [0, 1, 3, 4]  # two of each group are there as wholes
    wholes: list[Pixels] = [whole for _, whole in pictures.wholes()]
    for place in range(len(VIEWS)):
        served = see(np.stack([plain(whole, place) for whole in wholes]))
        np.testing.assert_allclose(native.features[:, place], served, atol=1e-3)
    np.testing.assert_allclose(native.statistics[0], list(statistics(plain(wholes[0], 0)).values()))
    small = found["512 q40"]
    assert small.fits.all()
    assert not native.fits.any()  # 300 px, where squares have 384
    assert not ready.fits.any()
    for place in range(len(VIEWS)):
        sent = [plain(native_crop(DELIVERIES[3](whole), 256, GRID), place) for whole in wholes]
        np.testing.assert_allclose(small.squares[:, place], see(np.stack(sent)), atol=1e-3)
    assert (found["512 q40"].features != native.features).any()
    for one in found.values():
        assert len(one.index) == len(one.features) == len(one.stop) == len(one.statistics)
        assert one.statistics.shape[1] == len(NAMES)


def test_the_gates_see_what_arrived(tmp_path: Path, pictures: Pictures) -> None:
    layers = training_features(pictures, see, 1, 5, tmp_path, nothing)
    found = {one.condition: one for one in deliver(pictures, layers, see, tmp_path, nothing)}
    assert set(found["50 % q90"].stop) == {"too_small"}  # 150 px after halving
    assert "too_small" not in found["native"].stop


def test_deliveries_that_lie_on_disk_are_not_made_again(tmp_path: Path, pictures: Pictures) -> None:
    layers = training_features(pictures, see, 1, 5, tmp_path, nothing)
    first, second = Said(), Said()
    made = list(deliver(pictures, layers, see, tmp_path, first))
    (tmp_path / "delivered-3.npz").unlink()
    again = list(deliver(pictures, layers, see, tmp_path, second))
    assert len(first.lines) == len(DELIVERIES) + 1
    assert second.lines == [f"delivered: {DELIVERIES[2].name}"]
    for one, two in zip(made, again, strict=True):
        assert one.condition == two.condition
        np.testing.assert_array_equal(one.features, two.features)
        np.testing.assert_array_equal(one.stop, two.stop)
