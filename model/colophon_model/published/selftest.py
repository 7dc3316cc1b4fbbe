"""A self-test for a model whose publisher gave none: what it says here, today, of a picture made by code."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from PIL import Image

from colophon_model.load import load_untested
from colophon_model.manifest import MANIFEST, ModelRefused, SelfTest, read
from colophon_model.preprocess import Pixels

GOLDEN = "golden.png"
_HEIGHT, _WIDTH = 480, 640  # larger than the views of the published models, and not square
_ATOL = 0.05  # logit: processors round half precision and int8 differently


def golden() -> Pixels:
    """A smooth scene with edges and grain; the same on every computer."""
    rows, columns = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    waves = [np.sin(columns / (31 + 17 * c) + c) * np.cos(rows / (47 - 11 * c)) for c in range(3)]
    scene = 128 + 70 * np.stack(waves, -1)
    scene[(rows - 220) ** 2 + (columns - 380) ** 2 < 110**2] += (40, -30, 10)
    grain = (rows * 7919 + columns * 104729) % 257 / 257 - 0.5
    pixels: Pixels = np.clip(np.rint(scene + 24 * grain[..., None]), 0, 255).astype(np.uint8)
    return pixels


def write_selftest(folder: Path) -> None:
    """Add a self-test of origin ``install`` and its picture to a model's folder whose manifest has none.

    Raises ModelRefused when the model breaks any other promise of its manifest, or gives no number.
    """
    Image.fromarray(golden()).save(folder / GOLDEN)
    sha256 = hashlib.sha256((folder / GOLDEN).read_bytes()).hexdigest()
    _write(folder, SelfTest(image=GOLDEN, sha256=sha256, logit=0.0, atol=_ATOL, origin="install"))
    model = load_untested(folder, read(folder))
    try:
        logit = float(model.logits(golden()).mean())
    except Exception as error:  # the runtime's exceptions have no common base
        raise ModelRefused(f"the model fails on a picture: {error}") from error
    if not np.isfinite(logit):
        raise ModelRefused(f"the model says {logit} of a picture, which is not a number")
    _write(folder, SelfTest(image=GOLDEN, sha256=sha256, logit=round(logit, 4), atol=_ATOL, origin="install"))


def _write(folder: Path, test: SelfTest) -> None:
    path = folder / MANIFEST
    manifest = json.loads(path.read_bytes()) | {"selftest": [test.model_dump()]}
    path.write_text(json.dumps(manifest, indent=2), encoding="utf-8")
