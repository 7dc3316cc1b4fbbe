"""A small convolutional net that takes a crop as it is and gives one logit.

Fixed high-pass residuals stand beside the colours, clipped so that edges do not drown the low-amplitude
traces that generators leave (facts on the detector, section 5, point 5). Normalisation is part of the net:
the server sends bytes.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLIP = 8 / 255  # residuals beyond this are picture content, not traces
TOP = 0.2  # share of the patches that the second half of the pooling is the mean of

# Second differences along both axes and the 5x5 kernel of Kodovský and Fridrich, each of unit gain.
_KV = [[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2], [-1, 2, -2, 2, -1]]
_LUMA = (0.299, 0.587, 0.114)


def _residual_kernels() -> Tensor:
    kernels = torch.zeros(3, 5, 5)
    kernels[0, 2, 1:4] = torch.tensor([1.0, -2.0, 1.0]) / 2
    kernels[1, 1:4, 2] = torch.tensor([1.0, -2.0, 1.0]) / 2
    kernels[2] = torch.tensor(_KV) / 12
    return kernels[:, None] * torch.tensor(_LUMA)[None, :, None, None]


def _convolution(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class _Residual(nn.Module):  # type: ignore[misc]
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(_convolution(channels, channels, 3), _convolution(channels, channels, 3))

    def forward(self, features: Tensor) -> Tensor:
        return features + self.body(features)


class Network(nn.Module):  # type: ignore[misc]
    """``uint8`` crops (batch, height, width, 3) to logits (batch, 1); 0.2 million parameters.

    Every place of the last map is a patch with a logit of its own. The crop's logit is the mean of all of
    them and of the highest `TOP`, half and half: traces may be in a part of the picture only.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("kernels", _residual_kernels())
        self.features = nn.Sequential(
            _convolution(6, 24, 5, stride=2),
            _convolution(24, 48, 3, stride=2),
            _Residual(48),
            _convolution(48, 80, 3, stride=2),
            _Residual(80),
        )
        self.head = nn.Sequential(nn.Dropout2d(0.2), nn.Conv2d(80, 1, 1))

    def forward(self, crops: Tensor) -> Tensor:
        """Logits of crops."""
        colours = crops.permute(0, 3, 1, 2).float() / 255
        residuals = nn.functional.conv2d(colours, self.kernels, padding=2).clamp(-CLIP, CLIP) / CLIP
        inputs = torch.cat([colours * 2 - 1, residuals], 1).contiguous(memory_format=torch.channels_last)
        patches = self.head(self.features(inputs)).flatten(1)
        top = patches.topk(max(1, int(TOP * patches.shape[1])), 1).values
        return (patches.mean(1, keepdim=True) + top.mean(1, keepdim=True)) / 2
