from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from skimage import data

from colophon.images.chroma import (
    SIZE,
    chroma_levels,
    pack_chroma,
    recoloured,
    tile_chroma,
    unpack_chroma,
)
from colophon.images.frame import Box
from colophon.images.tiles import GRID

EVERYWHERE = np.ones((GRID, GRID), bool)


def test_levels_survive_packing() -> None:
    every = np.random.default_rng(0).integers(0, 8, (GRID, GRID, 2)).astype(np.uint8)
    assert len(pack_chroma(every)) == SIZE
    assert np.array_equal(unpack_chroma(pack_chroma(every)), every)


def test_chroma_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match=f"{SIZE} bytes, these are 3"):
        unpack_chroma(b"abc")


def test_grey_has_no_chroma_and_blue_has_cb() -> None:
    pixels = np.full((64, 64, 3), 90, np.uint8)
    pixels[:, 32:] = (0, 0, 255)
    found = tile_chroma(pixels)
    assert np.allclose(found[:, :8], 0)
    assert np.allclose(found[:, 8:], (127, -21), atol=1)


def test_a_part_is_laid_where_it_belongs() -> None:
    whole, half = tile_chroma(data.astronaut()), tile_chroma(data.astronaut()[:, :256], Box(0, 0, 0.5, 1))
    assert np.allclose(half[:, :8], whole[:, :8], atol=0.1)


@pytest.mark.parametrize("saturation", [0.8, 1.0, 1.25])
def test_another_saturation_or_tint_of_the_whole_is_no_recolouring(saturation: float) -> None:
    copy = np.asarray(ImageEnhance.Color(Image.fromarray(data.astronaut())).enhance(saturation))
    found = tile_chroma(copy) + np.array([5, -4], np.float32)
    assert recoloured(found, chroma_levels(data.astronaut()), EVERYWHERE).mean() < 0.3


def test_grey_is_far_from_colour_and_tiles_not_covered_do_not_count() -> None:
    expected = chroma_levels(data.astronaut())
    assert recoloured(np.zeros((GRID, GRID, 2), np.float32), expected, EVERYWHERE).max() > 10
    found = tile_chroma(data.astronaut())
    found[:4] += 60
    assert recoloured(found, expected, EVERYWHERE)[:4].min() > 20
    lower = EVERYWHERE.copy()
    lower[:4] = False
    assert not recoloured(found, expected, lower).any()
