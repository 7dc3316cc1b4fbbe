"""The colours can be read, in the light and in the dark."""

from __future__ import annotations

import re

import pytest

from colophon.http.pages import FOLDER

CSS = (FOLDER / "staff.css").read_text(encoding="utf-8")
COLOURS = {name: (light, dark) for name, light, dark in re.findall(
    r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS
)}  # fmt: skip
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
PAIRS = [
    *((name, "card", TEXT) for name in ("ink", "quiet", "fault", "busy", "well")),
    *((name, "paper", TEXT) for name in ("ink", "quiet", "fault")),
    *((name, "card", SHAPE) for name in ("one", "two", "three", "edge")),
    *((name, ground, SHAPE) for name in ("focus", "edge") for ground in ("paper", "card")),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme: int) -> None:
    for front, back, least in PAIRS:
        lights = sorted(luminance(COLOURS[name][scheme]) for name in (front, back))
        ratio = (lights[1] + 0.05) / (lights[0] + 0.05)
        assert ratio >= least, f"{front} on {back}: {ratio:.2f}"


def test_curves_differ_in_dash_too() -> None:
    dashes = re.findall(r"curve\.k\d { stroke-dasharray: ([^}]+);", CSS)
    assert len(dashes) == len(set(dashes)) == 2
