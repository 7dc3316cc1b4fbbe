"""What a delivery does to a picture."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from colophon_model.evaluation.deliveries import DELIVERIES, NATIVE, SCREENSHOT, Delivery

PIXELS = np.random.default_rng(0).integers(0, 256, (600, 1400, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("native", (600, 1400)),
        ("1080 q70", (463, 1080)),
        ("768 q60", (329, 768)),
        ("512 q40", (219, 512)),
        ("50 % q90", (300, 700)),
        ("WebP q80", (600, 1400)),
        ("screenshot", (488, 1156)),
    ],
)
def test_the_matrix_and_its_sizes(name: str, size: tuple[int, int]) -> None:
    assert {d.name: d for d in DELIVERIES}[name](PIXELS).shape == (*size, 3)


def test_the_matrix_has_seven_conditions() -> None:
    assert len({d.name for d in DELIVERIES}) == 7


@pytest.mark.parametrize("delivery", [d for d in DELIVERIES if d.longest], ids=lambda d: d.name)
def test_a_delivery_loses_detail_beyond_the_resize(delivery: Delivery) -> None:
    assert delivery.longest is not None
    resized = Image.fromarray(PIXELS)
    resized.thumbnail((delivery.longest, delivery.longest), Image.Resampling.LANCZOS)
    assert (delivery(PIXELS) != np.asarray(resized)).any()


def test_native_is_the_picture_itself() -> None:
    assert NATIVE(PIXELS) is PIXELS


def test_a_screenshot_is_cut_off_the_grid_of_the_file_before() -> None:
    assert all(cut % 8 for cut in SCREENSHOT.trim)
    assert SCREENSHOT(PIXELS[:4, :4]).shape == (3, 3, 3)  # too small to trim: still a picture
