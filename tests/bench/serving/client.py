"""The load client and the bare loop, each in a process of its own, so that their CPU is nobody else's."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice

from tests.bench.photos import feed_photos
from tests.bench.serving.feed import Feed
from tests.bench.serving.load import Load, drive
from tests.bench.serving.tally import Tally
from tests.bench.serving.work import Work

PHOTOS = 24


@dataclass(frozen=True)
class Bare:
    """What one image costs in a loop without a server: seconds of CPU and of wall time."""

    cpu: float
    wall: float


class Process:
    """A process that does what it is given, one after another."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def load(self, load: Load) -> Tally:
        """Put ``load`` on a server."""
        return self._pool.submit(_load, load).result()

    def bare(self, images: int, threads: int) -> Bare:
        """Look at ``images`` new files on ``threads`` threads."""
        return self._pool.submit(_bare, images, threads).result()


@contextmanager
def process() -> Iterator[Process]:
    """A process with the ready-made photos."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(_ready).result()
        yield Process(pool)


@cache
def _feed() -> Feed:
    return Feed(feed_photos(0, PHOTOS))


@cache
def _work() -> Work:
    return Work()


def _ready() -> None:
    _feed()


def _load(load: Load) -> Tally:
    return asyncio.run(drive(load, _feed()))


def _bare(images: int, threads: int) -> Bare:
    work = _work()
    files = [file.data for file in islice(_feed().fresh(), images)]
    with ThreadPoolExecutor(threads) as pool:
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in pool.map(work.look, files) if threads > 1 else map(work.look, files):
            pass
        return Bare((time.process_time() - cpu) / images, (time.perf_counter() - wall) / images)
