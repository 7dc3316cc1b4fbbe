"""The sample pictures, painted by code: some read as photos, some as illustrations."""

from __future__ import annotations

import numpy as np
from PIL import Image

from colophon.demo.paint import Array, Canvas, edge, mix


def lake() -> Image.Image:
    """A mountain lake at dawn, mirrored."""
    c = Canvas(1200, 800, seed=11)
    c.sky((0, "#6f9fd0"), (0.3, "#b9cfe2"), (0.5, "#f8e0c4"))
    c.fill(c.clouds(3, 6) * edge(0.4 - c.y, 0.4) * 0.55, "#fff6ee")
    c.glow(0.7, 0.47, 0.22, "#ffcf8f", 0.5)
    for depth, base in enumerate((0.42, 0.45, 0.49)):
        line = c.ridge(base, 0.15 - 0.035 * depth, detail=6, roughness=0.55)
        c.fill(c.below(line), mix("#93a8c2", "#31465c", depth / 2))
        snow = c.below(line) * edge(line + 0.05 - c.y, 0.03) * (c.clouds(20, 30) > 0.42)
        c.fill(snow * (0.75 - 0.3 * depth), "#fdf8f2")
    c.fill(c.below(c.ridge(0.525, 0.02, detail=8, roughness=0.85)), "#22352f")
    _mirror(c, 0.56)
    c.fill(c.below(c.ridge(1.0, 0.12, detail=6)), "#1a2420")
    return c.image(grain=0.016, vignette=0.3)


def _mirror(c: Canvas, shore: float) -> None:
    """Turn everything under the shore into water."""
    height = c.pixels.shape[0]
    first = int(shore * height)
    ripple = (c.clouds(6, 90, octaves=3)[first:] - 0.5) * np.linspace(2, 40, height - first)[:, None]
    rows = np.clip(2 * first - np.arange(first, height)[:, None] + ripple, 0, first - 1).astype(int)
    columns = np.broadcast_to(np.arange(c.pixels.shape[1]), rows.shape)
    fade = np.linspace(0.86, 0.5, height - first, dtype=np.float32)[:, None, None]
    c.pixels[first:] = c.pixels[rows, columns] * fade + np.array((0.02, 0.05, 0.07), np.float32)


