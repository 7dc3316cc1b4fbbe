"""Running a model over a pack: every picture whole under every delivery, and cut to squares of one size."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from colophon_model.aggregate import score
from colophon_model.detector import Band, Detector, ModelFailed
from colophon_model.evaluation.deliveries import DELIVERIES
from colophon_model.evaluation.measured import Cell, Measured
from colophon_model.evaluation.metrics import Floats
from colophon_model.evaluation.pack import Item, Pack
from colophon_model.evaluation.shortcuts import shape_statistics, statistics
from colophon_model.gates import FileFacts, why_not
from colophon_model.load import Model
from colophon_model.preprocess import Pixels, native_crop

CROPS = "crops of the pack"
GRID = 8  # pixels: squares start on the grid of JPEG, as native crops do

Read = Callable[[Path], Pixels]


class Unread(Exception):
    """A file of the pack could not be read as a picture. ``str(error)`` says why."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture under one condition: logits (views,) or the gate that stopped it, and plain statistics.

    ``band`` is what the slot says of it in the end, the flip test included.
    """

    logits: Floats | None
    stop: str
    statistics: Mapping[str, float]
    band: Band = Band.LOW


@dataclass(frozen=True, slots=True)
class Row:
    """One picture: its shots by condition, ``whole`` and as ``equal`` squares; or why it is ``unread``."""

    whole: dict[str, Shot] = field(default_factory=dict)
    equal: dict[str, Shot] = field(default_factory=dict)
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One model over one pack. Statistics and ``bands`` (of whole pictures) are in the order of the cells."""

    whole: Measured
    equal: Measured
    whole_statistics: dict[str, list[Mapping[str, float]]]
    equal_statistics: dict[str, list[Mapping[str, float]]]
    bands: dict[str, list[Band | None]]
    unread: dict[str, str]


def measure(model: Model, pack: Pack, items: Sequence[Item], read: Read, workers: int = 1) -> Iterator[Row]:
    """A row for every one of ``items``, in their order, on ``workers`` threads.

    ``read`` decodes a file to upright sRGB pixels and raises Unread where it cannot. Raises ModelFailed when
    the model cannot run.
    """
    todo: Iterator[Item] = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        under_way = deque(pool.submit(_row, model, pack, item, read) for item in islice(todo, 2 * workers))
        while under_way:
            job = under_way.popleft()
            under_way.extend(pool.submit(_row, model, pack, item, read) for item in islice(todo, 1))
            yield job.result()


def collect(items: Sequence[Item], rows: Iterable[Row], views: int) -> Run:
    """All rows of ``items`` together; ``views`` is the number of logits a picture has."""
    kept = list(rows)
    unread = {i.id: r.unread for i, r in zip(items, kept, strict=True) if r.unread is not None}
    whole, whole_statistics = _cells([row.whole for row in kept], views)
    equal, equal_statistics = _cells([row.equal for row in kept], views)
    bands = {
        name: [None if row.whole[name].stop else row.whole[name].band for row in kept if name in row.whole]
        for name in whole
    }
    return Run(
        Measured.of(items, whole),
        Measured.of(items, equal),
        whole_statistics,
        equal_statistics,
        bands,
        unread,
    )


def _row(model: Model, pack: Pack, item: Item, read: Read) -> Row:
    row = Row()
    side = model.manifest.preprocess.min_side
    try:
        if item.has_whole:
            path = item.path(pack.folder)
            pixels = read(path)
            for delivery in DELIVERIES:
                sent = delivery(pixels)
                square = _square(sent, side)
                plain = statistics(square)
                facts = FileFacts(jpeg_quality=delivery.quality if delivery.codec == "JPEG" else None)
                shape = shape_statistics(sent, path.suffix)
                row.whole[delivery.name] = _shot(model, sent, facts, shape | plain)
                if min(sent.shape[:2]) >= side:
                    row.equal[delivery.name] = _shot(model, square, facts, plain)
        if (path := item.path(pack.folder, "crop")).is_file():
            crop = read(path)
            row.equal[CROPS] = _shot(model, crop, FileFacts(), statistics(crop))
    except Unread as error:
        return Row(unread=str(error))
    except ModelFailed as error:
        raise ModelFailed(f"{item.id}: {error}") from error
    return row


def _square(pixels: Pixels, side: int) -> Pixels:
    return native_crop(pixels, min(side, *pixels.shape[:2]), GRID)


def _shot(model: Model, pixels: Pixels, facts: FileFacts, plain: Mapping[str, float]) -> Shot:
    if stop := why_not(pixels, model.manifest.preprocess, facts):
        return Shot(None, stop.gate, plain)
    try:
        logits = model.logits(pixels)
    except Exception as error:  # the runtime's exceptions have no common base
        raise ModelFailed(f"{model.manifest.id}: {error}") from error
    if not np.isfinite(logits).all():
        raise ModelFailed(f"{model.manifest.id} gave a value that is not a number")
    return Shot(logits, "", plain, _band(model, pixels, facts, logits))


def _band(model: Model, pixels: Pixels, facts: FileFacts, logits: Floats) -> Band:
    thresholds = [value for value in model.manifest.thresholds.values() if value is not None]
    value = score(logits, model.manifest.preprocess, model.manifest.calibration)
    if not thresholds or value < min(thresholds):
        return Band.LOW
    return Detector(model).assess(pixels, facts).band or Band.LOW


def _cells(
    rows: Sequence[Mapping[str, Shot]], views: int
) -> tuple[dict[str, Cell], dict[str, list[Mapping[str, float]]]]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells, plain = {}, {}
    for name in names:
        shots = [(number, row[name]) for number, row in enumerate(rows) if name in row]
        nothing = np.full(views, np.nan)
        cells[name] = Cell.of(
            np.array([number for number, _ in shots], dtype=np.int64),
            np.stack([nothing if shot.logits is None else shot.logits for _, shot in shots]),
            [shot.stop for _, shot in shots],
        )
        plain[name] = [shot.statistics for _, shot in shots]
    return cells, plain
