"""The marks that are looked for: their bits, how many must match, and in which plane they were written.

None of them says *generated*: Stability AI's scripts write the same payload after text to image, image to
image and inpainting, and so do the pipelines of diffusers. So a mark names the tool and not the extent
(specification, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from colophon.checks.watermark.planes import Plane

_SDXL: Final = 0b101100111110110010010000011110111011000110011110


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One known payload.

    ``bits`` has shape (n,); at least ``least`` of them must be read as they are. ``planes`` are those that
    the tool's own code has written it in.
    """

    tool: str
    bits: NDArray[np.bool_]
    least: int
    planes: tuple[Plane, ...]


# Thresholds: facts on provenance, section 3. Planes: Stable Diffusion's `txt2img.py` marks 8-bit BGR pixels;
# generative-models and diffusers mark floating-point pixels, diffusers first in the order RGB.
MARKS: Final = (
    Mark(
        "Stable Diffusion",
        np.unpackbits(np.frombuffer(b"StableDiffusionV1", np.uint8)).astype(bool),
        116,
        (Plane.BYTES,),
    ),
    Mark(
        "Stable Diffusion XL",
        np.array([bit == "1" for bit in f"{_SDXL:048b}"]),
        44,
        (Plane.FLOATS, Plane.FLOATS_SWAPPED, Plane.BYTES),
    ),
)
