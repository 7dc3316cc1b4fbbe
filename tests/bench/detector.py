"""What the detector costs per picture, beside decoding the same picture: CPU milliseconds on one thread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from tests.bench.measure import Bench, interleave
from tests.bench.photos import photos

from colophon.config import Config
from colophon.images.picture import Picture
from colophon_model import Detector, builtin

IMAGES = 12


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    folder = builtin()
    if folder is None:
        raise SystemExit("no built-in model to measure")
    detector = Detector.load(folder)
    limit = Config().limits.pixels
    files = photos(0, IMAGES)
    pictures = [Picture.of(data, limit).pixels() for data in files]
    arms: dict[str, Callable[[], float]] = {
        "decode": lambda: _cpu_ms(lambda: [Picture.of(data, limit).pixels() for data in files]),
        "detector": lambda: _cpu_ms(lambda: [detector.assess(pixels) for pixels in pictures]),
    }
    with bench.foreign():
        values = interleave(arms, bench.rounds)
    middle = {name: statistics.median(series) for name, series in values.items()}
    bench.tables["cpu_ms"] = {name: [round(v, 2) for v in series] for name, series in values.items()}
    bench.add("detector", middle["detector"], "CPU ms per picture", "<= 250", middle["detector"] <= 250)
    bench.note("detector / decoding", middle["detector"] / middle["decode"], "x")


def _cpu_ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start) / IMAGES
