"""How memory goes over the time of a run."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

WARM_UP = 0.15  # of the time: caches fill, threads and readers start


@dataclass(frozen=True)
class Reading:
    """Seconds since the start; resident bytes of all processes of the server."""

    moment: float
    resident: int


def growth(readings: Sequence[Reading]) -> float:
    """Percent from the first quarter after the warm-up to the last quarter, by their medians."""
    end = readings[-1].moment
    begin = WARM_UP * end
    quarter = (end - begin) / 4
    first = [r.resident for r in readings if begin <= r.moment < begin + quarter]
    last = [r.resident for r in readings if r.moment >= end - quarter]
    return 100 * (statistics.median(last) / statistics.median(first) - 1)
