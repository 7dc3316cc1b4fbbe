"""Locating and reading with networks that answer what they are told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon.checks.image_text.models import Networks
from colophon.checks.image_text.reader import Reader

Array = NDArray[np.float32]
CHARACTERS = ("", "A", "I", " ")


class Session:
    """In place of a session of ONNX Runtime."""

    def __init__(self, answer: Callable[[Array], Array]) -> None:
        self.answer = answer
        self.asked: list[Array] = []

    def run(self, _: None, given: dict[str, Any]) -> list[Array]:
        self.asked.append(given["x"])
        return [self.answer(given["x"])]


def text_at(*boxes: tuple[int, int, int, int], sure: float = 0.9) -> Session:
    """Finds text cores at left, top, right, bottom."""

    def answer(x: Array) -> Array:
        found = np.zeros((1, 1, *x.shape[2:]), np.float32)
        for left, top, right, bottom in boxes:
            found[0, 0, top:bottom, left:right] = sure
        return found

    return Session(answer)


def spelling(*steps: int, chance: float = 0.9) -> Session:
    """Reads the classes ``steps``, one after another."""
    chances = np.zeros((1, len(steps), len(CHARACTERS)), np.float32)
    chances[0, range(len(steps)), steps] = chance
    return Session(lambda _: chances)


def reader(detect: Session, recognise: Session) -> Reader:
    return Reader(Networks(detect, recognise, CHARACTERS))


def test_a_line_is_grown_from_its_core_cut_out_and_read() -> None:
    letters = spelling(0, 1, 1, 0, 1, 2, 3)
    (line,) = reader(text_at((20, 30, 120, 40)), letters).lines(Image.new("RGB", (320, 96), "silver"), 1.0)
    assert line.text == "AAI"
    assert line.left < 20
    assert line.right > 120
    assert (line.top, line.bottom) == (22, 48)
    assert line.ground == 192
    assert letters.asked[0].shape[:3] == (1, 3, 48)
    np.testing.assert_allclose(letters.asked[0], 192 / 127.5 - 1, atol=1e-6)


def test_boxes_are_in_pixels_of_the_picture_whatever_the_scale() -> None:
    detect = text_at((40, 64, 240, 84))
    (line,) = reader(detect, spelling(1)).lines(Image.new("RGB", (320, 96)), 2.0)
    assert detect.asked[0].shape == (1, 3, 192, 640)
    assert (line.top, line.bottom) == (24, 50)


def test_what_is_not_legible_not_level_or_a_speck_is_no_line() -> None:
    image = Image.new("RGB", (320, 96))
    line = text_at((20, 30, 120, 40))
    assert reader(line, spelling(1, chance=0.5)).lines(image, 1.0) == []
    assert reader(line, spelling(0, 0)).lines(image, 1.0) == []
    assert reader(text_at((20, 30, 120, 40), sure=0.4), spelling(1)).lines(image, 1.0) == []
    assert reader(text_at((20, 30, 120, 32)), spelling(1)).lines(image, 1.0) == []
    assert reader(text_at((20, 10, 30, 80)), spelling(1)).lines(image, 1.0) == []
    stairs = text_at(*((10 * i, 8 * i, 10 * i + 12, 8 * i + 9) for i in range(9)))
    assert reader(stairs, spelling(1)).lines(image, 1.0) == []


def test_of_a_page_the_lines_nearest_to_the_edges_are_read() -> None:
    rows = [(10, top, 950, top + 8) for top in range(20, 620, 30)]
    lines = reader(text_at(*rows), spelling(1)).lines(Image.new("RGB", (960, 640)), 1.0)
    tops = sorted(line.top for line in lines)
    assert 2 <= len(tops) < len(rows)
    assert tops[0] < 20
    assert tops[-1] > 580
    assert not any(200 < top < 440 for top in tops)


def test_a_hint_is_a_long_low_region() -> None:
    image = Image.new("RGB", (320, 96))
    assert reader(text_at((20, 30, 60, 36)), spelling()).hint(image, 0.5)
    assert not reader(text_at((20, 20, 60, 40)), spelling()).hint(image, 0.5)
    assert not reader(text_at((20, 30, 60, 36), sure=0.35), spelling()).hint(image, 0.5)
    assert not reader(text_at(), spelling()).hint(image, 0.5)
