from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from colophon.images.align import align
from colophon.images.frame import WHOLE, Box
from colophon.images.tiles import (
    CANVAS,
    FEATURES,
    GRID,
    ORDERS,
    SIZE,
    TILE,
    features,
    levels,
    luminance,
    pack,
    unpack,
)


def test_levels_survive_packing() -> None:
    every = np.random.default_rng(0).integers(0, 4, (GRID, GRID, FEATURES)).astype(np.uint8)
    assert len(pack(every)) == SIZE
    assert np.array_equal(unpack(pack(every)), every)


def test_tile_hashes_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match=f"{SIZE} bytes, these are 3"):
        unpack(b"abc")


def test_the_canvas_is_as_the_picture_where_sizes_agree_and_keeps_the_mean() -> None:
    pixels = np.asarray(Image.fromarray(data.astronaut()).resize((CANVAS, CANVAS)))
    canvas = luminance(pixels).canvas(WHOLE)
    assert np.allclose(canvas.values, np.asarray(Image.fromarray(pixels).convert("L")), atol=0.01)
    assert canvas.covered.all()
    mean = np.asarray(Image.fromarray(data.chelsea()).convert("L")).mean()
    assert luminance(data.chelsea()).canvas(WHOLE).values.mean() == pytest.approx(mean, rel=1e-5)


def test_the_canvas_says_which_tiles_a_crop_covers() -> None:
    canvas = luminance(data.astronaut()).canvas(Box(0, 0.125, 1, 1.1))
    assert canvas.columns.all()
    assert canvas.rows.tolist() == [False] * 2 + [True] * 14


def test_beyond_a_crop_its_edge_goes_on() -> None:
    pixels = np.full((60, 80, 3), 7, np.uint8)
    assert np.allclose(luminance(pixels).canvas(Box(0.14, 0.14, 1, 0.86)).values, 7)
    assert np.isfinite(luminance(pixels).canvas(Box(0.6, 0.4, 1, 1)).values).all()


def test_features_of_a_slope() -> None:
    slope = np.tile(np.arange(CANVAS, dtype=np.float32), (CANVAS, 1))
    found = features(slope)
    assert np.allclose(found[:, :-1, -2], TILE)  # grey levels from one tile's mean to the next
    assert np.allclose(found[:-1, :, -1], 0, atol=1e-3)
    assert np.allclose(found[..., ORDERS.index((1, 0))], 0, atol=1e-3)  # no wave downwards


@pytest.mark.parametrize("off", [(0.012, -0.012, 0.01, 0.0), (-0.008, 0.012, 0.012, -0.012)])
def test_a_crop_is_found_to_a_fraction_of_a_pixel(off: tuple[float, ...]) -> None:
    height, width = data.astronaut().shape[:2]
    true = (15 / width, 40 / height, 1 - 20 / width, 1 - 5 / height)
    crop = luminance(data.astronaut()[40 : height - 5, 15 : width - 20])
    rough = Box(*(side + shift for side, shift in zip(true, off, strict=True)))
    found = align(crop, rough, levels(luminance(data.astronaut()))).box
    for side, expected in zip((found.left, found.top, found.right, found.bottom), true, strict=True):
        assert side == pytest.approx(expected, abs=0.3 / CANVAS)
