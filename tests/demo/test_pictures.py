from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from colophon.demo import pictures

PAINTERS = [
    pictures.lake,
    pictures.dunes,
    pictures.islands,
    pictures.neon,
    pictures.flower,
    pictures.fruit,
    pictures.lighthouse,
    pictures.town,
]


@pytest.mark.parametrize("paint", PAINTERS, ids=lambda p: p.__name__)
def test_a_picture_is_large_varied_and_always_the_same(paint: Callable[[], Image.Image]) -> None:
    picture = paint()
    assert picture.mode == "RGB"
    assert min(picture.size) >= 800
    thumbnail = np.asarray(picture.resize((16, 16)), np.float32)
    assert thumbnail.std() > 25  # no plain surface
    assert picture.tobytes() == paint().tobytes()
