"""How many images are taken in at once. Decided before a body is read, so that refusing is cheap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from colophon.errors import Overloaded
from colophon.http.metrics import Metrics


class Admission:
    """Counts images between admission and answer."""

    def __init__(self, pending: int, metrics: Metrics) -> None:
        self._limit = pending
        self._metrics = metrics
        self._pending = 0
        self.draining = False

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold one place. Raises Overloaded when all are taken or the server is shutting down."""
        if self.draining:
            self._metrics.sheds.labels("draining").inc()
            raise Overloaded("the server is shutting down")
        if self._pending >= self._limit:
            self._metrics.sheds.labels("pending").inc()
            raise Overloaded(f"{self._limit} images are being looked at already")
        self._pending += 1
        self._metrics.pending.set(self._pending)
        try:
            yield
        finally:
            self._pending -= 1
            self._metrics.pending.set(self._pending)
