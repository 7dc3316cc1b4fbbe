"""What reading records in a process of its own costs, beside reading in this one and after one is lost."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.measure import Bench, interleave
from tests.bench.photos import photos

from colophon.checks.c2pa import C2paCheck
from colophon.checks.c2pa.prefilter import may_hold_record
from colophon.checks.metadata import MetadataCheck
from colophon.checks.metadata.reading import read
from colophon.config import Limits
from colophon.images.picture import Picture
from colophon.isolation import Job, Sandbox, WorkerError
from colophon.trust import NO_LISTS

IMAGES = 50
LIMITS = Limits(reader_seconds=0.2)
JOBS = {MetadataCheck.name: MetadataCheck.job(LIMITS), C2paCheck.name: C2paCheck.job(NO_LISTS)}
SLEEP = Job("tests.bench.isolation:Sleeper", {})


class Sleeper:
    """A job that hangs on files that say so."""

    def __call__(self, media_type: str, data: bytes) -> None:
        """Sleep past any deadline."""
        if data.endswith(b"hang"):
            time.sleep(1000)


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])  # workers import nothing from where they start
    files = photos(0, 10) * (IMAGES // 10)
    with Sandbox(JOBS, LIMITS) as sandbox, Sandbox({**JOBS, "sleep": SLEEP}, LIMITS) as mortal:
        checks = (C2paCheck(sandbox, NO_LISTS), MetadataCheck(sandbox))
        arms: dict[str, Callable[[], float]] = {
            "here": lambda: _wall_ms(files, _here),
            "isolated": lambda: _wall_ms(files, lambda picture: [check.look(picture) for check in checks]),
            "after a kill": lambda: _after_a_kill(mortal, files[0]),
        }
        with bench.foreign():
            values = interleave(arms, bench.rounds)
    middle = {name: statistics.median(series) for name, series in values.items()}
    bench.tables["wall_ms"] = {name: [round(v, 3) for v in series] for name, series in values.items()}
    more = middle["isolated"] - middle["here"]
    bench.add("a photo without records: more than in this process", more, "ms", "<= 1", more <= 1)
    replaced = middle["after a kill"]
    bench.add("first answer after a worker was killed", replaced, "ms", "<= 1000", replaced <= 1000)


def _here(picture: Picture) -> None:
    read(picture.data, picture.media_type, LIMITS)
    may_hold_record(picture.data, picture.media_type)


def _wall_ms(files: list[bytes], look: Callable[[Picture], object]) -> float:
    pictures = [Picture.of(data, LIMITS.pixels) for data in files]
    look(pictures[0])  # a worker that has not been used yet would still load its libraries
    start = time.perf_counter()
    for picture in pictures[1:]:
        look(picture)
    return 1000 * (time.perf_counter() - start) / (len(files) - 1)


def _after_a_kill(sandbox: Sandbox, data: bytes) -> float:
    """From the moment that a hanging worker was given up to the next file's answer."""
    try:
        sandbox.answer(Picture.of(data + b"hang", LIMITS.pixels), "sleep")
    except WorkerError:
        start = time.perf_counter()
        sandbox.answer(Picture.of(data, LIMITS.pixels), MetadataCheck.name)
        return 1000 * (time.perf_counter() - start)
    raise AssertionError("a job that hangs was not given up")
