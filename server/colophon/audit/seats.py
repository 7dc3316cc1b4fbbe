"""Workers that each open everything once, do one shard after the other, and are replaced when they end."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from colophon.audit.engine import STUCK_SECONDS, Done, Event, Looking, Ready, Replaced
from colophon.audit.plan import Plan
from colophon.audit.process import Ended
from colophon.errors import ColophonError

START_SECONDS = 300.0  # libraries, model and registry: 2 s on an idle machine, more with many entries
MOST_ENDS = 2  # of workers within one image, until it is not looked at any more
_LOOK_UP_SECONDS = 0.2
_MOST_FRUITLESS = 3  # workers of one seat that end one after the other without having begun an image


class Worker(Protocol):
    """Talks with whoever does shards, as `colophon.audit.worker` has it. Raises `process.Ended`."""

    def say(self, message: bytes) -> None:
        """Send a message."""

    def hear(self, seconds: float) -> dict[str, Any]:
        """The next message, within so many seconds. Raises InputError for what no other could do either."""

    def kill(self) -> None:
        """End it at once. May be called from any thread."""

    def close(self) -> None:
        """End it, and wait until it has."""


@dataclass(frozen=True, slots=True)
class Seats:
    """So many workers at a time. ``way_out`` is what to do where none can begin."""

    count: int
    start: Callable[[], Worker]
    way_out: str

    @contextmanager
    def run(self, plan: Plan, shards: Sequence[int]) -> Iterator[Iterator[Event]]:
        """As `Engine` has it."""
        room = _Room(plan, shards, self)
        seats = [_Seat(room) for _ in range(min(self.count, len(shards)))]
        for seat in seats:
            seat.start()
        try:
            yield _heard(room, len(shards))
        finally:
            room.closing.set()
            for seat in seats:
                seat.end()
            for seat in seats:
                seat.join()


def _heard(room: _Room, shards: int) -> Iterator[Event]:
    while shards:
        event, taken = room.events.get()
        if isinstance(event, BaseException):
            raise event
        yield event
        taken.set()
        shards -= isinstance(event, Done)


def _order(shard: int, given_up: Mapping[int, str]) -> bytes:
    return orjson.dumps({"shard": shard, "given_up": {str(n): why for n, why in given_up.items()}})


class _Room:
    """What the seats share."""

    def __init__(self, plan: Plan, shards: Sequence[int], seats: Seats) -> None:
        self.plan, self.begin, self.way_out = plan.to_json(), seats.start, seats.way_out
        self.todo: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in shards:
            self.todo.put(number)
        self.events: queue.SimpleQueue[tuple[Event | BaseException, threading.Event]] = queue.SimpleQueue()
        self.closing = threading.Event()

    def tell(self, event: Event | BaseException) -> threading.Event:
        """Pass it on; what is given back is set once whoever listens has done with it."""
        taken = threading.Event()
        self.events.put((event, taken))
        return taken


class _Seat(threading.Thread):
    """Has one worker at a time do one shard after the other."""

    def __init__(self, room: _Room) -> None:
        super().__init__(name="audit seat", daemon=True)
        self._room = room
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._fruitless = 0

    def run(self) -> None:
        """Until nothing is left to do."""
        try:
            while not self._room.closing.is_set():
                self._do(self._room.todo.get_nowait())
        except queue.Empty:
            pass
        except Exception as error:
            self._room.tell(error)
        finally:
            if self._worker is not None:
                self._worker.close()

    def end(self) -> None:
        """Kill the worker: whoever waits for it then sees that it ended."""
        with self._lock:
            if self._worker is not None:
                self._worker.kill()

    def _do(self, shard: int) -> None:
        """One shard, with as many workers as it takes."""
        ends: Counter[int] = Counter()
        given_up: dict[int, str] = {}
        while not self._room.closing.is_set():
            at: int | None = None
            try:
                worker = self._sitting()
                worker.say(_order(shard, given_up))
                while "done" not in (said := worker.hear(STUCK_SECONDS)):
                    at, self._fruitless = int(said["at"]), 0
                    self._room.tell(Looking(shard, at))
            except Ended as ended:
                self._rise()
                if self._room.closing.is_set():
                    return
                if at is None:
                    self._count_fruitless(ended)
                else:
                    ends[at] += 1
                    if ends[at] == MOST_ENDS:
                        given_up[at] = f"left out: the process that looked at it {ended}, {MOST_ENDS} times"
                self._room.tell(Replaced(shard, at, str(ended), at in given_up))
            else:
                self._room.tell(Done(shard))
                return

    def _sitting(self) -> Worker:
        """The worker, a new one where there is none."""
        if self._worker is None:
            with self._lock:
                if self._room.closing.is_set():
                    raise Ended("the audit is closing")
                self._worker = self._room.begin()
            self._worker.say(self._room.plan)
            ready = self._worker.hear(START_SECONDS)
            agreed = self._room.tell(Ready(ready["ready"], ready["remarks"], ready["parts"]))
            while not agreed.wait(_LOOK_UP_SECONDS):  # no row is written by what does not go with the others
                if self._room.closing.is_set():
                    raise Ended("the audit is closing")
        return self._worker

    def _rise(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def _count_fruitless(self, ended: Ended) -> None:
        self._fruitless += 1
        if self._fruitless == _MOST_FRUITLESS:
            raise ColophonError(
                f"the processes that look at images end before they begin: the last {ended}. "
                f"{self._room.way_out}; what is finished is kept"
            )
