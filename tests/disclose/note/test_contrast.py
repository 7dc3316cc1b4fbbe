"""Contrast as WCAG defines it, and which look it leads to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from colophon.disclose.note.contrast import BUSY, LEAST, look_for, luminance, ratio


def flat(colour: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Image.new("RGB", (40, 20), colour))


# Pairs with their ratio, from the label specification, section 11.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#ffffff", "#1f2937", 14.68),
        ("#1f2937", "#f3f4f6", 13.34),
        ("#6b7280", "#ffffff", 4.83),
        ("#9ca3af", "#ffffff", 2.54),
        ("#ffffff", "#000000", 21.0),
    ],
)
def test_ratios_are_those_of_wcag(one: str, other: str, expected: float) -> None:
    first, second = (float(luminance(flat(colour))[0, 0]) for colour in (one, other))
    assert ratio(first, second) == ratio(second, first) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("colour", "ink"), [("black", "white"), ("navy", "white"), ("white", "black"), ("yellow", "black")]
)
def test_plain_ground_takes_the_ink_that_stands_out(colour: str, ink: str) -> None:
    look = look_for(flat(colour))
    assert (look.ink, look.bar) == (ink, False)
    assert look.contrast >= LEAST


def test_a_bright_spot_below_the_note_asks_for_a_bar() -> None:
    ground = flat("black").copy()
    ground[10, 20] = 255  # one pixel
    assert look_for(ground).bar


def test_a_busy_ground_gets_a_bar_however_dark_it_is() -> None:
    ground = flat("black").copy()
    ground[:, ::2] = 100
    look = look_for(ground)
    assert look.bar
    assert ratio(float(luminance(ground).max()), 0) > BUSY
    assert ratio(1.0, float(luminance(ground).max())) > LEAST  # so contrast alone would have let it pass


@given(st.integers(0, 2**32 - 1), st.integers(0, 255), st.integers(1, 256))
def test_whatever_lies_below_the_contrast_suffices(seed: int, low: int, spread: int) -> None:
    random = np.random.default_rng(seed)
    ground = random.integers(low, min(256, low + spread), (12, 30, 3), dtype=np.uint8)
    look = look_for(ground)
    assert look.contrast >= LEAST
    if not look.bar:
        ink = 1.0 if look.ink == "white" else 0.0
        assert all(ratio(ink, value) >= LEAST for value in luminance(ground).ravel())
