"""What a training run is made of."""

from __future__ import annotations

from dataclasses import dataclass

MODEL, RECIPE, CONTROLS = "model.onnx", "recipe.json", "controls.json"  # files of a run


@dataclass(frozen=True, slots=True)
class Recipe:
    """``variants``: augmented copies of each view of a picture. ``decay``: the weight of the squared norm.

    ``folds``: four leave out most at a time, compare most pairs, and each has whole AI pictures in the first
    pack.
    ``balance``: how far large groups are held back, 0 not at all, 1 until all groups of a class weigh alike.
    """

    seed: int = 20261128
    variants: int = 5
    folds: int = 4
    decay: float = 0.3
    balance: float = 0.5
