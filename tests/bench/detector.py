"""The built-in detector: its figures from held-out logits, and what it costs per picture beside decoding."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from tests.bench.measure import Bench, interleave
from tests.bench.photos import photos

from colophon.config import Config
from colophon.images.picture import Picture
from colophon_model import Detector, builtin
from colophon_model.evaluation.audited import Audited
from colophon_model.evaluation.held_out import HeldOut, Results, results
from colophon_model.evaluation.rates import ANY, CANDIDATE
from colophon_model.preprocess import Pixels

IMAGES = 12
THREADS = 2
MS = 60.0  # of CPU per picture, decoding excluded
AUC = {"native": 0.72, "1080 q70": 0.68, "512 q40": 0.62}
WORST_GROUP, ECE = 0.55, 0.05
PACK = "pack (crop and frame)"  # the condition that holds every picture


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    folder = builtin()
    if folder is None:
        raise SystemExit("no built-in model to measure")
    detector = Detector.load(folder)
    found = results(HeldOut.read(folder), detector.manifest.preprocess.aggregate)
    _quality(bench, found)
    _cost(bench, detector)


def _quality(bench: Bench, found: Results) -> None:
    ways = {
        "all pictures": found.all_pictures,
        "equal squares": found.equal_squares,
        "as served": found.served,
    }
    bench.tables["auc_by_delivery"] = {name: _rows(table) for name, table in ways.items()}
    bench.tables["shortcuts"] = {
        name: a.auc | {"void": a.void} for name, a in found.equal_squares.audit.items()
    }
    bench.tables["auc_by_group"] = {
        g.name: [round(g.mean, 3), [round(v, 3) for v in g.mean_95]]
        for g in found.all_pictures.figures.groups
    }
    crossing = found.served.figures.points[CANDIDATE][ANY]
    bench.tables["over_the_score_of_1_percent"] = {
        name: [rate.wrong, rate.n, round(rate.upper95, 4)] for name, rate in crossing.groups.items()
    }
    bench.tables["operating_points"] = {
        one.bar.name: {"threshold": one.threshold, "missing": one.missing} for one in found.points
    }
    for name, table in ways.items():
        if name == "as served":
            continue
        rows = table.figures.conditions
        for delivery, goal in AUC.items():
            _add(bench, f"AUC, {delivery}, {name}", rows[delivery].auc, goal, at_least=True)
        worst = table.figures.groups[0]
        _add(bench, f"AUC of the worst group ({worst.name}), {name}", worst.mean, WORST_GROUP, at_least=True)
        for delivery, goal in AUC.items():
            if alike := table.matched.get(delivery):
                _add(bench, f"AUC on pairs alike, {delivery}, {name}", alike.auc, goal, at_least=True)
        _add(bench, f"calibration error, pack, {name}", rows[PACK].ece, ECE, at_least=False)
        ece = max(row.ece for delivery, row in rows.items() if delivery != PACK)
        _add(bench, f"calibration error, worst delivery, {name}", ece, ECE, at_least=False)


def _add(bench: Bench, name: str, value: float, goal: float, *, at_least: bool) -> None:
    met = value >= goal if at_least else value <= goal
    bench.add(name, value, "", f"{'>=' if at_least else '<='} {goal}", met, timed=False)


def _rows(table: Audited) -> dict[str, Any]:
    return {
        name: {
            "ai": row.ai,
            "other": row.other,
            "auc": round(row.auc, 3),
            "auc_95": [round(v, 3) for v in row.auc_95],
            "auc_on_matched_pairs": round(pair.auc, 3) if (pair := table.matched.get(name)) else None,
            "tpr_at_1": round(row.hits_at_1, 3),
            "tpr_at_5": round(row.hits_at_5, 3),
            "ece": round(row.ece, 3),
            "ece_by_chance": round(row.ece_noise, 3),
            "void": table.audit[name].void,
        }
        for name, row in table.figures.conditions.items()
    }


def _cost(bench: Bench, detector: Detector) -> None:
    limit = Config().limits.pixels
    files = photos(0, IMAGES)
    pictures = [Picture.of(data, limit).pixels() for data in files]
    with ThreadPoolExecutor(THREADS) as pool:
        arms: dict[str, Callable[[], float]] = {
            "decode": lambda: _cpu_ms(lambda: [Picture.of(data, limit).pixels() for data in files]),
            "one thread": lambda: _cpu_ms(lambda: [detector.assess(one) for one in pictures]),
            "two threads": lambda: _cpu_ms(lambda: _on(pool, detector, pictures)),
        }
        with bench.foreign():
            values = interleave(arms, bench.rounds)
    middle = {name: median(series) for name, series in values.items()}
    bench.tables["cpu_ms"] = {name: [round(v, 2) for v in series] for name, series in values.items()}
    cost = middle["two threads"]
    bench.add("detector, two threads", cost, "CPU ms per picture", f"<= {MS:g}", cost <= MS)
    bench.note("detector, one thread", middle["one thread"], "CPU ms per picture")
    bench.note("detector / decoding", middle["one thread"] / middle["decode"], "x")


def _on(pool: ThreadPoolExecutor, detector: Detector, pictures: Sequence[Pixels]) -> None:
    list(pool.map(detector.assess, pictures))


def _cpu_ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start) / IMAGES
