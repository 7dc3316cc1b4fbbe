"""Nets from scratch, each tested on the generators and sources of a fold it has not seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from colophon_model.evaluation.metrics import Ints, auc
from colophon_model.evaluation.pack import Item, pixels, read_manifest
from colophon_model.preprocess import Pixels
from training.augment import plain
from training.held_out import folds
from training.pseudo.halves import FOLDS, unseen_half
from training.scratch.fit import Recipe, load, logits, train
from training.scratch.pool import make, make_pairs, pool
from training.views import SOURCES


def run(
    images: Path,
    out: Path,
    wanted: Sequence[int],
    pseudo: Path | None,
    recipe: Recipe,
    report: Callable[[str], None],
) -> dict[str, Any]:
    """AUC of each fold in ``wanted`` and their mean; nets are kept in ``out``.

    ``pseudo`` is a folder of reconstructions (`training.pseudo`); only those by nets that have not seen the
    fold take part.
    """
    out.mkdir(parents=True, exist_ok=True)
    items = read_manifest(images)
    ai, of = np.array([item.ai for item in items]), folds(items, FOLDS)
    report(f"{recipe.variants} patches of each of {len(items)} pictures")
    patches = make(images, items, recipe.variants, recipe.seed, os.cpu_count() or 1)
    found = {}
    for fold in wanted:
        saved = out / f"{'pseudo' if pseudo else 'plain'}-{fold}.pt"
        used = np.flatnonzero(of != fold)
        if not saved.exists():
            pairs = _pairs(images, items, used, pseudo, fold, recipe) if pseudo else None
            report(f"training without fold {fold}")
            train(pool(patches, items, ai, used, pairs), recipe, saved, report)
        test = np.flatnonzero(of == fold)
        score = (
            logits(load(saved), _views(images, [items[int(i)] for i in test])).reshape(len(test), -1).mean(1)
        )
        found[str(fold)] = auc(score[ai[test]], score[~ai[test]])
        report(f"fold {fold}: AUC {found[str(fold)]:.3f}")
    return {"recipe": asdict(recipe), "auc": found, "mean": float(np.mean(list(found.values())))}


def _pairs(
    images: Path, items: Sequence[Item], used: Ints, pseudo: Path, fold: int, recipe: Recipe
) -> tuple[Pixels, Pixels]:
    seen = [items[int(i)] for i in used if not items[int(i)].ai]
    made = [
        make_pairs(images, seen, path, max(1, recipe.variants // 4), recipe.seed)
        for path in sorted(pseudo.glob(f"*-{unseen_half(fold)}.npz"))
    ]
    if not made:
        raise FileNotFoundError(f"{pseudo}: no reconstructions; make them with `python -m training pseudo`")
    return np.concatenate([one for one, _ in made]), np.concatenate([two for _, two in made])


def _views(images: Path, items: Sequence[Item]) -> Pixels:
    return np.stack(
        [plain(pixels(images, item, kind), place) for item in items for place, kind in enumerate(SOURCES)]
    )
