"""The whole experiment: held-out heads and their logits, the controls, the net that is shipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import orjson
import torch

from colophon_model.evaluation.held_out import LOGITS, SQUARES, STATISTICS
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Bools, Ints, auc_within_folds
from colophon_model.evaluation.pack import Item
from training.export import export, halve
from training.features import eye, training_features
from training.head import Features
from training.held_out import cells, deliver, folds, head, heads, random_folds
from training.network import Network
from training.pictures import Pictures, origins
from training.recipe import CONTROLS, MODEL, RECIPE, Recipe
from training.trunk import pretrained
from training.views import PACK

SHUFFLES = 5  # with half of the labels each way: a permuted minority would pull the ranking below .5


class RunRefused(Exception):
    """A run cannot go on. ``str(error)`` says why and what to do."""


def run(folders: Sequence[Path], out: Path, recipe: Recipe, report: Callable[[str], None]) -> None:
    """Train everything on the packs in ``folders`` and write it into ``out``.

    Features that lie in ``out`` already are not made again, so that an interrupted run goes on. Raises
    RunRefused where they are of another recipe or other packs.
    """
    out.mkdir(parents=True, exist_ok=True)
    pictures = Pictures.read(folders)
    items, ai = pictures.items, pictures.ai
    said = {
        **asdict(recipe),
        "packs": {pack.sha256: len(pack.items) for pack in pictures.packs},
        "origins": origins(pictures.packs),
        "device": "GPU" if torch.cuda.is_available() else "CPU",
    }
    _begin(out, orjson.dumps(said, option=orjson.OPT_INDENT_2))
    trunk = pretrained()
    export(trunk, out / "trunk.onnx", "features")
    see = eye(trunk, out / "trunk.onnx")
    layers = training_features(pictures, see, recipe.variants, recipe.seed, out, report)

    of = folds(items, recipe.folds)
    report("heads without each fold")
    nets = heads(layers, items, ai, of, recipe)
    whole, squares, plain = {}, {}, {}
    for delivered in deliver(pictures, layers, see, out, report):
        whole[delivered.condition], squares[delivered.condition] = cells(nets, of, delivered)
        plain[delivered.condition] = delivered.statistics
    Measured.of(items, whole, of).save(out / LOGITS)
    Measured.of(items, squares, of).save(out / SQUARES)
    np.savez_compressed(out / STATISTICS, allow_pickle=False, **plain)

    report("controls")
    rng = np.random.default_rng(recipe.seed)
    mixed = random_folds(items, recipe.folds, recipe.seed)
    controls = {
        **{
            f"labels by the toss of a coin, {number}": _control(
                layers, items, rng.random(ai.size) < 0.5, ai, of, recipe
            )
            for number in range(1, SHUFFLES + 1)
        },
        "random folds (knows sources and generators)": _control(layers, items, ai, ai, mixed, recipe),
        "held out": auc_within_folds(whole[PACK].logits.mean(1), ai, of),
    }
    (out / CONTROLS).write_bytes(orjson.dumps(controls, option=orjson.OPT_INDENT_2))

    report("the net that is shipped")
    shipped = head(layers, items, ai, np.arange(len(items)), recipe)
    export(Network(pretrained(), shipped), out / "full.onnx")
    halve(out / "full.onnx", out / MODEL)


def _begin(out: Path, said: bytes) -> None:
    path = out / RECIPE
    if path.exists():
        before, now = orjson.loads(path.read_bytes()), orjson.loads(said)
        changed = [key for key in now if key != "device" and before.get(key) != now[key]]
        if changed:
            raise RunRefused(
                f"{out} holds a run of other {', '.join(changed)}: name an empty folder, or remove this one"
            )
    path.write_bytes(said)


def _control(
    layers: Features, items: Sequence[Item], labels: Bools, ai: Bools, of: Ints, recipe: Recipe
) -> float:
    """AUC inside folds of heads that were taught ``labels``, on the pictures of the pack."""
    logits = np.empty(ai.size)
    for fold, net in enumerate(heads(layers, items, labels, of, recipe)):
        logits[of == fold] = net(layers[0][:, of == fold]).mean(0)
    return auc_within_folds(logits, ai, of)
