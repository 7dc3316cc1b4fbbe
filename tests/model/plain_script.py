"""What a user would write to run three families of models without the slot: Pillow, numpy, a bare session.

Nothing here comes from colophon_model: it is the other side of `test_families`.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])


def short_side(model: Path, picture: Path) -> float:
    """Shorter side to 440, central 384, ImageNet normalisation, one logit."""
    image = Image.open(picture).convert("RGB")
    if image.width < image.height:
        size = (440, round(image.height * 440 / image.width))
    else:
        size = (round(image.width * 440 / image.height), 440)
    image = image.resize(size, Image.Resampling.BILINEAR)
    left, top = (image.width - 384) // 2, (image.height - 384) // 2
    image = image.crop((left, top, left + 384, top + 384))
    return float(run(model, normalised(image, IMAGENET))[0])


def two_views(model: Path, picture: Path) -> tuple[float, float]:
    """The logits of the middle at full resolution, mirrored where too small, and of the whole squeezed."""
    image = Image.open(picture).convert("RGB")
    squeezed = image.resize((384, 384), Image.Resampling.BICUBIC)
    pixels = np.asarray(image)
    high, wide = max(0, 384 - image.height), max(0, 384 - image.width)
    pixels = np.pad(pixels, ((high // 2, high - high // 2), (wide // 2, wide - wide // 2), (0, 0)), "reflect")
    top, left = (pixels.shape[0] - 384) // 2, (pixels.shape[1] - 384) // 2
    top, left = top - top % 8, left - left % 8
    middle = Image.fromarray(pixels[top : top + 384, left : left + 384])
    return (
        float(run(model, normalised(middle, CLIP))[0]),
        float(run(model, normalised(squeezed, CLIP))[0]),
    )


def two_classes(model: Path, picture: Path) -> tuple[float, float]:
    """Everything squeezed to 256, ImageNet normalisation, the logits of AI and of not AI."""
    image = Image.open(picture).convert("RGB").resize((256, 256), Image.Resampling.BICUBIC)
    first, second = run(model, normalised(image, IMAGENET))
    return float(first), float(second)


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x))


def normalised(image: Image.Image, constants: tuple[list[float], list[float]]) -> np.ndarray:
    """A batch of one, channels first."""
    mean, std = constants
    planes = [((np.asarray(image)[:, :, c] / 255) - mean[c]) / std[c] for c in range(3)]
    return np.array([planes], dtype=np.float32)


def run(model: Path, batch: np.ndarray) -> np.ndarray:
    """The first output of the first picture."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    output: np.ndarray = session.run(None, {session.get_inputs()[0].name: batch})[0][0]
    return output
