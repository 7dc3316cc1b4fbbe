from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from colophon.images.hashes import pdq
from colophon.images.picture import Picture

LIMIT = 40_000_000


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_published_reference_hashes(cases: Path) -> None:
    """Meta's rule: a right implementation is within 10 bits (facts 4.1)."""
    with (cases / "pdq" / "reference.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 15
    for row in rows:
        pixels = Picture.of((cases / "pdq" / row["file"]).read_bytes(), LIMIT).pixels()
        found, quality = pdq(pixels)
        assert distance(found, row["ref_hash"]) <= 10, row["file"]
        assert quality == int(row["quality"]), row["file"]


def test_near_for_a_smaller_copy_far_for_another_picture() -> None:
    photo = Image.fromarray(data.astronaut())
    found, quality = pdq(np.asarray(photo))
    assert len(found) == 64
    assert quality > 49
    assert distance(found, pdq(np.asarray(photo.resize((300, 300))))[0]) <= 31
    assert distance(found, pdq(data.chelsea())[0]) > 64


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 900, 3), (5, 3, 3)])
def test_tiny_pictures(shape: tuple[int, int, int]) -> None:
    found, quality = pdq(np.zeros(shape, np.uint8))
    assert len(found) == 64
    assert quality == 0
