"""What is counted with every request: kept as plain numbers, and told to prometheus_client every second.

There each count takes a microsecond or two, with its locks: as much as three images of a lookup. A process
that is killed takes the last second of these counts along. For use in one thread (the event loop's).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter as Numbers
from collections.abc import Callable
from functools import cache

from prometheus_client import Counter, Histogram

# seconds: from a lookup in the cache (under a millisecond) to the deadline of an image
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Times:
    """Times of one kind, by bucket, until they are told to ``histogram``, whose buckets are `BUCKETS`."""

    __slots__ = ("_counts", "_histogram", "_seconds")

    def __init__(self, histogram: Histogram) -> None:
        self._histogram = histogram
        self._counts = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def add(self, seconds: float) -> None:
        """It took this long."""
        self._counts[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def tell(self) -> None:
        """Hand over what was added since the last time."""
        if not self._seconds and not any(self._counts):
            return
        # the library adds up one at a time only; a test compares this with what it makes of the same times
        for bucket, count in zip(self._histogram._buckets, self._counts, strict=True):
            if count:
                bucket.inc(count)
        self._histogram._sum.inc(self._seconds)
        self._counts, self._seconds = [0] * len(self._counts), 0.0


class TimesByKind:
    """Times of every kind that there is, by the values of the histogram's labels."""

    def __init__(self, histogram: Histogram) -> None:
        self._histogram = histogram
        self._made: list[Times] = []
        self.of: Callable[..., Times] = cache(self._make)

    def tell(self) -> None:
        """Hand over what was added since the last time."""
        for times in self._made:
            times.tell()

    def _make(self, *labels: object) -> Times:
        times = Times(self._histogram.labels(*labels))
        self._made.append(times)
        return times


class CountsByKind:
    """Counts of every kind that there is, by the value of the counter's one label."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._counts = Numbers[str]()

    def add(self, kind: str, number: int) -> None:
        """So many more of this kind."""
        self._counts[kind] += number

    def tell(self) -> None:
        """Hand over what was added since the last time."""
        for kind, number in self._counts.items():
            self._counter.labels(kind).inc(number)
        self._counts.clear()
