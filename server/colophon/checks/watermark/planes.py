"""The colour plane that DWT-DCT marks are written in: U of YUV, as OpenCV computes it from BGR pixels.

OpenCV's ``COLOR_BGR2YUV``: Y = 0.299 R + 0.587 G + 0.114 B, U = 0.492 (B - Y) + delta. Bytes are computed in
fixed point with 14 bits, Y rounded first, delta 128; floats are left as they are, with delta 0.5. The deltas
are no multiples of the scheme's step, so that a mark written in one plane cannot be read in the other.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SHIFT: Final = 14
_HALF: Final = 1 << (_SHIFT - 1)
_R, _G, _B, _U = 4899, 9617, 1868, 8061  # 0.299, 0.587, 0.114 and 0.492, times 2 ** 14
_STRIP: Final = 512  # rows at a time, which bounds memory: 40 million pixels would need 1 GB


class Plane(Enum):
    """How the tool held the pixels that it marked."""

    BYTES = auto()
    FLOATS = auto()
    FLOATS_SWAPPED = auto()  # red taken for blue


def approximation(rgb: NDArray[np.uint8], plane: Plane) -> NDArray[np.float32]:
    """The approximation of the plane's one-level Haar transform.

    ``rgb`` has shape (height, width, 3), the result (height // 4 * 2, width // 4 * 2): what is left over at
    the right and lower edges was never marked.
    """
    height, width = rgb.shape[0] // 4 * 4, rgb.shape[1] // 4 * 4
    found = np.empty((height // 2, width // 2), np.float32)
    for top in range(0, height, _STRIP):
        part = rgb[top : min(top + _STRIP, height), :width]
        found[top // 2 : (top + len(part)) // 2] = (
            _byte_sums(part)
            if plane is Plane.BYTES
            else _float_sums(part, swapped=plane is Plane.FLOATS_SWAPPED)
        )
    return found


def u_of_bytes(rgb: NDArray[np.uint8]) -> NDArray[np.int32]:
    """U of 8-bit pixels, 0 to 255; ``rgb`` has shape (height, width, 3)."""
    red, green, blue = (rgb[..., channel].astype(np.int32) for channel in range(3))
    luma = (red * _R + green * _G + blue * _B + _HALF) >> _SHIFT
    u = ((blue - luma) * _U + (128 << _SHIFT) + _HALF) >> _SHIFT
    return np.asarray(u.clip(0, 255), np.int32)


def _byte_sums(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    return (_sums_of_four(u_of_bytes(rgb)) / np.float32(2)).astype(np.float32)


def _float_sums(rgb: NDArray[np.uint8], *, swapped: bool) -> NDArray[np.float32]:
    """U is linear here, so the sums can be taken of the channels."""
    red, green, blue = (
        _sums_of_four(rgb[..., channel].astype(np.int32)).astype(np.float32) / np.float32(2)
        for channel in ((2, 1, 0) if swapped else (0, 1, 2))
    )
    u = 0.492 * (blue - (0.299 * red + 0.587 * green + 0.114 * blue)) + 2 * 0.5
    return np.asarray(u, np.float32)


def _sums_of_four(plane: NDArray[np.int32]) -> NDArray[np.int32]:
    pairs = plane[::2] + plane[1::2]
    return pairs[:, ::2] + pairs[:, 1::2]
