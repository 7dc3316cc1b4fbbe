"""The slow lane: work that no reader waits for, on spare capacity only, bounded, dropped first under load."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from colophon.leaving import close_at_exit

log = logging.getLogger(__name__)

NICE = 15  # what a reader waits for comes first, also once a task has begun
LOOK_SECONDS = 0.05  # between two looks at whether there is capacity to spare
PATIENCE_SECONDS = 60.0  # a task that found no capacity for so long is dropped: its reader has scrolled on


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[], None]
    size: int
    drop: Callable[[], None]
    since: float


class SlowLane:
    """One background thread. A task starts only while ``spare`` says that nobody waits for an answer.

    Where there is no room, and where load persists, the oldest tasks are dropped: whoever sent these images
    has scrolled on, while the newest are still before somebody's eyes. ``tell`` hears of every task that was
    ``done`` (whatever came of it), ``dropped``, or ``refused`` at once.
    """

    def __init__(
        self,
        tasks: int,
        size: int,
        spare: Callable[[], bool],
        tell: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """At most ``tasks`` wait, holding at most ``size`` bytes together."""
        self._max_tasks = tasks
        self._max_size = size
        self._spare = spare
        self._tell = tell
        self._clock = clock
        self._tasks: deque[_Task] = deque()
        self._size = 0
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="colophon-slow", daemon=True)
        self._thread.start()
        close_at_exit(self)

    def offer(self, work: Callable[[], None], size: int, drop: Callable[[], None] = lambda: None) -> bool:
        """Queue ``work`` that holds ``size`` bytes until it is done. False when it can have no room.

        ``drop`` is called, in any thread, if it is given up before it began.
        """
        with self._changed:
            gone = self._make_room(size)
            accepted = not self._closed and self._fits(size)
            if accepted:
                self._tasks.append(_Task(work, size, drop, self._clock()))
                self._size += size
                self._changed.notify_all()
        self._give_up(gone)
        if not accepted:
            self._tell("refused")
        return accepted

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return len(self._tasks)

    def close(self, seconds: float) -> None:
        """Drop what waits and give the running task ``seconds`` to end."""
        with self._changed:
            self._closed = True
            self._tasks.clear()
            self._changed.notify_all()
        self._thread.join(seconds)

    def _fits(self, size: int) -> bool:
        return len(self._tasks) < self._max_tasks and self._size + size <= self._max_size

    def _make_room(self, size: int) -> list[_Task]:
        """Take the oldest tasks out until one of ``size`` fits, with the lock held."""
        gone = list[_Task]()
        running = self._size - sum(task.size for task in self._tasks)
        if running + size > self._max_size:
            return gone
        while self._tasks and not self._fits(size):
            gone.append(self._take())
        return gone

    def _take(self) -> _Task:
        task = self._tasks.popleft()
        self._size -= task.size
        return task

    def _give_up(self, tasks: list[_Task]) -> None:
        for task in tasks:
            self._tell("dropped")
            task.drop()

    def _run(self) -> None:
        with suppress(AttributeError, OSError):  # where a thread can have a priority of its own: on Linux
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while not self._closed:
            task, gone = self._next()
            self._give_up(gone)
            if task is None:
                continue
            try:
                task.work()
            except BaseException:  # whatever it was, the next image is another
                log.exception("a slow look failed")
            self._tell("done")
            with self._changed:
                self._size -= task.size

    def _next(self) -> tuple[_Task | None, list[_Task]]:
        """What to do now, if anything, and what was waited for too long."""
        with self._changed:
            if not self._closed and not (self._tasks and self._spare()):
                self._changed.wait(LOOK_SECONDS if self._tasks else None)
            gone = []
            while self._tasks and self._clock() - self._tasks[0].since > PATIENCE_SECONDS:
                gone.append(self._take())
            if self._closed or not self._tasks or not self._spare():
                return None, gone
            task = self._tasks.popleft()  # its bytes are held until it is done
            return task, gone
