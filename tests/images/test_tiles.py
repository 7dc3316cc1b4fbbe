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
    SIZE,
    Canvas,
    features,
    levels,
    luminance,
    pack,
    unpack,
)


def test_levels_survive_packing() -> None:
    every = np.random.default_rng(0).integers(0, 8, (GRID, GRID, FEATURES)).astype(np.uint8)
    assert len(pack(every)) == SIZE
    assert np.array_equal(unpack(pack(every)), every)


def test_tile_hashes_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match=f"{SIZE} bytes, these are 3"):
        unpack(b"abc")


def test_the_canvas_keeps_the_mean_and_is_as_the_picture_where_sizes_agree() -> None:
    luma = luminance(np.asarray(Image.fromarray(data.astronaut()).resize((CANVAS, CANVAS))))
    canvas = Canvas.of(luma, WHOLE)
    assert np.allclose(canvas.values, luma, atol=0.01)
    assert canvas.covered.all()
    assert Canvas.of(luminance(data.chelsea()), WHOLE).values.mean() == pytest.approx(
        luminance(data.chelsea()).mean(), rel=1e-4
    )


def test_the_canvas_says_which_tiles_a_crop_covers() -> None:
    canvas = Canvas.of(luminance(data.astronaut()), Box(0, 0.125, 1, 1.1))
    assert canvas.columns.all()
    assert canvas.rows.tolist() == [False] * 2 + [True] * 14


def test_features_of_a_slope() -> None:
    slope = np.tile(np.arange(CANVAS, dtype=np.float32), (CANVAS, 1))
    found = features(slope)
    assert np.allclose(found[:, :-1, -2], 16)  # grey levels from one tile's mean to the next
    assert np.allclose(found[:-1, :, -1], 0, atol=1e-3)
    assert np.allclose(found[..., 3], 0, atol=1e-3)  # no waves downwards


@pytest.mark.parametrize("off", [(0.012, -0.012, 0.01, 0.0), (-0.008, 0.012, 0.012, -0.012)])
def test_a_crop_is_found_to_a_fraction_of_a_pixel(off: tuple[float, ...]) -> None:
    height, width = data.astronaut().shape[:2]
    true = (15 / width, 40 / height, 1 - 20 / width, 1 - 5 / height)
    crop = luminance(data.astronaut()[40 : height - 5, 15 : width - 20])
    rough = Box(*(side + shift for side, shift in zip(true, off, strict=True)))
    found = align(crop, rough, levels(luminance(data.astronaut()))).box
    for side, expected in zip((found.left, found.top, found.right, found.bottom), true, strict=True):
        assert side == pytest.approx(expected, abs=0.5 / CANVAS)
