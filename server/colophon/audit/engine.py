"""Who does the shards, and what is heard of it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from colophon.audit.parts import Parts
from colophon.audit.plan import Plan

# Seconds for one image. The checks stop at their own deadlines; what comes here hangs in a library.
STUCK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has opened everything: what its rows will rest on, what there is of what may be absent."""

    versions: Mapping[str, str | int]
    remarks: Sequence[str]
    parts: Parts


@dataclass(frozen=True, slots=True)
class Looking:
    """At image ``n`` of a shard."""

    shard: int
    n: int


@dataclass(frozen=True, slots=True)
class Done:
    """A shard is written."""

    shard: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A worker ended within a shard, which is done again. ``given_up``: without image ``n``."""

    shard: int
    n: int | None
    why: str
    given_up: bool


Event = Ready | Looking | Done | Replaced


class Engine(Protocol):
    """Does shards in any order, several at a time, each until it is written."""

    def run(self, plan: Plan, shards: Sequence[int]) -> AbstractContextManager[Iterator[Event]]:
        """What happens, until all are done. Leaving early ends all work, and no shard is half written.

        Iterating raises InputError where workers cannot work at all.
        """
        ...
