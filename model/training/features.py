"""The trunk's features of every picture's views, as they are and augmented, kept on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from colophon_model.preprocess import Pixels
from colophon_model.runtime import onnxruntime
from training.augment import CHAINS, plain
from training.head import Features
from training.pictures import Pictures
from training.views import FEATURES, INPUT, SIDE, SOURCES

if TYPE_CHECKING:
    from training.trunk import Trunk

See = Callable[[Pixels], Features]
Report = Callable[[str], None]

_BATCH = 16


def eye(trunk: Trunk, onnx: Path) -> See:
    """What turns crops (count, side, side, 3) into features (count, n).

    On a GPU the trunk itself; else ONNX Runtime on ``onnx``, the same trunk exported, which is three times
    as fast as the trunk on a CPU.
    """
    import torch  # the rest of this module needs none

    if torch.cuda.is_available():
        moved = trunk.cuda()

        def on_gpu(crops: Pixels) -> Features:
            with torch.inference_mode():
                return np.asarray(moved(torch.from_numpy(crops).cuda()).float().cpu())

        return on_gpu
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = os.cpu_count() or 1
    session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    return lambda crops: np.asarray(session.run(None, {INPUT: crops})[0], np.float32)


def seen(see: See, crops: Iterable[Pixels]) -> Features:
    """Features (count, n) of single crops (side, side, 3), in batches."""
    waiting = iter(crops)
    parts = []
    while batch := list(islice(waiting, _BATCH)):
        parts.append(see(np.stack(batch)))
    return np.concatenate(parts) if parts else np.zeros((0, FEATURES), np.float32)


def training_features(
    pictures: Pictures, see: See, variants: int, seed: int, run: Path, report: Report
) -> Features:
    """Features (1 + variants, views, pictures, n): first of the views as they are served, then augmented.

    Every layer is a file in ``run``; those that lie there are not made again.
    """
    layers = []
    for variant in range(variants + 1):
        path = run / f"features-{variant}.npy"
        if not path.exists():
            report(f"features of {len(pictures.items)} pictures, {variant} of {variants}")
            layer = np.stack(
                [seen(see, _views(pictures, place, variant, seed)) for place in range(len(SOURCES))]
            )
            _save(path, layer.astype(np.float16))
        layers.append(np.load(path))
    return np.stack(layers)


def _views(pictures: Pictures, place: int, variant: int, seed: int) -> Iterator[Pixels]:
    for number, decoded in enumerate(pictures.decode(SOURCES[place])):
        if variant == 0:
            yield plain(decoded, place)
        else:
            rng = np.random.default_rng([seed, variant, place, number])
            yield CHAINS[place](decoded, SIDE, rng)


def _save(path: Path, array: Features) -> None:
    beside = path.with_suffix(".part.npy")
    np.save(beside, array)
    beside.replace(path)
