"""The frame of a picture: the part inside uniform borders, and boxes given as fractions of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 24  # grey levels a border's pixels may stray from its colour: ringing of JPEG 50 and better
STRAYS = 0.02  # share of a border line's pixels that may stray further
BLEND = 1  # line of a thumbnail in which border and picture run into each other
LEAST_KEPT = 0.3  # of width and of height: what is left of a picture by a wider "border" is no frame


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as fractions of a picture's width and height; beyond 0..1 it reaches past the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Fraction of the picture's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Fraction of the picture's height."""
        return self.bottom - self.top

    def seen_from(self, frame: Box) -> Box:
        """This box, as fractions of ``frame`` instead of the picture."""
        return Box(
            (self.left - frame.left) / frame.width,
            (self.top - frame.top) / frame.height,
            (self.right - frame.left) / frame.width,
            (self.bottom - frame.top) / frame.height,
        )

    def cut(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The pixels (height, width, 3) inside the box, to the nearest pixel and at least one; a view."""
        height, width = pixels.shape[:2]
        left, top = round(self.left * width), round(self.top * height)
        right, bottom = round(self.right * width), round(self.bottom * height)
        return pixels[top : max(bottom, top + 1), left : max(right, left + 1)]


WHOLE = Box(0, 0, 1, 1)


def content_box(pixels: NDArray[np.uint8]) -> Box:
    """Where the picture is inside uniform borders; `WHOLE` where it has none.

    ``pixels`` is (height, width, 3), best a thumbnail; the line where border and picture blend is left out.
    """
    height, width = pixels.shape[:2]
    top, bottom = _margins(pixels)
    left, right = _margins(pixels[top : height - bottom].swapaxes(0, 1))
    if height - top - bottom < LEAST_KEPT * height or width - left - right < LEAST_KEPT * width:
        return WHOLE
    return Box(left / width, top / height, 1 - right / width, 1 - bottom / height)


def _margins(lines: NDArray[np.uint8]) -> tuple[int, int]:
    """How many lines are border at the start and at the end; (0, 0) where every line is."""
    first, last = _uniform(lines, lines[0]), _uniform(lines[::-1], lines[-1])
    return (0, 0) if first >= len(lines) else (first, last)


def _uniform(lines: NDArray[np.uint8], outermost: NDArray[np.uint8]) -> int:
    """How many of ``lines``, from the first, have the outermost one's colour, and the one that blends."""
    colour = np.median(outermost, axis=0).astype(np.int16)
    for number, line in enumerate(lines):
        strays = (np.abs(line - colour) > TOLERANCE).any(axis=1)
        if np.count_nonzero(strays) > STRAYS * len(line):
            return number + BLEND if number else 0
    return len(lines)
