from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from colophon.images.frame import WHOLE, Box, content_box
from colophon.images.hashes import NEAR, pdq_code, thumbnail
from colophon.images.variants import AS_GIVEN, FRAME, VARIANTS, turned, turned_back, variant_hashes

PHOTO = np.asarray(Image.fromarray(data.astronaut()).resize((640, 600)))
VARIANTS_OF_PHOTO = variant_hashes(PHOTO, WHOLE)


def nearest(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> tuple[int, int]:
    """Distance and code of the variant of `PHOTO` that is nearest."""
    codes, hashes = VARIANTS_OF_PHOTO
    distances = np.bitwise_count(hashes ^ pdq_code(thumbnail(pixels))[0]).sum(axis=1)
    return int(distances.min()), int(codes[distances.argmin()])


def test_codes_are_what_stored_rows_say() -> None:
    """A stored code keeps its meaning: new variants come last."""
    assert not VARIANTS[AS_GIVEN].framed
    assert VARIANTS[FRAME].framed
    assert VARIANTS[2].box == Box(0.025, 0.025, 0.975, 0.975)
    assert VARIANTS[4].box == Box(0.025, 0, 1, 1)
    assert VARIANTS[23].box == Box(0, 0, 1, 1 - 0.115)
    assert [VARIANTS[code].turn for code in range(24, 31)] == [1, 2, 3, 4, 5, 6, 7]
    assert len(VARIANTS) == 31


@pytest.mark.parametrize("cut", [0.05, 0.061, 0.08, 0.104, 0.12])
@pytest.mark.parametrize("side", range(4))
def test_a_crop_of_one_side_is_near(cut: float, side: int) -> None:
    cuts = [cut if side == each else 0 for each in range(4)]
    distance, code = nearest(Box(cuts[0], cuts[1], 1 - cuts[2], 1 - cuts[3]).cut(PHOTO))
    assert distance <= NEAR
    box = VARIANTS[code].box
    assert (box.left, box.top, 1 - box.right, 1 - box.bottom)[side] == pytest.approx(cut, abs=0.015)


@pytest.mark.parametrize("turn", range(8))
def test_a_turned_picture_is_near(turn: int) -> None:
    distance, code = nearest(turned(PHOTO, turn))
    assert distance <= 4
    assert VARIANTS[code].turn == turn


@pytest.mark.parametrize("turn", range(8))
def test_turned_back(turn: int) -> None:
    assert np.array_equal(turned_back(turned(PHOTO, turn), turn), PHOTO)


def test_another_picture_is_far() -> None:
    assert nearest(data.chelsea())[0] > 64


def test_a_border_gives_one_more_hash() -> None:
    bordered = np.pad(PHOTO, ((30, 30), (30, 30), (0, 0)))
    codes, hashes = variant_hashes(bordered, content_box(bordered))
    assert codes.tolist() == list(VARIANTS)
    assert np.bitwise_count(hashes[0] ^ pdq_code(thumbnail(bordered))[0]).sum() == 0


def test_a_crop_of_a_bordered_picture_is_near() -> None:
    """A narrow border is cut off together with what stands beside it."""
    bordered = np.pad(PHOTO, ((9, 9), (9, 9), (0, 0)))
    codes, hashes = variant_hashes(bordered, content_box(bordered))
    crop = Box(0.05, 0.05, 0.95, 0.95).cut(bordered)
    distances = np.bitwise_count(hashes ^ pdq_code(thumbnail(crop))[0]).sum(axis=1)
    assert distances.min() <= NEAR
    assert codes[distances.argmin()] == 3


def test_variants_that_say_little_are_left_out() -> None:
    codes, hashes = variant_hashes(np.full((300, 300, 3), 128, np.uint8), WHOLE)
    assert codes.shape == (0,)
    assert hashes.shape == (0, 32)
