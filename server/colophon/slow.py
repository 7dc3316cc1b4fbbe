"""The slow lane: work that no reader waits for, on spare capacity only, bounded, dropped first under load."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

log = logging.getLogger(__name__)

NICE = 15  # what a reader waits for comes first, also once a task has begun
LOOK_SECONDS = 0.05  # between two looks at whether there is capacity to spare


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[], None]
    size: int


class SlowLane:
    """One background thread. A task starts only while ``idle`` says that nobody waits for an answer."""

    def __init__(self, tasks: int, size: int, idle: Callable[[], bool]) -> None:
        """At most ``tasks`` wait, holding at most ``size`` bytes together."""
        self._max_tasks = tasks
        self._max_size = size
        self._idle = idle
        self._tasks: deque[_Task] = deque()
        self._size = 0
        self._changed = threading.Condition()
        self._closed = False
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name="colophon-slow", daemon=True)
        self._thread.start()

    def offer(self, work: Callable[[], None], size: int) -> bool:
        """Queue ``work`` that holds ``size`` bytes until it is done. False when there is no room."""
        with self._changed:
            full = len(self._tasks) >= self._max_tasks or self._size + size > self._max_size
            if full or self._closed:
                self.dropped += 1
                return False
            self._tasks.append(_Task(work, size))
            self._size += size
            self._changed.notify_all()
            return True

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

    def _run(self) -> None:
        with suppress(AttributeError, OSError):  # where a thread can have a priority of its own: on Linux
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while (task := self._next()) is not None:
            try:
                task.work()
            except Exception:
                log.exception("a slow look failed")
            with self._changed:
                self._size -= task.size

    def _next(self) -> _Task | None:
        with self._changed:
            while not self._closed:
                if self._tasks and self._idle():
                    return self._tasks.popleft()
                self._changed.wait(LOOK_SECONDS if self._tasks else None)
            return None
