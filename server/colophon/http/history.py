"""What the last hour was like: a moment every ten seconds, for the plots of the status page."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from colophon.http.figures import Reading, percentile
from colophon.whole import write_whole

EVERY_SECONDS = 10.0
KEPT = 360  # moments: an hour
NAME = "history.json"  # in the folder of the figures, where several processes share it


@dataclass(frozen=True, slots=True)
class Moment:
    """The time since the moment before. Rates are per second, times in seconds; None: there was nothing."""

    at: float  # Unix time of its end
    requests: float
    images: float  # asked for by hash or sent
    sheds: float
    errors: float  # answers with a status of 500 and above, but for sheds
    hit_share: float | None  # of the images
    p50: float | None  # of all answers but those to questions that are held open
    p95: float | None
    cpu: float  # cores
    memory_bytes: float
    pending: float
    waiting: float


class History:
    """The last moments. Give it a reading every `EVERY_SECONDS`."""

    def __init__(self) -> None:
        self._moments: deque[Moment] = deque(maxlen=KEPT)
        self._before: Reading | None = None

    def add(self, now: Reading) -> None:
        """Note what happened since the last reading."""
        if self._before is not None and now.at > self._before.at:
            self._moments.append(between(self._before, now))
        self._before = now

    @property
    def moments(self) -> list[Moment]:
        """Oldest first."""
        return list(self._moments)


class SavedHistory:
    """The last moments, as another process saved them in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    @property
    def moments(self) -> list[Moment]:
        """Oldest first; none before the first were saved."""
        try:
            rows = orjson.loads(self._file.read_bytes())
        except FileNotFoundError:
            return []
        return [Moment(**row) for row in rows]


def between(before: Reading, now: Reading) -> Moment:
    """What happened between two readings of the same server."""
    seconds = now.at - before.at

    def grown(name: str) -> float:
        return max(0.0, now.total(name) - before.total(name))

    buckets = now.buckets("request_seconds")
    for bound, count in before.buckets("request_seconds").items():
        buckets[bound] = buckets.get(bound, 0.0) - count
    images = grown("cache_total")
    missed = now.by("cache_total", "tier").get("miss", 0) - before.by("cache_total", "tier").get("miss", 0)
    return Moment(
        at=now.at,
        requests=grown("request_seconds_count") / seconds,
        images=images / seconds,
        sheds=grown("sheds_total") / seconds,
        errors=max(0, _errors(now) - _errors(before)) / seconds,
        hit_share=1 - missed / images if images else None,
        p50=_or_none(percentile(buckets, 0.5)),
        p95=_or_none(percentile(buckets, 0.95)),
        cpu=grown("cpu_seconds_total") / seconds,
        memory_bytes=now.total("memory_bytes"),
        pending=now.total("images_pending"),
        waiting=now.total("images_waiting"),
    )


def save(folder: Path, moments: Iterable[Moment]) -> None:
    """Leave the moments where `SavedHistory` finds them."""
    write_whole(folder / NAME, orjson.dumps([asdict(moment) for moment in moments]))


def _errors(reading: Reading) -> int:
    statuses = reading.by("request_seconds_count", "status")
    return sum(count for status, count in statuses.items() if status >= "500" and status != "503")


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
