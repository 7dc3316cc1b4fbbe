"""How often each picture of a pack is drawn in training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from colophon_model.evaluation.pack import Item


def sampling_weights(items: Sequence[Item]) -> NDArray[np.float64]:
    """How often to draw each picture: both classes alike, a group by the root of its size."""
    sizes = Counter(item.group for item in items)
    weights = np.array([1 / np.sqrt(sizes[item.group]) for item in items])
    ai = np.array([item.ai for item in items])
    for side in (ai, ~ai):
        weights[side] /= 2 * weights[side].sum()
    return weights
