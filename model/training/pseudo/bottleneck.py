"""What lies between encoder and decoder: a Gaussian latent or a quantised one."""

from __future__ import annotations

import torch
from torch import Tensor, nn

START_LOG_VARIANCE = -6.0  # a latent that starts as noise of unit variance learns nothing in minutes
LEVELS = 7  # per channel of the quantised latent


class Gaussian(nn.Module):  # type: ignore[misc]
    """Latent with mean and variance, drawn in training, the mean otherwise (Kingma and Welling, 2013)."""

    def __init__(self, features: int, latent: int) -> None:
        super().__init__()
        self.moments = nn.Conv2d(features, 2 * latent, 3, 1, 1)
        nn.init.constant_(self.moments.bias[latent:], START_LOG_VARIANCE)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """The latent, and the mean divergence from the unit normal in nats per element."""
        mean, log_variance = self.moments(features).float().chunk(2, 1)
        log_variance = log_variance.clamp(-20, 10)
        divergence = (mean.square() + log_variance.exp() - 1 - log_variance).mean() / 2
        if self.training:
            mean = mean + (log_variance / 2).exp() * torch.randn_like(mean)
        return mean, divergence


class Quantised(nn.Module):  # type: ignore[misc]
    """Latent rounded to a fixed grid with a straight-through gradient.

    Finite scalar quantisation (Mentzer et al., arXiv 2309.15505): a vector quantiser whose codes are the
    points of a grid, so that no codebook has to be learnt or can collapse in a short training.
    """

    def __init__(self, features: int, latent: int) -> None:
        super().__init__()
        self.project = nn.Conv2d(features, latent, 3, 1, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """The latent, values in [-1, 1] on a grid of ``LEVELS``, and a loss of zero."""
        half = (LEVELS - 1) / 2
        value = torch.tanh(self.project(features).float()) * half
        rounded = value + (value.round() - value).detach()
        return rounded / half, value.new_zeros(())
