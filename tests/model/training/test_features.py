"""Features of every view, as served and augmented, kept on disk and resumed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.model.training.tiny import Said, nothing, pack, see

from colophon_model.preprocess import Pixels
from training.augment import plain
from training.features import seen, training_features
from training.pictures import Pictures
from training.views import FEATURES, SIDE, SOURCES


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures.read([pack(tmp_path / "pack", {"g": 2}, {"s": 2})])


def test_crops_are_seen_in_batches_and_in_order() -> None:
    sizes: list[int] = []

    def counting(crops: Pixels) -> NDArray[np.float32]:
        sizes.append(len(crops))
        return crops[:, 0, 0, :1].astype(np.float32)

    crops = (np.full((4, 4, 3), number, np.uint8) for number in range(37))
    assert seen(counting, crops)[:, 0].tolist() == list(range(37))
    assert sum(sizes) == 37
    assert max(sizes) < 37


def test_nothing_to_see_has_the_width_of_the_trunk() -> None:
    assert seen(see, []).shape == (0, FEATURES)


def test_the_first_layer_is_of_the_views_that_are_served(tmp_path: Path, pictures: Pictures) -> None:
    layers = training_features(pictures, see, 2, 5, tmp_path, nothing)
    assert layers.shape == (3, 2, 4, 7)
    for place, kind in enumerate(SOURCES):
        served = np.stack([plain(decoded, place) for decoded in pictures.decode(kind)])
        assert served.shape == (4, SIDE, SIDE, 3)
        np.testing.assert_allclose(layers[0, place], see(served), atol=1e-3)
    assert (layers[1] != layers[0]).any()
    assert (layers[1] != layers[2]).any()


def test_the_same_seed_gives_the_same_features(tmp_path: Path, pictures: Pictures) -> None:
    made = []
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        (tmp_path / name).mkdir()
        made.append(training_features(pictures, see, 1, seed, tmp_path / name, nothing))
    assert (made[0] == made[1]).all()
    assert (made[0][1] != made[2][1]).any()
    assert (made[0][0] == made[2][0]).all()


def test_what_was_made_is_not_made_again_and_what_was_not_is(tmp_path: Path, pictures: Pictures) -> None:
    calls = 0

    def failing(crops: Pixels) -> NDArray[np.float32]:
        nonlocal calls
        calls += 1
        if calls > 3:  # two views of the first layer, one of the second
            raise KeyboardInterrupt
        return see(crops)

    with pytest.raises(KeyboardInterrupt):
        training_features(pictures, failing, 2, 5, tmp_path, nothing)
    assert [path.name for path in tmp_path.glob("*.npy")] == ["features-0.npy"]
    said = Said()
    resumed = training_features(pictures, see, 2, 5, tmp_path, said)
    assert [line.rpartition(", ")[2] for line in said.lines] == ["1 of 2", "2 of 2"]
    through = tmp_path / "through"
    through.mkdir()
    assert (resumed == training_features(pictures, see, 2, 5, through, nothing)).all()
    again = Said()
    assert (training_features(pictures, see, 2, 5, tmp_path, again) == resumed).all()
    assert again.lines == []
