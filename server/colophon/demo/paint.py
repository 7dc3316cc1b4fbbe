"""Brushes for the sample pictures, which are arrays of rows, columns and red-green-blue in 0..1."""

from __future__ import annotations

from copy import copy
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array: TypeAlias = NDArray[np.float32]
Colour: TypeAlias = str  # "#rrggbb"


class Canvas:
    """A picture in the making. Coordinates run from 0 to 1, x to the right and y down; sizes are heights."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.ratio = width / height
        self.x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
        self.y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        self.pixels: Array = np.zeros((height, width, 3), np.float32)

    def part(self, left: float, top: float, right: float, bottom: float) -> Canvas:
        """A rectangle of this canvas to paint on with the same coordinates, at the cost of its own pixels."""
        height, width = self.pixels.shape[:2]
        rows = slice(max(0, int(top * height)), max(0, int(bottom * height) + 1))
        columns = slice(max(0, int(left * width)), max(0, int(right * width) + 1))
        window = copy(self)
        window.x, window.y = self.x[:, columns], self.y[rows]
        window.pixels = self.pixels[rows, columns]
        return window

    def sky(self, *stops: tuple[float, Colour]) -> None:
        """Fill with a vertical gradient through the stops: (y, colour)."""
        at = [y for y, _ in stops]
        channels = np.array([rgb(colour) for _, colour in stops])
        rows = np.stack([np.interp(self.y[:, 0], at, channels[:, c]) for c in range(3)], axis=1)
        self.pixels[:] = rows[:, None, :]

    def fill(self, mask: Array, colour: Colour | Array) -> None:
        """Paint a colour, or a picture, through a mask of opacities."""
        paint = np.array(rgb(colour), np.float32) if isinstance(colour, str) else colour
        opacity = np.clip(mask, 0, 1)[..., None]
        self.pixels += (paint - self.pixels) * opacity

    def glow(self, x: float, y: float, size: float, colour: Colour, strength: float = 1.0) -> None:
        """Add light that fades out around a point."""
        fall = np.exp(-((self.distance(x, y) / size) ** 2)) * strength
        self.pixels += fall[..., None].astype(np.float32) * np.array(rgb(colour), np.float32)

    def distance(self, x: float, y: float, squash: float = 1.0) -> Array:
        """Distance of every pixel from a point, in heights; ``squash`` below 1 makes circles flat."""
        across = (self.x - x) * self.ratio
        return np.sqrt(across**2 + ((self.y - y) / squash) ** 2).astype(np.float32)

    def disc(self, x: float, y: float, radius: float, squash: float = 1.0, soft: float = 0.002) -> Array:
        """Mask of a disc; ``soft`` is the width of its edge."""
        return edge(radius - self.distance(x, y, squash), soft)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Paint a rectangle."""
        self.part(left, top, right, bottom).pixels[:] = rgb(colour)

    def ridge(self, base: float, height: float, detail: int, roughness: float = 0.5) -> Array:
        """The y of a skyline at every column: random hills of ``height`` around ``base``."""
        line = np.zeros_like(self.x)
        for octave in range(detail):
            frequency, phase = 2**octave * self.random.uniform(1.2, 2.2), self.random.uniform(0, 6.28)
            line += roughness**octave * np.sin(6.28 * frequency * self.x + phase)
        return np.asarray(base - height * line / 2, np.float32)

    def below(self, skyline: Array, soft: float = 0.002) -> Array:
        """Mask of everything under a skyline."""
        return edge(self.y - skyline, soft)

    def clouds(self, across: int, down: int, octaves: int = 4) -> Array:
        """Smooth noise in 0..1, stretched to ``across`` by ``down`` cells."""
        height, width = self.pixels.shape[:2]
        total = np.zeros((height, width), np.float32)
        for octave in range(octaves):
            cells = self.random.random((down * 2**octave + 1, across * 2**octave + 1)).astype(np.float32)
            layer = Image.fromarray(cells).resize((width, height), Image.Resampling.BICUBIC)
            total += np.asarray(layer) / 2**octave
        low, high = np.percentile(total, (1, 99))
        return np.asarray(np.clip((total - low) / (high - low), 0, 1), np.float32)

    def image(self, grain: float = 0.0, vignette: float = 0.0) -> Image.Image:
        """The finished picture; ``grain`` and ``vignette`` make it look taken through a lens."""
        pixels = self.pixels
        if vignette:
            pixels = pixels * (1 - vignette * self.distance(0.5, 0.5)[..., None] ** 2)
        if grain:
            pixels = pixels + self.random.normal(0, grain, (*pixels.shape[:2], 1)).astype(np.float32)
        return Image.fromarray((np.clip(pixels, 0, 1) * 255).astype(np.uint8))


def edge(signed: Array, soft: float) -> Array:
    """Opacity from a signed distance: 0 outside, 1 inside, smooth over ``soft``."""
    return np.asarray(np.clip(signed / soft + 0.5, 0, 1), np.float32)


def rgb(colour: Colour) -> tuple[float, float, float]:
    """Red, green and blue in 0..1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two, as far towards the second as ``share`` says."""
    parts = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in parts)
