"""Where text stands: the text map of the detecting network, and boxes around its lines.

Settings of PP-OCR (differentiable binarisation, Liao et al. 2020), on boxes that are not turned: a note
stands level, and slanted lettering is scenery.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon.checks.image_text.regions import Region, regions

TextMap = NDArray[np.float32]

_STEP = 32  # the network halves its input five times
_TEXT = 0.3  # of the text map: above it lies the core of a line
_SURE = 0.5  # mean of the text map within a line's box
_FULL = 0.5  # share of the box that is core; slanted lines fill less
_UNCLIP = 1.6  # a line is larger than its core by this times area over perimeter
_MIN_CORE = 3  # pixels; anything lower is a speck

# A line in a reduced picture, for `may_hold_text`: much longer than high, as windows and railings seldom are.
_HINT_WIDTH = 12
_HINT_ASPECT = 5
_HINT_SURE = 0.4


def text_map(detect: Any, image: Image.Image, scale: float) -> TextMap:
    """How much each pixel of ``image`` (RGB), scaled by about ``scale``, looks like a line's core: 0 to 1."""
    size = _stepped(image.width * scale), _stepped(image.height * scale)
    method = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    scaled = image if size == image.size else image.resize(size, method)
    found: TextMap = detect.run(None, {"x": tensor(scaled)})[0][0, 0]
    return found


def may_hold_text(found: TextMap) -> bool:
    """Whether the text map of a reduced picture hints at any line: the cheap filter before reading."""
    return any(
        _HINT_WIDTH <= region.width >= _HINT_ASPECT * region.height and _is_text(region, found, _HINT_SURE)
        for region in regions(found > _TEXT)
    )


def line_boxes(found: TextMap, width: int, height: int) -> list[Region]:
    """The boxes of lines, in pixels of the picture of ``width`` x ``height`` that the map was made from."""
    across, down = width / found.shape[1], height / found.shape[0]
    return [
        _grown(region, across, down, width, height)
        for region in regions(found > _TEXT)
        if region.width >= region.height >= _MIN_CORE and _is_text(region, found, _SURE)
    ]


def tensor(image: Image.Image) -> NDArray[np.float32]:
    """Shape (1, 3, height, width), blue first, -1 to 1: as both networks were trained."""
    values = np.asarray(image, dtype=np.float32)[:, :, ::-1] / np.float32(127.5) - np.float32(1)
    return np.ascontiguousarray(values.transpose(2, 0, 1)[np.newaxis])


def _stepped(length: float) -> int:
    return max(_STEP, round(length / _STEP) * _STEP)


def _is_text(region: Region, found: TextMap, sure: float) -> bool:
    if region.pixels < _FULL * region.width * region.height:
        return False
    return float(found[region.top : region.bottom, region.left : region.right].mean()) >= sure


def _grown(region: Region, across: float, down: float, width: int, height: int) -> Region:
    margin = _UNCLIP * region.width * region.height / (2 * (region.width + region.height))
    return Region(
        max(0, math.floor((region.left - margin) * across)),
        max(0, math.floor((region.top - margin) * down)),
        min(width, math.ceil((region.right + margin) * across)),
        min(height, math.ceil((region.bottom + margin) * down)),
        region.pixels,
    )
