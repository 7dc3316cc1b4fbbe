"""The reconstructing nets: autoencoders of two depths and a net that enlarges a halved picture."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn
from torch.nn.functional import interpolate

from training.pseudo.bottleneck import Gaussian, Quantised
from training.pseudo.upsample import Upsampling, doubled

WIDTHS = (16, 32, 64, 80)  # channels at full, 1/2, 1/4 and 1/8 resolution
GROUPS = 8


class Block(nn.Module):  # type: ignore[misc]
    """Residual block with GroupNorm and SiLU as in latent diffusion decoders, one norm in place of two.

    It starts as the identity, which saves a short training the first half of its steps.
    """

    def __init__(self, channels: int, norm: bool = True) -> None:
        super().__init__()
        last = nn.Conv2d(channels, channels, 3, 1, 1)
        nn.init.zeros_(last.weight)
        self.body = nn.Sequential(
            nn.GroupNorm(GROUPS, channels) if norm else nn.Identity(),
            nn.SiLU(),
            nn.Conv2d(channels, channels, 3, 1, 1),
            nn.SiLU(),
            last,
        )

    def forward(self, features: Tensor) -> Tensor:
        """Features of the same shape."""
        return features + self.body(features)


class Autoencoder(nn.Module):  # type: ignore[misc]
    """RGB in [-1, 1], sides a multiple of ``factor`` (4 or 8), to the reconstruction and the latent's loss.

    The encoder halves once by rearranging pixels: it leaves no trace in the output, so it may be cheap.
    """

    def __init__(self, factor: int, upsampling: Upsampling, latent: int, quantised: bool) -> None:
        super().__init__()
        self.factor = factor
        depth = factor.bit_length() - 1
        full, *widths = WIDTHS[: depth + 1]
        encoder = [nn.PixelUnshuffle(2), nn.Conv2d(12, widths[0], 3, 1, 1), Block(widths[0], norm=False)]
        for here, deeper in pairwise(widths):
            encoder += [nn.Conv2d(here, deeper, 3, 2, 1), Block(deeper, norm=False)]
        self.encoder = nn.Sequential(*encoder)
        self.bottleneck = (Quantised if quantised else Gaussian)(widths[-1], latent)
        decoder: list[nn.Module] = [
            nn.Conv2d(latent, widths[-1], 3, 1, 1),
            Block(widths[-1]),
            Block(widths[-1]),
        ]
        for here, finer in zip(widths[::-1], [*widths[-2::-1], full], strict=True):
            decoder += [doubled(upsampling, here, finer), Block(finer)]
        self.decoder = nn.Sequential(*decoder, nn.Conv2d(full, 3, 3, 1, 1))

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """The reconstruction, of the same shape, and the loss of the latent."""
        latent, loss = self.bottleneck(self.encoder(pictures))
        return self.decoder(latent), loss


class Enlarger(nn.Module):  # type: ignore[misc]
    """Halves a picture (sides even, RGB in [-1, 1]) and enlarges it again: super-resolution by two."""

    factor = 2

    def __init__(self, upsampling: Upsampling, features: int = 48, blocks: int = 6) -> None:
        super().__init__()
        full = WIDTHS[0]
        self.body = nn.Sequential(nn.Conv2d(3, features, 3, 1, 1), *(Block(features) for _ in range(blocks)))
        self.head = nn.Sequential(
            doubled(upsampling, features, full), Block(full), nn.Conv2d(full, 3, 3, 1, 1)
        )

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """The picture enlarged again, of the same shape, and a loss of zero."""
        halved = interpolate(pictures, scale_factor=0.5, mode="bicubic", antialias=True)
        detail = self.head(self.body(halved))
        return interpolate(halved, scale_factor=2, mode="bilinear", align_corners=False) + detail, (
            pictures.new_zeros(())
        )
