"""The conversion to YUV, held against OpenCV's published formula and values that OpenCV 5.0 computed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.checks.watermark.planes import Plane, approximation, u_of_bytes

# Blue, green, red, and U of cv2.cvtColor(..., cv2.COLOR_BGR2YUV) for 8-bit pixels.
OPENCV = [
    (0, 0, 0, 128),
    (255, 255, 255, 128),
    (255, 0, 0, 239),
    (0, 255, 0, 54),
    (0, 0, 255, 91),
    (255, 255, 0, 165),
    (0, 255, 255, 17),
    (1, 2, 3, 128),
    (241, 160, 175, 161),
    (229, 148, 198, 156),
    (213, 57, 14, 202),
    (76, 72, 223, 107),
    (233, 1, 127, 211),
    (210, 33, 204, 180),
    (30, 119, 209, 76),
    (77, 87, 71, 126),
]


@pytest.mark.parametrize(("blue", "green", "red", "u"), OPENCV)
def test_u_is_that_of_opencv(blue: int, green: int, red: int, u: int) -> None:
    assert u_of_bytes(np.array([[[red, green, blue]]], np.uint8)) == u


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_u_of_bytes_is_the_published_formula_rounded(rgb: tuple[int, int, int]) -> None:
    red, green, blue = rgb
    u = 0.492 * (blue - (0.299 * red + 0.587 * green + 0.114 * blue)) + 128
    assert abs(int(u_of_bytes(np.array([[rgb]], np.uint8))[0, 0]) - u) <= 0.75  # Y is rounded first


def test_the_approximation_is_the_haar_transforms() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (1030, 23, 3), dtype=np.uint8)  # more than one strip
    found = approximation(rgb, Plane.BYTES)
    u = u_of_bytes(rgb)[:1028, :20]
    assert found.shape == (514, 10)
    assert found[300, 7] == u[600:602, 14:16].sum() / 2
    assert found[513, 9] == u[1026:1028, 18:20].sum() / 2


def test_floats_are_not_rounded_and_have_another_delta() -> None:
    rgb = np.random.default_rng(2).integers(0, 256, (4, 4, 3), dtype=np.uint8)
    red, green, blue = (rgb[:2, :2, c].astype(float) for c in range(3))
    u = 0.492 * (blue - 0.299 * red - 0.587 * green - 0.114 * blue) + 0.5
    assert approximation(rgb, Plane.FLOATS)[0, 0] == pytest.approx(u.sum() / 2, abs=1e-3)
    swapped = approximation(np.ascontiguousarray(rgb[..., ::-1]), Plane.FLOATS_SWAPPED)
    assert swapped[0, 0] == approximation(rgb, Plane.FLOATS)[0, 0]
