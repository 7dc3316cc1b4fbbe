"""Where a copy lies within an entry's frame, to a fraction of a pixel, from the entry's tile hashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colophon.images.frame import Box
from colophon.images.tiles import (
    CANVAS,
    LOWER,
    MIDDLE,
    ORDERS,
    UPPER,
    Canvas,
    Floats,
    Plane,
    contrast_gain,
    features,
)

ROUGH, FINE = 2, 4  # Gauss-Newton steps: towards the levels' middles, then towards their bounds
STEP = 0.008  # of the frame, at most, in one step: a canvas pixel
FARTHEST = 0.03  # of the frame: no side is moved farther from where the variant says it is
SHAPE = len(ORDERS)  # the features of a tile that move with the picture


@dataclass(frozen=True, slots=True)
class Aligned:
    """A copy brought to an entry's frame: where it lies, what it covers, and its features at the entry's
    contrast."""

    box: Box
    covered: NDArray[np.bool_]  # (GRID, GRID)
    found: Floats  # (GRID, GRID, FEATURES)


def align(luma: Plane, box: Box, levels: NDArray[np.uint8]) -> Aligned:
    """Refine ``box`` so that a copy, laid over it, fits an entry's ``levels``.

    Gauss-Newton over the positions of the four sides (Lucas and Kanade 1981), with the tiles that fit least
    weighing least, so that a changed part does not pull. ``box`` stays where nothing fits better.
    """
    start = sides = np.array([box.left, box.top, box.right, box.bottom])
    view = first = _View.of(luma, start, levels)
    for number in range(ROUGH + FINE):
        step = np.clip(view.step(levels, fine=number >= ROUGH), -STEP, STEP)
        sides = np.clip(sides + step, start - FARTHEST, start + FARTHEST)
        view = _View.of(luma, sides, levels)
    best = min(view, first, key=lambda each: each.cost(levels))
    return Aligned(best.box, best.canvas.covered, best.found)


@dataclass(frozen=True, slots=True)
class _View:
    """A copy laid over one box of the canvas; its features at the gain under which they fit best."""

    box: Box
    canvas: Canvas
    gain: np.float32
    found: Floats

    @classmethod
    def of(cls, luma: Plane, sides: NDArray[np.float64], levels: NDArray[np.uint8]) -> _View:
        box = Box(*map(float, sides))
        canvas = luma.canvas(box)
        gain = contrast_gain(canvas.values)
        found = features(canvas.values) * gain
        shape, goal = found[..., :SHAPE], MIDDLE[levels][..., :SHAPE]
        weights = _weights(goal - shape, canvas.covered)
        power = float((weights * shape * shape).sum())
        fit = float((weights * shape * goal).sum()) / power if power > 0 else 1.0
        ratio = np.float32(min(max(fit, 0.5), 2.0))
        return cls(box, canvas, gain * ratio, found * ratio)

    def cost(self, levels: NDArray[np.uint8]) -> float:
        """How badly the covered tiles fit, none counted beyond 1; infinite where none is covered."""
        covered = self.canvas.covered
        outside = np.square(_beyond(self.found, levels)[..., :SHAPE]).mean(axis=-1)[covered]
        return float(np.minimum(outside, 1).mean()) if covered.any() else np.inf

    def step(self, levels: NDArray[np.uint8], fine: bool) -> NDArray[np.float64]:
        """How far to move left, top, right and bottom, as fractions of the canvas."""
        rest = _beyond(self.found, levels) if fine else MIDDLE[levels] - self.found
        rest = rest[..., :SHAPE]
        weights = _weights(rest, self.canvas.covered) * (rest != 0)
        root = np.sqrt(weights)
        slopes = np.stack([(root * features(move)[..., :SHAPE]).ravel() for move in self._moves()], axis=1)
        normal = slopes.T @ slopes
        damping = 1e-3 * float(np.trace(normal)) + 1e-6
        step = np.linalg.solve(normal + damping * np.eye(4), slopes.T @ (root * rest).ravel())
        return np.asarray(step, dtype=np.float64) / CANVAS

    def _moves(self) -> tuple[Floats, ...]:
        """What moving each side by one canvas pixel adds to the canvas."""
        downwards, rightwards = np.gradient(self.canvas.values * self.gain)
        middle = (np.arange(CANVAS, dtype=np.float32) + 0.5) / CANVAS
        across = (middle - np.float32(self.box.left)) / np.float32(self.box.width)
        down = ((middle - np.float32(self.box.top)) / np.float32(self.box.height))[:, None]
        return rightwards * (across - 1), downwards * (down - 1), -rightwards * across, -downwards * down


def _beyond(found: Floats, levels: NDArray[np.uint8]) -> Floats:
    """How far each feature is from its level: 0 inside the level's bounds."""
    return np.asarray(np.clip(found, LOWER[levels], UPPER[levels]) - found, dtype=np.float32)


def _weights(rest: Floats, covered: NDArray[np.bool_]) -> Floats:
    """(GRID, GRID, 1): 1 for tiles that fit, less for others, 0 beyond the picture."""
    misfit = np.square(rest).mean(axis=-1)
    typical = float(np.median(misfit[covered])) + 0.01 if covered.any() else 1.0
    weights: Floats = (covered * typical / (typical + misfit)).astype(np.float32)
    return weights[..., None]
