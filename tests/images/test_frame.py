from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from colophon.images.frame import BLEND, WHOLE, Box, content_box


def bordered(pixels: NDArray[np.uint8], widths: tuple[int, int, int, int], colour: int) -> NDArray[np.uint8]:
    left, top, right, bottom = widths
    return np.pad(pixels, ((top, bottom), (left, right), (0, 0)), constant_values=colour)


@pytest.mark.parametrize("colour", [0, 90, 255])
@pytest.mark.parametrize("widths", [(10, 10, 10, 10), (0, 40, 0, 40), (0, 0, 30, 0)])
def test_a_uniform_border_is_no_part_of_the_frame(widths: tuple[int, int, int, int], colour: int) -> None:
    picture = bordered(data.astronaut(), widths, colour)
    left, top, right, bottom = (width + BLEND if width else 0 for width in widths)
    height, width = picture.shape[:2]
    inner = picture[top : height - bottom, left : width - right]
    assert np.array_equal(content_box(picture).cut(picture), inner)


def test_compression_noise_in_a_border_does_not_hide_it() -> None:
    noise = np.random.default_rng(0).integers(-8, 9, (552, 552, 3))
    noisy = np.clip(bordered(data.astronaut(), (20, 20, 20, 20), 40) + noise, 0, 255).astype(np.uint8)
    assert content_box(noisy).cut(noisy).shape == (510, 510, 3)


def test_a_photo_has_no_border() -> None:
    assert content_box(data.chelsea()) == WHOLE


def test_what_is_mostly_border_is_left_whole() -> None:
    assert content_box(bordered(data.chelsea(), (600, 600, 600, 600), 255)) == WHOLE
    assert content_box(np.zeros((50, 60, 3), np.uint8)) == WHOLE


def test_a_cut_holds_at_least_one_pixel() -> None:
    assert Box(0.2, 0.2, 0.3, 0.3).cut(np.zeros((1, 1, 3), np.uint8)).shape == (1, 1, 3)


def test_a_box_seen_from_another() -> None:
    assert WHOLE.seen_from(Box(0.25, 0.0, 0.75, 1.0)) == Box(-0.5, 0, 1.5, 1)
    assert Box(0.25, 0.5, 0.5, 1).seen_from(WHOLE) == Box(0.25, 0.5, 0.5, 1)
