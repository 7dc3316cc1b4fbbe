"""What came of the requests of one run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

SHED = 503
ACCEPTED = range(200, 300)


@dataclass
class Tally:
    """Attempts by status; when each accepted one was done (seconds after the start) and how long it took.

    ``latencies`` are of the attempt that was accepted; ``waits`` run from the first attempt to that answer,
    with what a client waited in between. ``unexpected`` are answers neither accepted nor shed.
    """

    done: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    timeouts: int = 0
    late: int = 0  # open loop: requests that left later than they should have

    @property
    def accepted(self) -> int:
        """How many were answered."""
        return len(self.done)

    @property
    def shed(self) -> int:
        """How many attempts were told to come later."""
        return self.statuses[SHED]

    @property
    def errors(self) -> int:
        """Server errors other than 503, time-outs and broken connections."""
        server = sum(n for status, n in self.statuses.items() if status >= 500 and status != SHED)
        return server + self.timeouts + self.broken

    @property
    def refused(self) -> int:
        """Answers of the 3xx and 4xx kinds."""
        return sum(n for status, n in self.statuses.items() if 300 <= status < 500)

    @property
    def rate(self) -> float:
        """Accepted requests per second, up to the last answer: a closed loop keeps the server busy."""
        return self.accepted / max(self.done) if self.done else 0.0

    def rate_between(self, start: float, end: float) -> float:
        """Accepted requests per second in a part of the run."""
        return sum(start <= moment < end for moment in self.done) / (end - start)

    def after(self, start: float) -> list[float]:
        """Latencies of what was done after this moment."""
        pairs = zip(self.done, self.latencies, strict=True)
        return [latency for moment, latency in pairs if moment >= start]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of all do not exceed (nearest rank); NaN without values."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
