"""Near-copy search: CPU milliseconds per query, exactness, memory, and matches between different pictures.

Speed and exactness are measured over random hashes, half of the queries planted near one of them. Matches are
sought between the hashes that the registry would keep of different pictures of the image set (both its files,
all variants), and between these and the random ones. No pair is left out; those that match are listed.
"""

from __future__ import annotations

import csv
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.bench.measure import Bench, interleave, medians

from colophon.images.hamming import within, words_of
from colophon.images.hashes import HASH_BYTES, NEAR
from colophon.images.search import HashIndex, Hits
from colophon.images.sketch import sketch_of

SIZES = {"1 million": 1_000_000, "10 million": 10_000_000}  # hashes
GOALS = {"1 million": 2.0, "10 million": 8.0}  # CPU milliseconds
QUERIES = 200  # per round and size
SAMPLE = 100  # queries held against comparing every row
PER_ENTRY = 32  # rows of one entry: a sketch has about as many
FILES = ("frame", "crop")  # what the image set has of every picture
LOOKED_AT = 63  # bits; how near different pictures come, beyond what matches
LEAST_COMPARISONS = 1_000_000_000
ROOT = Path(__file__).parents[2]

Hashes = NDArray[np.uint8]


@dataclass(frozen=True)
class Filled:
    """An index over random hashes, which it lists by entry and variant, and what building it took."""

    hashes: Hashes
    index: HashIndex
    build_seconds: float

    @classmethod
    def of(cls, random: np.random.Generator, count: int) -> Filled:
        hashes = random.integers(0, 256, (count, HASH_BYTES), np.uint8)
        rows = np.arange(count)
        start = time.process_time()
        index = HashIndex.of([(rows // PER_ENTRY, rows % PER_ENTRY, hashes)])
        return cls(hashes, index, time.process_time() - start)


def search_figures(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring. Needs 6 GB of memory."""
    random = np.random.default_rng(1)
    pictures, names, hashes = _picture_hashes()
    filled = {name: Filled.of(random, count) for name, count in SIZES.items()}
    _speed(bench, filled, random)
    for name, each in filled.items():
        wrong = _unlike_every_row(each, random)
        bench.add(f"{name} hashes: inexact answers", wrong, f"of {SAMPLE}", "0", wrong == 0, timed=False)
        memory = each.index.nbytes / len(each.index)
        bench.add(f"{name} hashes: memory", memory, "bytes per hash", "<= 140", memory <= 140, timed=False)
        bench.note(f"{name} hashes: build", each.build_seconds, "CPU s")
    _matches_of_pictures(bench, pictures, names, hashes)
    _matches_of_random(bench, hashes, filled["10 million"].index)


def _speed(bench: Bench, filled: dict[str, Filled], random: np.random.Generator) -> None:
    def arm(each: Filled) -> Callable[[], float]:
        return lambda: _cpu_ms(each.index, _queries(random, each.hashes, QUERIES, NEAR))

    with bench.foreign():
        values = interleave({name: arm(each) for name, each in filled.items()}, bench.rounds)
    bench.tables["search_cpu_ms"] = {name: [round(v, 3) for v in series] for name, series in values.items()}
    bench.tables["search_foreign_load"] = round(bench.foreign_load, 3)
    for name, middle in medians(values).items():
        bench.add(f"{name} hashes: search", middle, "CPU ms", f"<= {GOALS[name]:g}", middle <= GOALS[name])


def _cpu_ms(index: HashIndex, queries: Hashes) -> float:
    """The median over ``queries``."""
    spent = []
    for query in queries:
        data = query.tobytes()
        start = time.process_time()
        index.search(data)
        spent.append(time.process_time() - start)
    return 1000 * float(np.median(spent))


def _queries(random: np.random.Generator, hashes: Hashes, count: int, farthest: int) -> Hashes:
    """Half of them random, half 0 to ``farthest`` bits from one of ``hashes``."""
    queries = random.integers(0, 256, (count, HASH_BYTES), np.uint8)
    for query in queries[::2]:
        bits = np.zeros(8 * HASH_BYTES, np.uint8)
        bits[random.choice(len(bits), random.integers(farthest + 1), replace=False)] = 1
        query[:] = hashes[random.integers(len(hashes))] ^ np.packbits(bits)
    return queries


def _unlike_every_row(filled: Filled, random: np.random.Generator) -> int:
    """How many of `SAMPLE` queries are answered otherwise than by comparing every row."""
    words = words_of(filled.hashes)
    wrong = 0
    for query in _queries(random, filled.hashes, SAMPLE, NEAR + 2):
        rows, distances = within(words, words_of(query[np.newaxis])[0], NEAR)
        entries, variants = np.divmod(rows, PER_ENTRY)
        expected = zip(distances.tolist(), entries.tolist(), variants.tolist(), strict=True)
        wrong += sorted(expected) != _listed(filled.index.search(query.tobytes()))
    return wrong


def _listed(hits: Hits) -> list[tuple[int, int, int]]:
    return list(zip(hits.distances.tolist(), hits.entries.tolist(), hits.variants.tolist(), strict=True))


def _matches_of_pictures(bench: Bench, pictures: NDArray[np.int64], names: list[str], hashes: Hashes) -> None:
    """All pairs of hashes of different pictures; ``pictures`` ascend."""
    words = words_of(hashes)
    others = np.searchsorted(pictures, pictures)  # so many rows come before those of the same picture
    near: list[tuple[int, str, str]] = []
    for row, query in enumerate(words):
        found = zip(*within(words[: others[row]], query, LOOKED_AT), strict=True)
        near += [(int(bits), names[pictures[other]], names[pictures[row]]) for other, bits in found]
    matching = [pair for pair in near if pair[0] <= NEAR]
    _false_matches(bench, "different pictures", len(matching), int(others.sum()))
    bench.tables["matching_pictures"] = sorted(set(matching))
    bench.tables["pairs_of_different_pictures_by_distance"] = dict(
        sorted(Counter(bits for bits, *_ in near).items())
    )


def _matches_of_random(bench: Bench, hashes: Hashes, index: HashIndex) -> None:
    """Every hash of a picture against all random ones."""
    matches = sum(index.search(query.tobytes()).total for query in hashes)
    _false_matches(bench, "pictures and random hashes", matches, len(hashes) * len(index))


def _false_matches(bench: Bench, what: str, matches: int, comparisons: int) -> None:
    rate = 1e6 * matches / comparisons
    enough = comparisons >= LEAST_COMPARISONS
    bench.add(f"{what}: matches per million comparisons", rate, "", "<= 1", rate <= 1 and enough, timed=False)
    bench.note(f"{what}: comparisons", comparisons / 1e9, "billion")


def _picture_hashes() -> tuple[NDArray[np.int64], list[str], Hashes]:
    """What the registry would keep of every picture of the image set: row by row the picture and the hash."""
    folder = Path(os.environ.get("COLOPHON_CASES", ROOT / ".." / "shared")).resolve() / "images"
    if not (folder / "manifest.csv").is_file():
        raise SystemExit(
            f"no image set: {folder} is absent (set COLOPHON_CASES to the folder that holds images)"
        )
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        names = [row["id"] for row in csv.DictReader(file)]
    pictures, hashes = [], []
    for picture, name in enumerate(names):
        for kind in FILES:
            with Image.open(folder / f"{name}_{kind}.jpg") as image:
                sketch = sketch_of(np.asarray(image.convert("RGB")))
            if sketch is not None:
                pictures.append(np.full(len(sketch.hashes), picture))
                hashes.append(sketch.hashes)
    return np.concatenate(pictures), names, np.concatenate(hashes)
