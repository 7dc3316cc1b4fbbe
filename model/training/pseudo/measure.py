"""What reconstructions are worth: how near they come, and whether telling them apart finds AI pictures too.

For every fold, a probe is trained on the non-AI pictures of the other folds and on their reconstructions by
the nets that have not seen the fold. It is tested on the fold's own non-AI pictures against reconstructions
of these by a net of the other half, which the probe has not seen, and against all AI pictures of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from colophon_model.evaluation.deliveries import NATIVE, Delivery
from colophon_model.evaluation.folds import fold_of_group
from colophon_model.evaluation.metrics import Ints, auc
from colophon_model.evaluation.pack import Item, pixels, read_manifest
from training.pseudo.crops import others
from training.pseudo.halves import unseen_half
from training.pseudo.pairs import Floats, Pixels
from training.pseudo.probe import fit
from training.pseudo.statistics import statistics
from training.views import FOLDS

CONDITIONS = (NATIVE, Delivery("JPEG q70", "JPEG", 70))
Report = Callable[[str], None]
Rows = dict[str, Floats]  # by condition, (pictures, statistics)


def measure(images: Path, out: Path, report: Report) -> dict[str, Any]:
    """Figures of the nets whose ``.npz`` lie in ``out``: PSNR in dB and AUC by condition."""
    items = read_manifest(images)
    photos, ai = others(items), [item for item in items if item.ai]
    groups = fold_of_group(items, FOLDS)
    fold = np.array([groups[item.group] for item in photos])
    crops = [pixels(images, item, "crop") for item in photos]
    real, made = _rows(crops), _rows([pixels(images, item, "crop") for item in ai])
    report("statistics of the pack are there")
    pseudo: dict[str, Rows] = {}
    psnr = {}
    for path in sorted(out.glob("*.npz")):
        with np.load(path) as arrays:
            reconstructed = [arrays[item.id] for item in photos]
        pseudo[path.stem] = _rows(reconstructed)
        psnr[path.stem] = _psnr(crops, reconstructed)
        report(f"{path.stem}: PSNR {psnr[path.stem]['median']:.1f} dB")
    return {
        "psnr": psnr,
        **{one.name: _transfer(one.name, real, made, pseudo, fold, ai) for one in CONDITIONS},
    }


def _transfer(
    condition: str, real: Rows, made: Rows, pseudo: dict[str, Rows], fold: Ints, ai: Sequence[Item]
) -> dict[str, Any]:
    photos = real[condition]
    seen_nets: list[float] = []
    found: list[float] = []
    new_nets: dict[str, list[float]] = {}
    by_generator: dict[str, list[float]] = {}
    for one in range(FOLDS):
        here, rest = fold == one, fold != one
        known = [name for name in pseudo if name.endswith(f"-{unseen_half(one)}")]
        probe = fit(photos[rest], np.concatenate([pseudo[name][condition][rest] for name in known]))
        base, on_ai = probe(photos[here]), probe(made[condition])
        found.append(auc(on_ai, base))
        for name, rows in pseudo.items():
            value = auc(probe(rows[condition][here]), base)
            if name in known:
                seen_nets.append(value)
            else:
                new_nets.setdefault(name, []).append(value)
        for group in sorted({item.group for item in ai}):
            mine = np.array([item.group == group for item in ai])
            by_generator.setdefault(group, []).append(auc(on_ai[mine], base))
    return {
        "same nets, unseen pictures": float(np.mean(seen_nets)),
        "unseen nets, unseen pictures": {name: float(np.mean(values)) for name, values in new_nets.items()},
        "AI pictures": float(np.mean(found)),
        "AI pictures by fold of the others": found,
        "by generator": {name: float(np.mean(values)) for name, values in by_generator.items()},
    }


def _rows(pictures: Sequence[Pixels]) -> Rows:
    return {one.name: np.stack([statistics(one(picture)) for picture in pictures]) for one in CONDITIONS}


def _psnr(crops: Sequence[Pixels], reconstructed: Sequence[Pixels]) -> dict[str, float]:
    errors = np.array(
        [np.square(a.astype(np.float64) - b).mean() for a, b in zip(crops, reconstructed, strict=True)]
    )
    values = 10 * np.log10(255**2 / np.maximum(errors, 1e-9))
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9])
    return {"p10": float(low), "median": float(middle), "p90": float(high)}
