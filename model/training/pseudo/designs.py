"""The nets: every up-sampler, both depths, both kinds of latent, for both halves of a pack."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from training.pseudo.halves import HALVES
from training.pseudo.networks import Autoencoder, Enlarger
from training.pseudo.upsample import Upsampling

DESIGNS: dict[str, Callable[[], nn.Module]] = {
    "kl-f4-nearest": lambda: Autoencoder(4, Upsampling.NEAREST, latent=8, quantised=False),
    "vq-f4-transposed": lambda: Autoencoder(4, Upsampling.TRANSPOSED, latent=8, quantised=True),
    "kl-f8-bilinear": lambda: Autoencoder(8, Upsampling.BILINEAR, latent=24, quantised=False),
    "vq-f8-shuffle": lambda: Autoencoder(8, Upsampling.SHUFFLE, latent=24, quantised=True),
    "enlarged-shuffle": lambda: Enlarger(Upsampling.SHUFFLE),
}

# With little time each half has two of the four autoencoders, so that all of them take part.
FEW = (
    ("kl-f4-nearest", "even"),
    ("vq-f8-shuffle", "even"),
    ("enlarged-shuffle", "even"),
    ("vq-f4-transposed", "odd"),
    ("kl-f8-bilinear", "odd"),
    ("enlarged-shuffle", "odd"),
)
ALL = tuple((design, half) for half in HALVES for design in DESIGNS)
