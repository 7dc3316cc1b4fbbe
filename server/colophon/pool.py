"""Worker threads with a bounded queue. A job that hangs is written off; a thread that dies is replaced."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from colophon.errors import Overloaded
from colophon.leaving import close_at_exit

log = logging.getLogger(__name__)

DEATHS = 3  # of worker threads within `DEATHS_SECONDS`: from then on something is wrong with the process
DEATHS_SECONDS = 60.0

T = TypeVar("T")


class WorkerDied(RuntimeError):
    """The thread that did a job ended in the middle of it."""


@dataclass(eq=False)
class Job(Generic[T]):
    """One piece of work and what became of it."""

    work: Callable[[], T]
    future: Future[T] = field(default_factory=Future)
    running: bool = False
    written_off: bool = False


class WorkerPool:
    """Runs jobs on ``workers`` daemon threads; at most ``pending`` wait.

    The standard library's executor is not used because a job that never returns would keep one of its
    threads, and with it the interpreter, for ever. ``tell`` hears of every thread that was ``written_off``
    or ``died``.
    """

    def __init__(
        self,
        workers: int,
        pending: int,
        tell: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue: queue.Queue[Job[object] | None] = queue.Queue(pending)
        self._lock = threading.Lock()
        self._workers = workers
        self._tell = tell
        self._clock = clock
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._seats = 0  # threads that take jobs
        self._running = 0
        self._ended = clock()  # when a job ended last
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        with self._lock:
            self._fill()
        close_at_exit(self)

    def submit(self, work: Callable[[], T]) -> Job[T]:
        """Queue ``work``. Raises Overloaded when the queue is full or the pool is closed."""
        if self._closed:
            raise Overloaded("the server is shutting down")
        job: Job[T] = Job(work)
        try:
            self._queue.put_nowait(job)  # type: ignore[arg-type]
        except queue.Full:
            raise Overloaded(f"{self._queue.maxsize} images are waiting already") from None
        return job

    def write_off(self, job: Job[T]) -> None:
        """Stop waiting for ``job``: it is not started any more, or its thread is replaced by a fresh one."""
        with self._lock:
            if job.future.cancel() or job.future.done() or job.written_off:
                return
            job.written_off = True
            self._running -= job.running
            self._seats -= 1
            self._fill()
        self._tell("written_off")

    @property
    def waiting(self) -> int:
        """Jobs that no thread has begun."""
        return self._queue.qsize()

    @property
    def idle_seconds(self) -> float:
        """For how long nothing has waited and nothing run; 0 while something does."""
        if self._running or not self._queue.empty():
            return 0.0
        return max(0.0, self._clock() - self._ended)

    @property
    def healthy(self) -> bool:
        """Whether every thread is there, none of them as the latest of many that died within a minute."""
        with self._lock:
            self._fill()
            often = len(self._deaths) == DEATHS and self._clock() - self._deaths[0] < DEATHS_SECONDS
            return self._seats == self._workers and not often

    def close(self, seconds: float) -> None:
        """Cancel what waits and give running jobs ``seconds`` altogether to end."""
        self._closed = True
        self._drop_waiting()
        with suppress(queue.Full):  # then every thread hangs, and none is waited for longer than its share
            for _ in self._threads:
                self._queue.put_nowait(None)
        share = seconds / max(1, len(self._threads))
        for thread in self._threads:
            thread.join(share)

    def _fill(self) -> None:
        """Start the threads that are absent, with the lock held; tried again later where that fails."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        while self._seats < self._workers and not self._closed:
            thread = threading.Thread(target=self._work, name="colophon-worker", daemon=True)
            try:
                thread.start()
            except (RuntimeError, MemoryError):
                log.exception("a worker thread could not be started")
                return
            self._threads.append(thread)
            self._seats += 1

    def _work(self) -> None:
        job: Job[object] | None = None
        try:
            while (job := self._queue.get()) is not None:
                if self._do(job):
                    return  # a fresh thread has this one's place
                job = None
        except BaseException as error:
            self._bury(job, error)

    def _do(self, job: Job[object]) -> bool:
        """Carry out ``job`` and say whether it was written off meanwhile."""
        with self._lock:
            if not job.future.set_running_or_notify_cancel():
                return False
            job.running = True
            self._running += 1
        try:
            result = job.work()
        except Exception as error:  # belongs to whoever waits for the job
            job.future.set_exception(error)
        else:
            job.future.set_result(result)
        with self._lock:
            self._ended = self._clock()
            self._running -= job.running and not job.written_off
            job.running = False
        return job.written_off

    def _bury(self, job: Job[object] | None, error: BaseException) -> None:
        """The thread ends. Whoever waits for its job is told at once, and another takes its place."""
        log.critical("a worker thread died", exc_info=error)
        with self._lock:
            self._deaths.append(self._clock())
            self._ended = self._clock()
            if job is None or not job.written_off:
                self._running -= job is not None and job.running
                self._seats -= 1
            self._fill()
        self._tell("died")
        if job is not None and not job.future.done():
            job.future.set_exception(WorkerDied(f"a worker thread died of {type(error).__name__}"))

    def _drop_waiting(self) -> None:
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job.future.cancel()
