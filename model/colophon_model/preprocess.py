"""Pixels to the crops a model is given: the same code trains and serves.

Pictures are upright sRGB, ``uint8``, shape (height, width, 3), alpha already on white.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon_model.manifest import Filter, InputSpec, NativeCrop, ResizeShortCenterCrop, Squash, View

Pixels = NDArray[np.uint8]

# Where native crops lie, as shares of the room that is left (down, right): the centre, the corners, the
# middles of the edges, the quarters.
CENTRE = (0.5, 0.5)
PLACES: tuple[tuple[float, float], ...] = (
    CENTRE,
    (0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0),
    (0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0),
    (0.25, 0.25), (0.75, 0.75), (0.25, 0.75), (0.75, 0.25),
)  # fmt: skip

_FILTERS: dict[Filter, Image.Resampling] = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


def view(spec: View, pixels: Pixels) -> Pixels:
    """The first crop of ``pixels`` that ``spec`` describes, ``uint8``, (height, width, 3)."""
    match spec:
        case NativeCrop():
            return native_crop(pixels, spec.size, spec.grid_align)
        case ResizeShortCenterCrop():
            height, width = pixels.shape[:2]
            scale = spec.short / min(height, width)
            resized = _resize(
                pixels,
                max(spec.short, round(height * scale)),
                max(spec.short, round(width * scale)),
                spec.filter,
            )
            return _crop(resized, spec.crop, 1, CENTRE)
        case Squash():
            return _resize(pixels, spec.size[0], spec.size[1], spec.filter)


def crops(spec: View, pixels: Pixels) -> Pixels:
    """All crops of ``pixels`` that ``spec`` describes, ``uint8``, (count, height, width, 3)."""
    if isinstance(spec, NativeCrop):
        return native_crops(pixels, spec.size, spec.count, spec.grid_align)
    return view(spec, pixels)[None]


def native_crop(pixels: Pixels, size: int, grid_align: int = 1) -> Pixels:
    """The central square of ``size`` pixels at full resolution, its corner on a multiple of ``grid_align``.

    JPEG blocks are 8 pixels wide: a crop that starts inside a block shows the net another grid each time.
    A picture smaller than the square is padded by reflection.
    """
    first: Pixels = native_crops(pixels, size, 1, grid_align)[0]
    return first


def native_crops(pixels: Pixels, size: int, count: int, grid_align: int = 1) -> Pixels:
    """The first ``count`` squares of `PLACES`, each like `native_crop`, (count, size, size, 3).

    They overlap where the picture has no room for all; without any room all are the same.
    """
    height, width = pixels.shape[:2]
    if height < size or width < size:
        missing = [max(0, size - height), max(0, size - width)]
        pixels = np.pad(pixels, [*((m // 2, m - m // 2) for m in missing), (0, 0)], mode="reflect")
    return np.stack([_crop(pixels, size, grid_align, place) for place in PLACES[:count]])


def batch(views: Sequence[View], spec: InputSpec, pixels: Pixels) -> NDArray[Any]:
    """All crops of one picture as the tensor ``spec`` asks for. The views must have one size."""
    return tensor(np.concatenate([crops(v, pixels) for v in views]), spec)


def tensor(squares: Pixels, spec: InputSpec) -> NDArray[Any]:
    """``squares`` (count, height, width, 3) in the channel order, range, dtype and layout of ``spec``."""
    if spec.channel_order == "BGR":
        squares = squares[..., ::-1]
    values: NDArray[Any] = squares
    if spec.dtype != "uint8":
        low, high = spec.range
        values = squares.astype(np.float32) * np.float32((high - low) / 255) + np.float32(low)
        if spec.mean is not None and spec.std is not None:
            values = (values - np.array(spec.mean, np.float32)) / np.array(spec.std, np.float32)
    if spec.layout == "NCHW":
        values = values.transpose(0, 3, 1, 2)
    return np.ascontiguousarray(values, dtype=spec.dtype)


def _resize(pixels: Pixels, height: int, width: int, kind: Filter) -> Pixels:
    if pixels.shape[:2] == (height, width):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((width, height), _FILTERS[kind]))


def _crop(pixels: Pixels, size: int, align: int, place: tuple[float, float]) -> Pixels:
    top, left = (
        int((length - size) * share) // align * align
        for length, share in zip(pixels.shape[:2], place, strict=True)
    )
    return pixels[top : top + size, left : left + size]
