"""Logits of pictures whose source or generator the head has not seen, through the views that are served."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from colophon_model.evaluation.deliveries import DELIVERIES, Delivery
from colophon_model.evaluation.folds import fold_of_group
from colophon_model.evaluation.measured import Cell, Words
from colophon_model.evaluation.metrics import Bools, Floats, Ints
from colophon_model.evaluation.pack import Item
from colophon_model.evaluation.shortcuts import statistics
from colophon_model.gates import FileFacts, why_not
from colophon_model.manifest import Preprocess
from colophon_model.preprocess import Pixels, native_crop
from training.augment import plain
from training.features import See, seen
from training.head import Features, Head, fit
from training.pictures import Pictures, weights
from training.recipe import Recipe
from training.views import GRID, PACK, PREPROCESS, SMALL_SQUARES, SQUARE

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """Pictures under one condition: numbers, features (pictures, views, n) and gates.

    ``squares`` are the features when nothing but the central square of one size is given, of the pictures
    that are large enough for it (``fits``), with plain statistics (pictures, kinds) of these squares; of
    smaller ones both are of the native crop.
    """

    condition: str
    index: Ints
    features: Features
    squares: Features
    fits: Bools
    stop: Words
    statistics: Floats


def folds(items: Sequence[Item], count: int) -> Ints:
    """The fold of every picture; a source or a generator family lies in one fold."""
    of_group = fold_of_group(items, count)
    return np.array([of_group[item.group] for item in items])


def random_folds(items: Sequence[Item], count: int, seed: int) -> Ints:
    """Folds that ignore sources and generators: for the size of the illusion only."""
    return np.random.default_rng(seed).permutation(np.arange(len(items)) % count)


def heads(layers: Features, items: Sequence[Item], ai: Bools, of: Ints, recipe: Recipe) -> list[Head]:
    """For every fold the head that has not seen it, from features (layers, views, pictures, n)."""
    return [head(layers, items, ai, np.flatnonzero(of != fold), recipe) for fold in range(int(of.max()) + 1)]


def head(layers: Features, items: Sequence[Item], ai: Bools, used: Ints, recipe: Recipe) -> Head:
    """The head of the pictures ``used``, from their augmented views."""
    samples = layers[1:, :, used].astype(np.float32)
    times = samples.shape[0] * samples.shape[1]
    share = weights([items[int(i)] for i in used], recipe.balance, ai[used])
    return fit(
        samples.reshape(-1, samples.shape[-1]), np.tile(ai[used], times), np.tile(share, times), recipe.decay
    )


def apply(nets: Sequence[Head], of: Ints, index: Ints, features: Features) -> Floats:
    """Logits (pictures, views) of the pictures ``index``, each from the head that has not seen its fold."""
    result = np.full(features.shape[:2], np.nan)
    for fold, net in enumerate(nets):
        here = of[index] == fold
        result[here] = net(features[here])
    return result


def cells(nets: Sequence[Head], of: Ints, delivered: Delivered) -> tuple[Cell, Cell]:
    """The cell of whole pictures and that of equal squares.

    Pictures that a gate would stop have logits too; ``stop`` names the gate.
    """
    whole = apply(nets, of, delivered.index, delivered.features)
    fits = delivered.fits
    square = apply(nets, of, delivered.index[fits], delivered.squares[fits])
    return Cell(delivered.index, whole, delivered.stop), Cell.of(delivered.index[fits], square)


def deliver(pictures: Pictures, layers: Features, see: See, run: Path, report: Report) -> Iterator[Delivered]:
    """Every condition in turn, kept in files of ``run``: those that lie there are not made again."""
    for number, delivery in enumerate((None, *DELIVERIES)):
        path = run / f"delivered-{number}.npz"
        name = delivery.name if delivery else PACK
        if not path.exists():
            report(f"delivered: {name}")
            made = _delivered(pictures, delivery, see) if delivery else _pack(pictures, layers, see)
            np.savez_compressed(path.with_suffix(".part.npz"), allow_pickle=False, **made)
            path.with_suffix(".part.npz").replace(path)
        with np.load(path) as data:
            yield Delivered(name, **{key: data[key] for key in data})


Arrays = dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]


def _pack(pictures: Pictures, layers: Features, see: See) -> Arrays:
    """The ready crop is the square; crop and frame together stand for the whole picture."""
    crops = list(pictures.decode("crop"))
    native = layers[0][0]
    squashed = seen(see, (plain(crop, 1) for crop in crops)).astype(np.float16)
    return {
        "index": np.arange(len(crops)),
        "features": layers[0].transpose(1, 0, 2),
        "squares": np.stack([native, squashed], 1),
        "fits": np.array([min(crop.shape[:2]) >= SQUARE for crop in crops]),
        "stop": np.array([""] * len(crops), dtype=np.str_),
        "statistics": np.array([list(statistics(crop).values()) for crop in crops]),
    }


def _delivered(pictures: Pictures, delivery: Delivery, see: See) -> Arrays:
    how = Preprocess.model_validate(PREPROCESS)
    facts = FileFacts(jpeg_quality=delivery.quality if delivery.codec == "JPEG" else None)
    side = SMALL_SQUARES.get(delivery.name, SQUARE)
    index: list[int] = []
    stop: list[str] = []
    fits: list[bool] = []
    rows: list[list[float]] = []

    def sent() -> Iterator[Pixels]:
        for number, whole in pictures.wholes():
            arrived = delivery(whole)
            index.append(number)
            reason = why_not(arrived, how, facts)
            stop.append(reason.gate if reason else "")
            fits.append(min(arrived.shape[:2]) >= side)
            square = native_crop(arrived, side, GRID) if fits[-1] else plain(arrived, 0)
            rows.append(list(statistics(square).values()))
            yield from (plain(arrived, 0), plain(arrived, 1), plain(square, 1))

    looks = seen(see, sent()).reshape(len(index), 3, -1).astype(np.float16)
    return {
        "index": np.array(index),
        "features": looks[:, :2],
        "squares": looks[:, ::2],
        "fits": np.array(fits),
        "stop": np.array(stop, dtype=np.str_),
        "statistics": np.array(rows),
    }
