"""Where a copy lies within an entry's frame, to a fraction of a pixel, from the entry's tile hashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colophon.images.frame import Box
from colophon.images.tiles import CANVAS, MIDDLE, ORDERS, Canvas, Floats, contrast_gain, features

ROUNDS = 3  # Gauss-Newton steps; the first is within a pixel for crops up to 1.5 % off
FARTHEST = 0.03  # of the frame: no side is moved farther from where the variant says it is
SHAPE = len(ORDERS)  # the features of a tile that move with the picture


@dataclass(frozen=True, slots=True)
class Aligned:
    """A copy brought to an entry's frame: where it lies, what it covers, and its features at the entry's
    contrast."""

    box: Box
    covered: NDArray[np.bool_]  # (GRID, GRID)
    found: Floats  # (GRID, GRID, FEATURES)


def align(luma: Floats, box: Box, levels: NDArray[np.uint8]) -> Aligned:
    """Refine ``box`` so that luminance ``luma`` (height, width), laid over it, fits an entry's ``levels``.

    Gauss-Newton over the positions of the four sides (Lucas and Kanade 1981), with the tiles that fit least
    weighing least, so that a changed part does not pull.
    """
    expected = MIDDLE[levels]
    start = _sides(box)
    sides = start
    for _ in range(ROUNDS):
        canvas = Canvas.of(luma, _box(sides))
        found, gain = _matched(canvas, expected)
        moved = sides + _step(canvas, gain, _box(sides), expected, found)
        sides = np.clip(moved, start - FARTHEST, start + FARTHEST)
    canvas = Canvas.of(luma, _box(sides))
    return Aligned(_box(sides), canvas.covered, _matched(canvas, expected)[0])


def _matched(canvas: Canvas, expected: Floats) -> tuple[Floats, np.float32]:
    """Features of ``canvas`` with the gain under which they fit ``expected`` best, and that gain."""
    found = features(canvas.values) * contrast_gain(canvas.values)
    weights = _weights(found, expected, canvas.covered)
    shape, goal = found[..., :SHAPE], expected[..., :SHAPE]
    power = float((weights * shape * shape).sum())
    ratio = float((weights * shape * goal).sum()) / power if power > 0 else 1.0
    ratio = min(max(ratio, 0.5), 2.0)
    return found * np.float32(ratio), contrast_gain(canvas.values) * np.float32(ratio)


def _weights(found: Floats, expected: Floats, covered: NDArray[np.bool_]) -> Floats:
    """(GRID, GRID, 1): 1 for tiles that fit, less for others, 0 beyond the picture."""
    misfit = np.square(found[..., :SHAPE] - expected[..., :SHAPE]).mean(axis=-1)
    typical = float(np.median(misfit[covered])) if covered.any() else 1.0
    return (covered * typical / (typical + misfit + 1e-6))[..., None].astype(np.float32)


def _step(canvas: Canvas, gain: np.float32, box: Box, expected: Floats, found: Floats) -> NDArray[np.float64]:
    """How far to move left, top, right and bottom, as fractions of the frame."""
    downwards, rightwards = np.gradient(canvas.values * gain)
    middle = (np.arange(CANVAS, dtype=np.float32) + 0.5) / CANVAS
    across = (middle - np.float32(box.left)) / np.float32(box.width)
    down = ((middle - np.float32(box.top)) / np.float32(box.height))[:, None]
    moves = (
        rightwards * (across - 1),
        downwards * (down - 1),
        -rightwards * across,
        -downwards * down,
    )
    root = np.sqrt(_weights(found, expected, canvas.covered))
    slopes = np.stack([(root * features(move)[..., :SHAPE]).ravel() for move in moves], axis=1)
    rest = (root * (expected - found)[..., :SHAPE]).ravel()
    normal = slopes.T @ slopes
    damping = 1e-3 * float(np.trace(normal)) + 1e-6
    step = np.linalg.solve(normal + damping * np.eye(4, dtype=np.float32), slopes.T @ rest)
    return step.astype(np.float64) / CANVAS


def _sides(box: Box) -> NDArray[np.float64]:
    return np.array([box.left, box.top, box.right, box.bottom])


def _box(sides: NDArray[np.float64]) -> Box:
    return Box(*map(float, sides))
