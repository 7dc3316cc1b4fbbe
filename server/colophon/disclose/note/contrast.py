"""Contrast of text and what lies below it, as WCAG 2.2 measures it (success criterion 1.4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST: Final = 4.5  # WCAG 2.2, 1.4.3, level AA, text of ordinary size
# Our own bound: light and dark parts below a note that differ by more than this make it hard to read, however
# well each of them differs from the text.
BUSY: Final = 2.0
_WHITE, _BLACK = 1.0, 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a note is drawn: ``ink`` is white or black, on a bar of the other, or on the picture itself.

    ``contrast`` is the least ratio of ink and any pixel below it, 1 to 21.
    """

    ink: str
    bar: bool
    contrast: float


def look_for(below: NDArray[np.uint8]) -> Look:
    """The ink that stands out most, without a bar only where that suffices.

    ``below`` are the sRGB pixels that the note will cover, shape (height, width, 3).
    """
    light = luminance(below)
    dark_part, light_part = (float(value) for value in np.quantile(light, [0.05, 0.95]))
    white, black = ratio(_WHITE, float(light.max())), ratio(_BLACK, float(light.min()))
    ink, least = ("white", white) if white >= black else ("black", black)
    if least >= LEAST and ratio(light_part, dark_part) <= BUSY:
        return Look(ink, bar=False, contrast=least)
    return on_bar()


def on_bar() -> Look:
    """White on a black bar."""
    return Look("white", bar=True, contrast=ratio(_WHITE, _BLACK))


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance of sRGB pixels, 0 to 1; shape (..., 3) becomes (...)."""
    value = pixels / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def ratio(one: float, other: float) -> float:
    """Contrast ratio of two relative luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
