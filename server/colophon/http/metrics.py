"""Figures for Prometheus, in a registry of this application's own; of several processes, added up.

Where ``PROMETHEUS_MULTIPROC_DIR`` is set (see `colophon.processes.figures`), every process writes its figures
into that folder, and each gives the sums of all. Counts of processes that have ended stay in the sums.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from colophon.evidence import State
from colophon.http.figures import Figures, Reading, figures
from colophon.http.tallies import BUCKETS, CountsByKind, TimesByKind

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the name is prometheus_client's

Mode = Literal["livesum", "livemin"]  # how the values of the processes that live become one


class Metrics:
    """Counters, gauges and histograms. Also the `Observer` of the pipeline.

    What labels name is bound once and remembered: a count costs about a microsecond. What comes with every
    request is told every second only (see `tallies`).
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        about = "Time from the end of the headers to the answer."
        self._requests = TimesByKind(self._histogram("request", about, "method", "route", "status"))
        self._stages = self._times("stage", "Time spent on one image, by stage.", "stage")
        self._checks = self._counts("checks", "Checks by outcome.", "check", "outcome")
        about = "Images asked for, by where they were found."
        self._cache = CountsByKind(Counter("colophon_cache", about, ["tier"], registry=self._registry))
        self._sheds = self._counts("sheds", "Images refused before their body was read.", "reason")
        self._workers = self._counts("workers", "Threads that look at images: died, written_off.", "event")
        self._slow = self._counts("slow_looks", "Looks after the answer: done, dropped, refused.", "event")
        self._tasks = self._counts("tasks_restarted", "Background tasks that failed and began anew.", "task")
        about = "Questions to what is followed: works, unreachable, refused."
        self._followed = self._counts("subscription_questions", about, "outcome")
        self._processes = self._counts("processes_restarted", "Server processes replaced.", "reason")
        count = self._count
        self._readers = count("readers_restarted", "Reader processes that died or hung, and were replaced.")
        self._quota = count("quota_refusals", "Requests refused because a reader's quota was used up.")
        self._database = count("database_errors", "Questions to the database that failed.")
        self._redis_failures = count("redis_failures", "Questions to Redis that failed or took too long.")
        self._cpu = count("cpu_seconds", "CPU time of the server, readers not counted.")
        self.in_flight = 0  # requests being answered now: a number, since it changes twice with each
        self._in_flight = self._gauge("requests_in_flight", "Requests being answered now.")
        self._pending = self._gauge("images_pending", "Images admitted and not answered.")
        self._waiting = self._gauge("images_waiting", "Images that wait for a thread.")
        self._slow_waiting = self._gauge("slow_waiting", "Images that wait for a look after the answer.")
        self._memory = self._gauge("memory_bytes", "Resident memory of the server, readers not counted.")
        self._up = self._gauge("processes", "Server processes that answer.")
        self._started = self._gauge("start_time_seconds", "Unix time of the oldest process.", "livemin")
        self._redis: Gauge | None = None

    @property
    def folder(self) -> Path | None:
        """Where the figures of several processes are put together; None for one process."""
        return Path(os.environ[FOLDER]) if FOLDER in os.environ else None

    def begin(self) -> None:
        """This process answers from now on."""
        self._up.set(1)
        self._started.set(time.time())

    def process_restarted(self, reason: str) -> None:
        """A server process was replaced: it ended by itself (``crash``), or was told to (``restart``)."""
        self._processes(reason).inc()

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.of(method, route, status).add(seconds)

    def stage(self, name: str, seconds: float) -> None:
        """One stage of one image took this long."""
        self._stages(name).observe(seconds)

    def check(self, name: str, state: State) -> None:
        """One check ended like this."""
        self._checks(name, state).inc()

    def cache(self, tier: str, images: int = 1) -> None:
        """Images were asked for and found in ``memory``, ``redis``, the ``database``, or not (``miss``)."""
        self._cache.add(tier, images)

    def shed(self, reason: str) -> None:
        """An image was refused before its body was read."""
        self._sheds(reason).inc()

    def images_pending(self, images: int) -> None:
        """So many images are admitted and not answered now."""
        self._pending.set(images)

    def worker(self, event: str) -> None:
        """A thread that looks at images ``died`` or was ``written_off``."""
        self._workers(event).inc()

    def slow(self, event: str) -> None:
        """A look after the answer was ``done``, ``dropped`` or ``refused``."""
        self._slow(event).inc()

    def task_restarted(self, name: str) -> None:
        """A background task failed and begins anew."""
        self._tasks(name).inc()

    def readers_restarted(self, readers: int) -> None:
        """So many more reader processes were replaced."""
        self._readers.inc(readers)

    def followed(self, outcome: str) -> None:
        """A server or a list that is followed was asked."""
        self._followed(outcome).inc()

    def quota_refused(self) -> None:
        """A request was refused because its reader's quota is used up."""
        self._quota.inc()

    def database_error(self) -> None:
        """A question to the database failed."""
        self._database.inc()

    def redis_failed(self) -> None:
        """A question to Redis failed or took too long."""
        self._redis_failures.inc()

    def redis_working(self, working: bool | None) -> None:
        """Whether Redis answers this process; None where there is none, and then it is no figure."""
        if working is not None:
            if self._redis is None:
                self._redis = self._gauge("redis_working", "Redis answers every process.", "livemin")
            self._redis.set(working)

    def waiting(self, images: int, slow: int) -> None:
        """So many images wait for a thread, and for a look after the answer."""
        self._waiting.set(images)
        self._slow_waiting.set(slow)

    def used(self, cpu_seconds: float, memory_bytes: int) -> None:
        """So much more CPU time was used; so much memory is in use now."""
        self._cpu.inc(cpu_seconds)
        self._memory.set(memory_bytes)
        self.tell()

    def tell(self) -> None:
        """Hand over what is counted with every request: every second, before it is read, and at the end."""
        self._requests.tell()
        self._cache.tell()
        self._in_flight.set(self.in_flight)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        self.tell()
        return generate_latest(_collected(self._registry))

    def reading(self) -> Reading:
        """Everything as plain numbers, now."""
        self.tell()
        return Reading.of(_collected(self._registry).collect(), time.time())

    def figures(self) -> Figures:
        """What a person wants to know of it."""
        return figures(self.reading())

    def _times(self, name: str, about: str, *labels: str) -> Callable[..., Histogram]:
        return cache(self._histogram(name, about, *labels).labels)

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(f"colophon_{name}_seconds", about, labels, registry=self._registry, buckets=BUCKETS)

    def _counts(self, name: str, about: str, *labels: str) -> Callable[..., Counter]:
        return cache(Counter(f"colophon_{name}", about, labels, registry=self._registry).labels)

    def _count(self, name: str, about: str) -> Counter:
        return Counter(f"colophon_{name}", about, registry=self._registry)

    def _gauge(self, name: str, about: str, mode: Mode = "livesum") -> Gauge:
        return Gauge(f"colophon_{name}", about, registry=self._registry, multiprocess_mode=mode)


def _collected(own: CollectorRegistry) -> CollectorRegistry:
    if FOLDER not in os.environ:
        return own
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
