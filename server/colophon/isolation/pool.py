"""Worker processes: kept warm, one file each at a time, killed at the deadline and replaced at once."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from colophon.evidence import Reason, Why
from colophon.isolation.process import Worker, WorkerError

log = logging.getLogger(__name__)

Answer = bytes | WorkerError


class WorkerPool:
    """At most ``size`` workers for any number of threads, and a warm spare; with a size of 0, none at all.

    The worker used last is used next. The spare takes the place of one that was killed or does not exist yet,
    so that nobody waits for libraries to load.
    """

    def __init__(self, size: int, start: Callable[[], Worker]) -> None:
        self._size = size
        self._start = start
        self._closed = False
        self.lost = 0  # workers that died or were killed at the deadline
        self._lock = threading.Lock()
        self._spare = self._another() if size else None
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def ask(self, media_type: str, data: bytes, jobs: Sequence[str], seconds: float) -> dict[str, Answer]:
        """Have free workers do ``jobs`` on a file: for each its answer, or the error that took its place.

        A job that hangs or kills its worker costs that job only: another worker does the rest. One that dies
        before any answer may have been killed by something else: another tries the same, once.
        """
        answers: dict[str, Answer] = {}
        tried_again = False
        while rest := [job for job in jobs if job not in answers]:
            try:
                with self._borrowed() as worker:  # what comes before an error stays
                    answers.update(zip(rest, worker.ask(media_type, data, rest, seconds), strict=True))
            except WorkerError as error:
                failed = next(job for job in rest if job not in answers)
                if error.reason.key is Why.READER_STOPPED and failed == rest[0] and not tried_again:
                    tried_again = True
                else:
                    answers[failed] = error
        return answers

    def close(self) -> None:
        """Wait for what is in flight (each job ends at its deadline) and end all workers."""
        self._closed = True
        workers = [self._free.get() for _ in range(self._size)]
        with self._lock:
            workers.append(self._spare)
            self._spare = None
        for worker in workers:
            if worker is not None:
                worker.close()
        for _ in range(self._size):
            self._free.put(None)

    @contextmanager
    def _borrowed(self) -> Iterator[Worker]:
        """A worker for one caller. After any exception it is ended: it may be in the middle of an answer."""
        worker = self._free.get()
        try:
            worker = self._ready(worker)
            yield worker
        except BaseException:
            if worker is not None:
                self._lose(worker)
            worker = None
            raise
        finally:
            self._free.put(worker)

    def _ready(self, worker: Worker | None) -> Worker:
        """``worker``, or the spare in its place where it is absent or ended while idle."""
        if self._closed:
            raise WorkerError("the reader is closed", Reason(Why.READER_CLOSED))
        if worker is not None and worker.alive:
            return worker
        if worker is not None:
            self._lose(worker)
        try:
            return self._replacement()
        except OSError as error:
            message = f"the reader could not be started: {error.strerror}"
            raise WorkerError(message, Reason(Why.READER_NOT_STARTED)) from error

    def _replacement(self) -> Worker:
        with self._lock:
            worker, self._spare = self._spare, None
        if worker is not None and not worker.alive:
            self._lose(worker)
            worker = None
        worker = worker or self._start()
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = self._another()
        return worker

    def _lose(self, worker: Worker) -> None:
        worker.close()
        with self._lock:
            self.lost += 1

    def _another(self) -> Worker | None:
        try:
            return self._start()
        except OSError as error:
            log.warning("a spare reader could not be started: %s", error.strerror)
            return None