def dunes() -> Image.Image:
    """Sand dunes in low sun."""
    c = Canvas(1200, 900, seed=24)
    c.sky((0, "#3f7fb5"), (0.35, "#9cc4dc"), (0.5, "#f1dcc0"))
    c.glow(0.16, 0.4, 0.28, "#fff0cf", 0.35)
    for depth in range(5):
        line = c.ridge(0.47 + 0.115 * depth, 0.07 + 0.03 * depth, detail=2 + depth // 3, roughness=0.35)
        under = np.clip(c.y - line, 0, 1)
        slope = np.gradient(line[0]) * 420
        light = np.clip(0.55 - slope[None, :] * 0.55 - under * 1.1, 0, 1).astype(np.float32)
        sand = _shade(light, mix("#b98a68", "#8c4f2c", depth / 4), mix("#f6d9ac", "#f2b56b", depth / 4))
        waves = np.sin((c.y - line) * (520 - 70 * depth) + c.clouds(8, 8) * 9) * 0.018 * (depth + 1) / 5
        c.fill(c.below(line, 0.003), sand + waves[..., None].astype(np.float32))
    return c.image(grain=0.02, vignette=0.22)


def _shade(light: Array, dark: str, bright: str) -> Array:
    """A picture that goes from the dark to the bright colour with the light."""
    canvas = np.zeros((*light.shape, 3), np.float32)
    for channel in range(3):
        low, high = (int(tone[1 + 2 * channel : 3 + 2 * channel], 16) / 255 for tone in (dark, bright))
        canvas[..., channel] = low + (high - low) * light
    return canvas


def islands() -> Image.Image:
    """Islands afloat among clouds."""
    c = Canvas(1024, 1024, seed=5)
    c.sky((0, "#2b2a6b"), (0.35, "#8a5fb0"), (0.62, "#f4a6a0"), (1, "#ffe6b8"))
    c.glow(0.72, 0.3, 0.3, "#ffd9a0", 0.5)
    c.fill(c.disc(0.72, 0.3, 0.085), "#fff3d6")
    c.fill(np.clip(c.clouds(3, 7) - 0.45, 0, 1) * 1.3, "#ffd7cf")
    for x, y, size in ((0.83, 0.55, 0.09), (0.2, 0.37, 0.12), (0.5, 0.66, 0.25)):
        _island(c, x, y, size)
    c.fill(edge(c.y - 0.84 - 0.12 * c.clouds(5, 3), 0.14) * 0.85, "#fff0e2")
    return c.image()


def _island(c: Canvas, x: float, y: float, size: float) -> None:
    across = np.abs(c.x - x) / size
    jagged = 0.22 * c.clouds(40, 2, octaves=3)[:1]
    depth = size * (1.15 * np.clip(1 - across, 0, 1) ** 0.8 * (0.75 + jagged))
    rock = edge(c.y - y, 0.003) * edge(y + depth - c.y, 0.004) * (across < 1)
    light = np.clip(0.75 - (c.x - x) / size * -0.5 - (c.y - y) / size, 0, 1) * (0.7 + 0.3 * c.clouds(30, 30))
    c.fill(rock, _shade(light.astype(np.float32), "#3a2547", "#d98a78"))
    top = edge(c.y - (y - 0.1 * size * np.sqrt(np.clip(1 - across**2, 0, 1))), 0.003) * (
        c.y < y + 0.07 * size
    )
    c.fill(top * (across < 1), "#5fa36a")
    for tree in c.random.uniform(-0.75, 0.75, 9):
        tall = size * c.random.uniform(0.16, 0.34)
        foot = x + tree * size
        c.box(foot - 0.004 * size, y - tall, foot + 0.004 * size, y, "#4a3040")
        crown = c.part(foot - tall, y - 2 * tall, foot + tall, y)
        leaves = mix("#3f8a64", "#c4d977", float(c.random.random()))
        crown.fill(crown.disc(foot, y - tall, tall * 0.42), leaves)


def neon() -> Image.Image:
    """A street at night, in neon and rain."""
    c = Canvas(896, 1120, seed=77)
    c.sky((0, "#0b0a23"), (0.5, "#31145c"), (0.72, "#a02f7c"), (1, "#150a28"))
    c.glow(0.5, 0.66, 0.35, "#ff4fa0", 0.45)
    for depth in range(4):
        x = -0.05
        while x < 1.05:
            width, top = c.random.uniform(0.06, 0.15), c.random.uniform(0.12, 0.5) + 0.03 * (3 - depth)
            gap = abs(x + width / 2 - 0.5) < 0.05 + 0.07 * depth
            if not gap:
                _tower(c, x, top, x + width, depth)
            x += width + 0.005
    _mirror(c, 0.74)
    for hue, x in (("#ff3f8e", 0.2), ("#35e0ff", 0.83), ("#ffd23f", 0.36)):
        c.glow(x, 0.58, 0.16, hue, 0.3)
    rain = (c.clouds(300, 6, octaves=2) > 0.83) * edge(c.y - 0.1, 0.5)
    c.fill(rain * 0.09, "#cfe6ff")
    return c.image(grain=0.01, vignette=0.25)


def _tower(c: Canvas, left: float, top: float, right: float, depth: int) -> None:
    c.box(left, top, right, 0.74, mix("#4d2273", "#0d0a1e", depth / 3))
    rows, columns = int((0.73 - top) / 0.022), max(2, int((right - left) / 0.02))
    lit = c.random.random((rows, columns)) < 0.3
    for row, column in zip(*np.nonzero(lit), strict=True):
        x, y = left + (column + 0.3) * (right - left) / columns, top + 0.012 + row * 0.022
        colour = str(c.random.choice(["#ffd98a", "#ff7ac2", "#7ae8ff", "#b48aff"]))
        c.box(x, y, x + 0.008, y + 0.01, colour)


def flower() -> Image.Image:
    """A dahlia, petal by petal."""
    c = Canvas(1000, 1000, seed=3)
    c.sky((0, "#12312f"), (1, "#0a1a20"))
    c.fill(np.clip(c.clouds(4, 4) - 0.3, 0, 1) * 0.55, "#2f6a54")
    angle = np.arctan2(c.y - 0.5, c.x - 0.5)
    radius = c.distance(0.5, 0.5)
    for ring in range(13, 0, -1):
        reach, petals = 0.028 + 0.031 * ring, 6 + 2 * ring
        turn = ring * 2.39996 + 0.1 * np.sin(angle * 3 + ring)
        wave = np.abs(np.cos((angle + turn) * petals / 2))
        length = reach * (0.62 + 0.38 * wave**0.55)
        petal = edge(length - radius, 0.003)
        light = np.clip(0.25 + 0.6 * (radius / reach) ** 2 * (0.35 + 0.65 * wave), 0, 1).astype(np.float32)
        c.fill(
            petal, _shade(light, mix("#7a0f3f", "#3d0a3a", ring / 13), mix("#ffd08a", "#ff7d9c", ring / 13))
        )
    c.glow(0.42, 0.36, 0.3, "#ffd9c0", 0.16)
    return c.image(grain=0.006, vignette=0.35)


def fruit() -> Image.Image:
    """A still life under a window."""
    c = Canvas(1200, 900, seed=8)
    c.sky((0, "#2b3a42"), (0.55, "#51636a"), (0.6, "#3a4a50"))
    c.glow(0.12, 0.1, 0.75, "#ffe9c4", 0.42)
    table = c.below(np.full_like(c.x, 0.62))
    grain = np.sin(c.y * 260 + c.clouds(4, 24) * 30) * 0.03 + c.clouds(3, 30) * 0.12
    c.fill(table, _shade((0.55 - (c.x - 0.2) * 0.4 + grain).astype(np.float32), "#3d2216", "#b9804f"))
    for x, y, size, dark, bright in (
        (0.34, 0.5, 0.17, "#5a0f16", "#f0583a"),
        (0.66, 0.53, 0.15, "#7a3a06", "#ffb238"),
        (0.5, 0.6, 0.165, "#2f4a0e", "#c8dd5a"),
        (0.77, 0.66, 0.1, "#40102f", "#b8477a"),
        (0.24, 0.68, 0.085, "#40102f", "#a63f74"),
    ):
        _fruit(c, x, y, size, dark, bright)
    return c.image(grain=0.012, vignette=0.4)


def _fruit(c: Canvas, x: float, y: float, size: float, dark: str, bright: str) -> None:
    shadow = edge(size * 1.25 - c.distance(x + 0.05, y + size * 0.93, squash=0.22), size * 0.9)
    c.fill(shadow * 0.6 * edge(c.y - 0.58, 0.05), "#120906")
    towards_x, towards_y = (c.x - x) * c.ratio / size, (c.y - y) / size
    height = np.sqrt(np.clip(1 - towards_x**2 - towards_y**2, 0, 1))
    lamp = np.clip(-0.55 * towards_x - 0.6 * towards_y + 0.58 * height, 0, 1)
    skin = (0.12 + 0.8 * lamp + 0.06 * c.clouds(60, 60, octaves=2)).astype(np.float32)
    c.fill(c.disc(x, y, size), _shade(skin, dark, bright))
    shine = np.exp(-(((towards_x + 0.38) / 0.17) ** 2) - ((towards_y + 0.42) / 0.13) ** 2)
    c.fill((shine * 0.75).astype(np.float32), "#fff8ee")
    c.box(x - 0.003, y - size * 1.2, x + 0.003, y - size * 0.86, "#2a1a10")


def lighthouse() -> Image.Image:
    """A lighthouse in flat shapes, like a travel poster."""
    c = Canvas(960, 1200, seed=41)
    c.sky((0, "#12355b"), (0.45, "#3f7ca8"), (0.62, "#f3c08b"))
    c.fill(c.disc(0.3, 0.55, 0.12), "#f9e2a8")
    for x, y in ((0.12, 0.2), (0.68, 0.14), (0.85, 0.36)):
        for step in (-1, 0, 1):
            c.fill(c.disc(x + step * 0.055, y + abs(step) * 0.008, 0.045, squash=0.62), "#e8eef2")
        c.box(x - 0.13, y + 0.005, x + 0.13, y + 0.028, "#e8eef2")
    for depth in range(5):
        line = 0.66 + 0.065 * depth + 0.01 * np.sin(6.28 * (c.x * (5 - depth * 0.6) + depth * 0.37))
        c.fill(c.below(line), mix("#5d9dba", "#0f2f4c", depth / 4))
    cliff = c.ridge(0.72, 0.05, detail=3) + 0.9 * np.clip(0.62 - c.x, 0, 1)
    c.fill(c.below(cliff), "#1b2f2a")
    for part in range(8):
        top, half = 0.3 + part * 0.055, 0.042 + part * 0.0035
        c.box(0.8 - half, top, 0.8 + half, top + 0.056, "#c8412f" if part % 2 else "#f6efe4")
    c.box(0.745, 0.288, 0.855, 0.303, "#20262b")
    c.box(0.768, 0.24, 0.832, 0.29, "#ffe89a")
    c.fill(c.disc(0.8, 0.24, 0.034, squash=0.8) * (c.y < 0.24), "#c8412f")
    beam = edge(0.02 + (0.77 - c.x) * 0.16 - np.abs(c.y - 0.265 + (0.77 - c.x) * 0.12), 0.01) * (c.x < 0.77)
    c.fill(beam * 0.4 * (0.35 + 0.65 * c.x), "#fff3bf")
    return c.image()


def town() -> Image.Image:
    """Roofs of a town in the morning haze."""
    c = Canvas(1200, 800, seed=15)
    c.sky((0, "#9fb6cc"), (0.45, "#f6d8b8"), (1, "#f2b98c"))
    c.glow(0.78, 0.34, 0.25, "#fff0c8", 0.5)
    for depth in range(6):
        base, x = 0.42 + 0.085 * depth, -0.05
        while x < 1.05:
            width = float(c.random.uniform(0.05, 0.09)) * (0.7 + 0.18 * depth)
            _house(c, x, base + float(c.random.uniform(-0.05, 0.03)), width, depth / 5)
            x += width * 0.96
        haze = edge(c.y - base, 0.3) * (0.32 - 0.06 * depth)
        c.fill(haze, "#f8dcc0")
    return c.image(grain=0.018, vignette=0.3)


def _house(c: Canvas, left: float, top: float, width: float, near: float) -> None:
    wall = str(c.random.choice(["#d9b48f", "#c98f6d", "#e3cfae", "#b9866f"]))
    c.box(left, top, left + width, 1, mix("#cdb8a8", mix(wall, "#3a2a2c", 0.25), near))
    middle, rise = left + width / 2, 0.41 * width
    roof = c.part(left - 0.006, top - rise, left + width + 0.006, top + 0.006)
    gable = edge(roof.y - top + rise - 2 * rise * np.abs(roof.x - middle) / width, 0.002)
    tiles = mix("#c4a093", str(c.random.choice(["#8c3b2a", "#74352c", "#a04e33"])), near)
    roof.fill(gable, tiles)
    for row in range(int((1 - top) / 0.06)):
        for column in (0.2, 0.58):
            x, y = left + column * width, top + 0.02 + row * 0.06
            c.box(x, y, x + 0.2 * width, y + 0.03, mix("#b39f94", "#2f2a33", near))
