"""Shards on this computer: a pool of processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial

from colophon.audit.engine import Event
from colophon.audit.plan import Plan
from colophon.audit.process import COMMAND, Worker
from colophon.audit.seats import Seats

_WAY_OUT = "If memory is short, --workers 1 needs least of it (about 0.4 GB)"


class Local:
    """An `Engine`: ``workers`` processes of this computer."""

    def __init__(self, workers: int, command: Sequence[str] = COMMAND) -> None:
        self._seats = Seats(workers, partial(Worker, command), _WAY_OUT)

    def run(self, plan: Plan, shards: Sequence[int]) -> AbstractContextManager[Iterator[Event]]:
        """As `Engine` has it."""
        return self._seats.run(plan, shards)
