"""Pictures through a trained net: same size, same place."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from training.pseudo.crops import Pixels
from training.pseudo.fit import to_tensor


def reconstruct(net: nn.Module, picture: Pixels, rng: np.random.Generator) -> Pixels:
    """The reconstruction of a picture (height, width, 3), aligned with it pixel by pixel.

    The grid of the net lies at a random place, so that it does not always coincide with the photo's JPEG
    blocks.
    """
    factor = net.factor
    top, left = rng.integers(0, factor, 2)
    height, width = picture.shape[:2]
    bottom, right = -(top + height) % factor, -(left + width) % factor
    padded = np.pad(picture, ((top, bottom), (left, right), (0, 0)), "reflect")
    where = next(net.parameters()).device.type
    with torch.inference_mode(), torch.autocast(where, dtype=torch.bfloat16):
        output, _ = net(to_tensor(padded[None], where))
    values = output[0].float().add(1).mul(127.5).round().clamp(0, 255).to(torch.uint8)
    whole: Pixels = values.permute(1, 2, 0).cpu().numpy()
    return np.ascontiguousarray(whole[top : top + height, left : left + width])
