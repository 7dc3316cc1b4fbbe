"""The photo's own encoding for its reconstruction, so that the two differ by the net alone."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, JpegImagePlugin

from training.pseudo.pairs import Pixels


def encoded_like(pixels: Pixels, photo: Path) -> Pixels:
    """``pixels`` after one JPEG encoding with the tables and chroma sampling of the file ``photo``.

    A net removes the marks of the photo's own encoding; without this step they would tell the two apart
    (Dual Data Alignment encodes the reconstruction again at the photo's quality).
    """
    buffer = io.BytesIO()
    with Image.open(photo) as like:
        if not isinstance(like, JpegImagePlugin.JpegImageFile):
            raise TypeError(f"{photo} is {like.format}, not JPEG: it has no tables to encode with")
        sampling = JpegImagePlugin.get_sampling(like)
        tables = [like.quantization[number] for number in sorted(like.quantization)]
    Image.fromarray(pixels).save(buffer, "JPEG", qtables=tables, subsampling=sampling)
    with Image.open(buffer) as decoded:
        return np.asarray(decoded)
