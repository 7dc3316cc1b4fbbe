"""Views and tensors: small pictures whose result can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from colophon_model.manifest import InputSpec, NativeCrop, ResizeShortCenterCrop, Squash, View
from colophon_model.preprocess import batch, crops, native_crop, native_crops, tensor, view


def coordinates(height: int, width: int) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Every pixel holds its own row and column."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([y, x, np.zeros_like(y)], 2).astype(np.uint8)


def test_a_native_crop_is_central_and_starts_on_the_grid() -> None:
    crop = native_crop(coordinates(100, 120), 32, 8)
    assert crop.shape == (32, 32, 3)
    assert crop[0, 0].tolist() == [32, 40, 0]  # (100 - 32) / 2 = 34 and (120 - 32) / 2 = 44, down to the grid


def test_a_native_crop_of_a_small_picture_is_padded_by_reflection() -> None:
    crop = native_crop(coordinates(20, 40), 32, 8)
    assert crop.shape == (32, 32, 3)
    assert crop[:8, 0, 0].tolist() == [6, 5, 4, 3, 2, 1, 0, 1]


@pytest.mark.parametrize(("height", "width"), [(64, 128), (128, 64), (90, 91), (33, 99)])
def test_every_view_has_the_size_it_promises(height: int, width: int) -> None:
    views: list[View] = [
        NativeCrop(kind="native_crop", size=32),
        ResizeShortCenterCrop(kind="resize_short_center_crop", short=40, crop=32),
        Squash(kind="squash", size=(32, 32)),
    ]
    assert [view(v, coordinates(height, width)).shape for v in views] == [(32, 32, 3)] * 3


def test_resizing_then_cropping_keeps_the_middle() -> None:
    spec = ResizeShortCenterCrop(kind="resize_short_center_crop", short=32, crop=16)
    crop = view(spec, coordinates(64, 128))
    assert np.abs(crop[8, 8, :2].astype(int) - [33, 65]).max() <= 1
    assert crop[0, 0, 0] < crop[-1, 0, 0]


def test_squashing_takes_in_all_corners() -> None:
    crop = view(Squash(kind="squash", size=(16, 16)), coordinates(64, 128))
    assert crop[0, 0, 0] < 4
    assert crop[-1, 0, 0] > 59
    assert crop[0, -1, 1] > 119


def test_a_float_tensor_is_scaled_normalised_and_turned() -> None:
    spec = InputSpec(
        name="x", dtype="float32", layout="NCHW", shape=("b", 3, 1, 1), range=(0, 1), channel_order="BGR",
        mean=(0.5, 0.0, 0.0), std=(0.5, 1.0, 2.0),
    )  # fmt: skip
    pixel = np.array([[[[0, 255, 51]]]], np.uint8)
    assert tensor(pixel, spec).shape == (1, 3, 1, 1)
    np.testing.assert_allclose(tensor(pixel, spec).ravel(), [(0.2 - 0.5) / 0.5, 1.0, 0.0], atol=1e-6)


def test_a_byte_tensor_is_the_crops_themselves() -> None:
    spec = InputSpec(name="x", dtype="uint8", layout="NHWC", shape=("b", 32, 32, 3), range=(0, 255))
    picture = coordinates(32, 32)
    both = batch(
        [NativeCrop(kind="native_crop", size=32), Squash(kind="squash", size=(32, 32))], spec, picture
    )
    assert both.dtype == np.uint8
    assert (both == picture).all()


def test_several_native_crops_start_in_the_middle_and_reach_the_corners() -> None:
    squares = native_crops(coordinates(100, 121), 32, 5, 8)
    starts = [square[0, 0, :2].tolist() for square in squares]
    assert starts == [[32, 40], [0, 0], [64, 88], [0, 88], [64, 0]]
    assert (squares[0] == native_crop(coordinates(100, 121), 32, 8)).all()


@pytest.mark.parametrize("count", range(1, 14))
def test_every_native_crop_is_whole_and_on_the_grid(count: int) -> None:
    squares = native_crops(coordinates(75, 200), 64, count, 8)
    assert squares.shape == (count, 64, 64, 3)
    assert not (squares[:, 0, 0, :2] % 8).any()
    assert (squares[:, -1, -1, 0] - squares[:, 0, 0, 0] == 63).all()


def test_a_picture_without_room_gives_the_same_native_crop_again() -> None:
    squares = native_crops(coordinates(32, 20), 32, 4, 8)
    assert (squares == squares[0]).all()


def test_the_crops_of_all_views_run_as_one_batch() -> None:
    spec = InputSpec(name="x", dtype="uint8", layout="NHWC", shape=("b", 32, 32, 3), range=(0, 255))
    views: list[View] = [
        NativeCrop(kind="native_crop", size=32, count=4),
        Squash(kind="squash", size=(32, 32)),
    ]
    picture = coordinates(64, 64)
    both = batch(views, spec, picture)
    assert both.shape == (5, 32, 32, 3)
    assert (both[:4] == crops(views[0], picture)).all()
    assert (both[4] == view(views[1], picture)).all()


def test_a_half_precision_input_gets_half_precision() -> None:
    spec = InputSpec(name="x", dtype="float16", layout="NHWC", shape=("b", 1, 1, 3), range=(0, 1))
    values = tensor(np.array([[[[0, 255, 51]]]], np.uint8), spec)
    assert values.dtype == np.float16
    np.testing.assert_allclose(values.ravel(), [0, 1, 0.2], atol=1e-3)
