"""What was counted, as plain numbers: for the status page, and for what the last hour was like."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import Metric

Labels = Mapping[str, str]
# what is held open says nothing about how fast answers are
HELD_OPEN = frozenset({"/v1/changes", "/xrpc/com.atproto.label.subscribeLabels"})


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in seconds. Percentiles are interpolated within a histogram's buckets."""

    count: int
    mean: float
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over all processes of a server, since its start. Times in seconds, sizes in bytes."""

    at: float  # Unix time
    started: float  # Unix time of the oldest process that runs
    processes: int
    memory_bytes: int
    cpu_seconds: float
    requests: dict[str, int]  # by class of status: "2xx"
    routes: dict[str, Spread]  # by method and route: "GET /readyz"
    stages: dict[str, Spread]
    cache: dict[str, int]  # images by tier
    checks: dict[str, dict[str, int]]  # by check, by outcome
    sheds: dict[str, int]  # by reason
    in_flight: int  # requests
    pending: int  # images admitted and not answered
    waiting: int  # images that wait for a thread
    slow_waiting: int
    slow: dict[str, int]  # by event
    workers: dict[str, int]  # by event
    tasks_restarted: dict[str, int]
    readers_restarted: int
    processes_restarted: dict[str, int]  # by reason
    redis: bool | None  # whether it answers every process; None where there is none
    redis_failures: int
    database_errors: int
    quota_refusals: int

    @property
    def uptime_seconds(self) -> float:
        """Since the oldest process that runs was started."""
        return self.at - self.started


class Reading:
    """All series at one moment (Unix time ``at``)."""

    def __init__(self, at: float, samples: Mapping[str, list[tuple[Labels, float]]]) -> None:
        self.at = at
        self._samples = samples

    @classmethod
    def of(cls, families: Iterable[Metric], at: float) -> Reading:
        """What a registry collected. Names lose the prefix ``colophon_``."""
        samples: dict[str, list[tuple[Labels, float]]] = defaultdict(list)
        for family in families:
            for sample in family.samples:
                samples[sample.name.removeprefix("colophon_")].append((sample.labels, sample.value))
        return cls(at, samples)

    def rows(self, name: str) -> list[tuple[Labels, float]]:
        """Labels and value of every series of this name."""
        return self._samples.get(name, [])

    def total(self, name: str) -> float:
        """The sum of all series of this name; 0 without any."""
        return sum(value for _, value in self.rows(name))

    def by(self, name: str, label: str) -> dict[str, int]:
        """Counts by one label."""
        sums: dict[str, int] = defaultdict(int)
        for labels, value in self.rows(name):
            sums[labels[label]] += int(value)
        return dict(sums)

    def buckets(self, name: str) -> dict[float, float]:
        """Cumulative counts of a histogram by upper bound, without `HELD_OPEN`."""
        sums: dict[float, float] = defaultdict(float)
        for labels, value in self.rows(f"{name}_bucket"):
            if labels.get("route") not in HELD_OPEN:
                sums[float(labels["le"])] += value
        return dict(sums)

    def spreads(self, name: str, *names: str) -> dict[str, Spread]:
        """How long it took, by the labels ``names`` joined with a space."""
        buckets: dict[str, dict[float, float]] = defaultdict(lambda: defaultdict(float))
        sums: dict[str, float] = defaultdict(float)
        for labels, value in self.rows(f"{name}_bucket"):
            buckets[" ".join(labels[n] for n in names)][float(labels["le"])] += value
        for labels, value in self.rows(f"{name}_sum"):
            sums[" ".join(labels[n] for n in names)] += value
        return {key: _spread(counts, sums[key]) for key, counts in buckets.items() if counts[math.inf]}


def figures(now: Reading) -> Figures:
    """What a person wants to know."""
    statuses: dict[str, int] = defaultdict(int)
    for status, count in now.by("request_seconds_count", "status").items():
        statuses[f"{status[0]}xx"] += count
    checks: dict[str, dict[str, int]] = defaultdict(dict)
    for labels, value in now.rows("checks_total"):
        checks[labels["check"]][labels["outcome"]] = int(value)
    redis = now.rows("redis_working")
    return Figures(
        at=now.at,
        started=now.total("start_time_seconds"),
        processes=int(now.total("processes")),
        memory_bytes=int(now.total("memory_bytes")),
        cpu_seconds=now.total("cpu_seconds_total"),
        requests=dict(statuses),
        routes=now.spreads("request_seconds", "method", "route"),
        stages=now.spreads("stage_seconds", "stage"),
        cache=now.by("cache_total", "tier"),
        checks=dict(checks),
        sheds=now.by("sheds_total", "reason"),
        in_flight=int(now.total("requests_in_flight")),
        pending=int(now.total("images_pending")),
        waiting=int(now.total("images_waiting")),
        slow_waiting=int(now.total("slow_waiting")),
        slow=now.by("slow_looks_total", "event"),
        workers=now.by("workers_total", "event"),
        tasks_restarted=now.by("tasks_restarted_total", "task"),
        readers_restarted=int(now.total("readers_restarted_total")),
        processes_restarted=now.by("processes_restarted_total", "reason"),
        redis=bool(redis[0][1]) if redis else None,
        redis_failures=int(now.total("redis_failures_total")),
        database_errors=int(now.total("database_errors_total")),
        quota_refusals=int(now.total("quota_refusals_total")),
    )


def percentile(buckets: Mapping[float, float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of a cumulative histogram lies; NaN when it is empty.

    Linear within a bucket, as Prometheus' histogram_quantile; the last bound for what is beyond it.
    """
    wanted, lower, before = share * buckets.get(math.inf, 0.0), 0.0, 0.0
    for bound, count in sorted(buckets.items()):
        if count >= wanted and count > before:
            if bound == math.inf:
                return lower
            return lower + (bound - lower) * (wanted - before) / (count - before)
        if bound != math.inf:
            lower, before = bound, count
    return math.nan


def _spread(buckets: Mapping[float, float], total: float) -> Spread:
    count = buckets[math.inf]
    p50, p95, p99 = (percentile(buckets, share) for share in (0.5, 0.95, 0.99))
    return Spread(int(count), total / count, p50, p95, p99)
