"""How a reconstruction is judged: pixels, spectrum, and a discriminator of patches."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import leaky_relu, relu

SPECTRUM_WEIGHT = 0.5


def distance(reconstruction: Tensor, pictures: Tensor) -> Tensor:
    """Mean absolute difference of pixels and of orthonormal Fourier coefficients; RGB in [-1, 1]."""
    difference = reconstruction - pictures
    spectrum = torch.fft.rfft2(difference, norm="ortho").abs()
    return difference.abs().mean() + SPECTRUM_WEIGHT * spectrum.mean()


class Discriminator(nn.Module):  # type: ignore[misc]
    """RGB in [-1, 1] to a map of logits, each of a patch of about 30 px (Isola et al., arXiv 1611.07004)."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, width, 4, 2, 1)
        self.second = nn.Conv2d(width, 2 * width, 4, 2, 1)
        self.norm = nn.GroupNorm(8, 2 * width)
        self.third = nn.Conv2d(2 * width, 2 * width, 4, 1, 1)
        self.last = nn.Conv2d(2 * width, 1, 3, 1, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits (batch, 1, about height / 4, about width / 4), higher for photos."""
        features = leaky_relu(self.first(pictures), 0.2)
        features = leaky_relu(self.norm(self.second(features)), 0.2)
        return self.last(leaky_relu(self.third(features), 0.2))


def discriminator_loss(of_pictures: Tensor, of_reconstructions: Tensor) -> Tensor:
    """Hinge loss of the discriminator's logits."""
    return (relu(1 - of_pictures).mean() + relu(1 + of_reconstructions).mean()) / 2


def steered(near: Tensor, convincing: Tensor, share: float) -> Tensor:
    """Sum of two gradients on the output, the second brought to ``share`` of the length of the first.

    The adaptive weight of VQGAN (Esser et al., arXiv 2012.09841), taken at the output instead of the last
    layer.
    """
    return near + convincing * (share * near.norm() / convincing.norm().clamp_min(1e-12))
