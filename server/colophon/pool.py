"""Worker threads with a bounded queue. A job that hangs is written off and its thread replaced."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from colophon.errors import Overloaded

T = TypeVar("T")


@dataclass(eq=False)
class Job(Generic[T]):
    """One piece of work and what became of it."""

    work: Callable[[], T]
    future: Future[T] = field(default_factory=Future)
    written_off: bool = False


class WorkerPool:
    """Runs jobs on ``workers`` daemon threads; at most ``pending`` wait.

    The standard library's executor is not used because a job that never returns would keep one of its
    threads, and with it the interpreter, for ever.
    """

    def __init__(self, workers: int, pending: int) -> None:
        self._queue: queue.Queue[Job[object] | None] = queue.Queue(pending)
        self._lock = threading.Lock()
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._running = 0
        self.written_off = 0
        for _ in range(workers):
            self._start_thread()

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
            self.written_off += 1
            self._running -= 1
            self._start_thread()

    @property
    def waiting(self) -> int:
        """Jobs that no thread has begun."""
        return self._queue.qsize()

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing runs."""
        return not self._running and self._queue.empty()

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

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._work, name="colophon-worker", daemon=True)
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        thread.start()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if not job.future.set_running_or_notify_cancel():
                continue
            with self._lock:
                self._running += 1
            try:
                result = job.work()
            except BaseException as error:  # belongs to whoever waits for the job
                job.future.set_exception(error)
            else:
                job.future.set_result(result)
            with self._lock:
                if job.written_off:
                    return  # a fresh thread has this one's place
                self._running -= 1
            del job

    def _drop_waiting(self) -> None:
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job.future.cancel()
