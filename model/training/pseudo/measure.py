"""What reconstructions are worth: how near they come, and whether telling them apart finds AI pictures too.

For every fold, a probe is trained on the non-AI pictures of the other folds and on their reconstructions by
the nets that have not seen the fold. It is tested on the fold's own non-AI pictures against reconstructions
of these by a net of the other half, which the probe has not seen, and against all AI pictures of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colophon_model.evaluation.bootstrap import interval
from colophon_model.evaluation.deliveries import NATIVE, Delivery
from colophon_model.evaluation.folds import fold_of_group
from colophon_model.evaluation.metrics import Ints, auc
from colophon_model.evaluation.pack import pixels, read_manifest
from training.pseudo.crops import others
from training.pseudo.halves import FOLDS, HALVES, unseen_half
from training.pseudo.pairs import Floats, Pixels
from training.pseudo.probe import fit
from training.pseudo.statistics import statistics

CONDITIONS = (NATIVE, Delivery("JPEG q70", "JPEG", 70))
Report = Callable[[str], None]
Figures = dict[str, Any]
Rows = dict[str, Floats]  # by condition, (pictures, statistics)


class Groups(NamedTuple):
    """Source of every non-AI picture and generator of every AI picture."""

    photos: NDArray[np.str_]
    ai: NDArray[np.str_]


def measure(images: Path, out: Path, report: Report) -> Figures:
    """Figures of the nets whose ``.npz`` lie in ``out``: PSNR in dB and AUC by condition.

    Raises ``FileNotFoundError`` when a half has none.
    """
    found = [path for half in HALVES for path in sorted(out.glob(f"*-{half}.npz"))]
    for half in HALVES:
        if not any(path.stem.endswith(f"-{half}") for path in found):
            raise FileNotFoundError(
                f"{out} has no reconstructions *-{half}.npz: run `training pseudo` to its end"
            )
    items = read_manifest(images)
    photos, ai = others(items), [item for item in items if item.ai]
    fold_of = fold_of_group(items, FOLDS)
    fold = np.array([fold_of[item.group] for item in photos])
    groups = Groups(np.array([item.group for item in photos]), np.array([item.group for item in ai]))
    crops = [pixels(images, item, "crop") for item in photos]
    real, made = _rows(crops), _rows([pixels(images, item, "crop") for item in ai])
    report("statistics of the pack are there")
    pseudo: dict[str, Rows] = {}
    psnr = {}
    for path in found:
        with np.load(path) as arrays:
            reconstructed = [arrays[item.id] for item in photos]
        pseudo[path.stem] = _rows(reconstructed)
        psnr[path.stem] = _psnr(crops, reconstructed)
        report(f"{path.stem}: PSNR {psnr[path.stem]['median']:.1f} dB")
    return {
        "psnr": psnr,
        **{
            name: _transfer(
                real[name], made[name], {net: rows[name] for net, rows in pseudo.items()}, fold, groups
            )
            for name in real
        },
    }


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of photos by the probe that has not seen their fold, and of AI pictures by every probe."""

    fold: Ints
    photos: Floats
    ai: Floats  # (folds, AI pictures)

    def auc(self, drawn: Ints) -> float:
        """AUC over pictures by number, photos first, AI pictures after them; only within one probe."""
        count = len(self.photos)
        photos, ai = drawn[drawn < count], drawn[drawn >= count] - count
        sizes = np.bincount(self.fold[photos], minlength=FOLDS)
        there = np.flatnonzero(sizes)
        values = [auc(self.ai[one][ai], self.photos[photos[self.fold[photos] == one]]) for one in there]
        return float(np.average(values, weights=sizes[there]))


def _transfer(real: Floats, made: Floats, pseudo: dict[str, Floats], fold: Ints, groups: Groups) -> Figures:
    """AUC of one condition, from the statistics of photos, AI pictures and reconstructions."""
    scores = Scores(fold, np.empty(len(real)), np.empty((FOLDS, len(made))))
    same: list[float] = []
    new: dict[str, list[float]] = {}
    alone: dict[str, list[float]] = {}
    for one in range(FOLDS):
        here, rest = fold == one, fold != one
        known = [name for name in pseudo if name.endswith(f"-{unseen_half(one)}")]
        probe = fit(real[rest], np.concatenate([pseudo[name][rest] for name in known]))
        scores.photos[here], scores.ai[one] = probe(real[here]), probe(made)
        for name, rows in pseudo.items():
            value = auc(probe(rows[here]), scores.photos[here])
            if name not in known:
                new.setdefault(name, []).append(value)
                continue
            same.append(value)
            single = fit(real[rest], rows[rest])
            alone.setdefault(name, []).append(auc(single(made), single(real[here])))
    return {
        "same nets, unseen pictures": float(np.mean(same)),
        "unseen nets, unseen pictures": {name: float(np.mean(values)) for name, values in new.items()},
        "AI pictures, probe of one net": {name: float(np.mean(values)) for name, values in alone.items()},
        **_on_ai(scores, groups),
    }


def _on_ai(scores: Scores, groups: Groups) -> Figures:
    count = len(groups.photos)
    clusters = np.unique([*groups.photos, *groups.ai], return_inverse=True)[1].astype(np.int64)
    return {
        "AI pictures": scores.auc(np.arange(len(clusters))),
        "AI pictures, 95 %": interval(scores.auc, clusters, np.random.default_rng(0)),
        "AI pictures, by generator": {
            name: scores.auc(np.r_[:count, count + np.flatnonzero(groups.ai == name)])
            for name in np.unique(groups.ai).tolist()
        },
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
