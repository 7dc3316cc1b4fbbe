"""Figures that are looked up rather than counted: what waits, and what the process uses."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from colophon.http.history import EVERY_SECONDS, History, SavedHistory
from colophon.http.metrics import Metrics

SAMPLE_SECONDS = 1.0


class Usage:
    """CPU time and memory of this process."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._cpu = 0.0

    def sample(self) -> None:
        """Note what was used since the last time."""
        cpu = time.process_time()
        self._metrics.used(cpu - self._cpu, resident_bytes())
        self._cpu = cpu


@dataclass(frozen=True, slots=True)
class Looks:
    """Where the figures are looked up."""

    waiting: Callable[[], int]  # images, for a thread
    slow_waiting: Callable[[], int]
    readers_restarted: Callable[[], int]  # since the start
    redis_working: Callable[[], bool | None]


class Sampler:
    """Looks every second, and keeps the last hour where this process is the only one."""

    def __init__(self, metrics: Metrics, looks: Looks) -> None:
        folder = metrics.folder
        self.history: History | SavedHistory = SavedHistory(folder) if folder else History()
        self._metrics = metrics
        self._looks = looks
        self._usage = Usage(metrics)
        self._readers = 0

    def sample(self) -> None:
        """Look now."""
        looks, metrics = self._looks, self._metrics
        metrics.waiting(looks.waiting(), looks.slow_waiting())
        readers = looks.readers_restarted()
        metrics.readers_restarted(readers - self._readers)
        self._readers = readers
        metrics.redis_working(looks.redis_working())
        self._usage.sample()

    async def run(self) -> None:
        """Look every second, until cancelled."""
        every = round(EVERY_SECONDS / SAMPLE_SECONDS)
        look = 0
        while True:
            self.sample()
            if look % every == 0 and isinstance(self.history, History):
                self.history.add(self._metrics.reading())
            look += 1
            await asyncio.sleep(SAMPLE_SECONDS)


def resident_bytes() -> int:
    """Memory of this process that is in RAM; elsewhere than on Linux, the most there ever was."""
    with suppress(OSError, IndexError, ValueError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    with suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return 0
