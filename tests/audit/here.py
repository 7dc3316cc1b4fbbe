"""An audit in this process: an engine for tests, what they listen with, and plans of made-up timelines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.audit.sources import CONFIG, OPENER

from colophon.audit.engine import Done, Engine, Event, Looking, Ready, Replaced
from colophon.audit.folder import Audit
from colophon.audit.plan import Plan
from colophon.audit.rows import Row, rows
from colophon.audit.run import run
from colophon.audit.sample import Sampling
from colophon.audit.work import desk, work_shard


class Here:
    """An `Engine` without processes."""

    @contextmanager
    def run(self, plan: Plan, shards: Sequence[int]) -> Iterator[Iterator[Event]]:
        yield self._events(plan, shards)

    def _events(self, plan: Plan, shards: Sequence[int]) -> Iterator[Event]:
        with desk(plan) as at:
            yield Ready(at.versions, at.remarks, at.parts)
            for number in shards:
                looked: list[int] = []
                work_shard(at, number, looking=looked.append)
                yield from (Looking(number, n) for n in looked)
                yield Done(number)


class Told:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.finished = -1
        self.events: list[Event] = []
        self.remarks: list[str] = []

    def found(self, images: int) -> None:
        pass

    def begins(self, audit: Audit, finished: int) -> None:
        self.finished = finished

    def happens(self, event: Event) -> None:
        self.events.append(event)

    def remark(self, words: str) -> None:
        self.remarks.append(words)

    @property
    def replaced(self) -> list[Replaced]:
        return [event for event in self.events if isinstance(event, Replaced)]

    @property
    def done(self) -> list[int]:
        return sorted(event.shard for event in self.events if isinstance(event, Done))


def plan(folder: Path, shard: int = 4, sampling: Sampling | None = None) -> Plan:
    """Of the timeline ``source`` in this folder."""
    config = dataclasses.replace(CONFIG, data=folder / "data")
    return Plan(folder / "source", folder / "out", config, sampling, OPENER, shard)


def audited(plan: Plan, engine: Engine | None = None) -> tuple[list[Row], Told]:
    """Do it, or what is left of it."""
    told = Told()
    run(plan, engine or Here(), told)
    return list(rows(plan.out)), told
