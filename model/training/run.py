"""The whole experiment: held-out nets, the controls, the net that is shipped, and their logits on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np
import orjson
import torch

from colophon_model.evaluation.metrics import Bools, Floats, Ints
from colophon_model.evaluation.pack import read_manifest
from training.export import export
from training.fit import Pixels, Recipe, load, make_pool
from training.held_out import apply, deliver, fit_without, folds, random_folds
from training.network import Network
from training.views import FOLDS, PACK, SIDE

FIRST = 0  # the fold on which the controls are run


def run(
    images: Path, out: Path, recipe: Recipe, report: Callable[[str], None], random_control: bool = False
) -> None:
    """Train everything and write ``recipe.json``, ``model.onnx`` and ``logits.npz`` into ``out``.

    Nets that lie in ``out`` already are not trained again, so that an interrupted run goes on.
    """
    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_bytes(orjson.dumps(asdict(recipe), option=orjson.OPT_INDENT_2))
    items = read_manifest(images)
    ai = np.array([item.ai for item in items])
    of, mixed = folds(items), random_folds(items, recipe.seed)
    shuffled = np.random.default_rng(recipe.seed).permutation(ai)

    @cache
    def pool() -> Pixels:
        report(f"{len(items)} pictures; making {recipe.variants} patches of each")
        return make_pool(images, items, recipe)

    def without(fold: int, folds: Ints, labels: Bools, name: str) -> Network:
        saved = out / f"{name}.pt"
        if saved.exists():
            return load(saved)
        report(f"training {name}")
        net = fit_without(fold, folds, pool(), items, labels, recipe, report)
        torch.save(net.state_dict(), saved)
        return net

    if not (out / "model.onnx").exists():
        export(without(-1, of, ai, "shipped"), SIDE, out / "model.onnx")
    nets = [without(fold, of, ai, f"fold-{fold}") for fold in range(FOLDS)]
    controls = {"shuffled": (without(FIRST, of, shuffled, "shuffled"), of)}
    if random_control:
        controls["random"] = (without(FIRST, mixed, ai, "random"), mixed)
    arrays: dict[str, Ints | Floats] = {"fold": of}
    for delivered in deliver(images, items):
        report(f"applying to {delivered.condition}")
        arrays[f"index/{delivered.condition}"] = delivered.index
        arrays[f"logits/{delivered.condition}"] = apply(nets, of, delivered)
        if delivered.condition == PACK:
            arrays |= {f"control/{name}": apply([n], f, delivered) for name, (n, f) in controls.items()}
    np.savez_compressed(out / "logits.npz", allow_pickle=False, **arrays)
