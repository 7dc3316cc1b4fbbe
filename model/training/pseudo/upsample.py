"""The ways in which generators double the size of their feature maps; each leaves its own period-2 trace."""

from __future__ import annotations

from enum import StrEnum

from torch import nn


class Upsampling(StrEnum):
    """How a feature map is doubled (facts on the detector, section 5, point 3)."""

    NEAREST = "nearest"
    BILINEAR = "bilinear"
    TRANSPOSED = "transposed"
    SHUFFLE = "shuffle"


def doubled(kind: Upsampling, inputs: int, outputs: int) -> nn.Module:
    """A layer from (batch, ``inputs``, h, w) to (batch, ``outputs``, 2 h, 2 w)."""
    if kind is Upsampling.TRANSPOSED:
        return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1)
    if kind is Upsampling.SHUFFLE:
        return nn.Sequential(nn.Conv2d(inputs, 4 * outputs, 3, 1, 1), nn.PixelShuffle(2))
    smooth = {"align_corners": False} if kind is Upsampling.BILINEAR else {}
    return nn.Sequential(
        nn.Upsample(scale_factor=2, mode=kind.value, **smooth), nn.Conv2d(inputs, outputs, 3, 1, 1)
    )
