"""Worker processes: kept warm, one request each at a time, killed at the deadline and replaced."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from colophon.checks.c2pa.frames import read_frame, write_frame
from colophon.evidence import Reason, Why

WORKER_COMMAND = (sys.executable, "-m", "colophon.checks.c2pa.worker")
_STARTUP_SECONDS = 60.0  # importing the library takes 0.3 s on an idle machine


class WorkerError(Exception):
    """A request got no answer. ``reason`` says why to a reader, ``str(error)`` to an operator."""

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


class Worker:
    """One process. Not thread-safe: `WorkerPool` gives it to one caller at a time."""

    def __init__(self, command: Sequence[str], orders: bytes) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the server, which then closes its workers
            env=os.environ | {"MALLOC_ARENA_MAX": "2"},  # arenas reserve address space, which is limited
        )
        self._orders: bytes | None = orders

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ask(self, media_type: str, data: bytes, seconds: float) -> bytes:
        """Send one file and wait for the answer. Raises WorkerError when it is late or the process died."""
        if self._orders is not None:
            with self._deadline(_STARTUP_SECONDS) as pipes:
                write_frame(pipes[0], self._orders)
                read_frame(pipes[1])
            self._orders = None
        with self._deadline(seconds) as pipes:
            write_frame(pipes[0], media_type.encode())
            write_frame(pipes[0], data)
            return read_frame(pipes[1])

    def close(self) -> None:
        """End the process and reap it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[tuple[int, int]]:
        """The pipes to write to and read from; killing the process after ``seconds`` ends the wait."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            yield self._process.stdin.fileno(), self._process.stdout.fileno()
        except (EOFError, OSError, ValueError) as error:
            timer.cancel()
            timer.join()
            if late.is_set():
                raise _too_late(seconds) from error
            raise WorkerError("the reader stopped on this file", Reason(Why.READER_STOPPED)) from error
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            raise _too_late(seconds)


class WorkerPool:
    """At most ``size`` workers for any number of threads; the one used last is used next."""

    def __init__(self, size: int, start: Callable[[], Worker]) -> None:
        self._size = size
        self._start = start
        self._closed = False
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size - 1):
            self._free.put(None)
        self._free.put(start())

    def ask(self, media_type: str, data: bytes, seconds: float) -> bytes:
        """Have a free worker read the file. Raises WorkerError; the next use then gets a new worker."""
        worker = self._free.get()
        try:
            worker = self._ready(worker)
            return worker.ask(media_type, data, seconds)
        except BaseException:  # it may be in the middle of an answer, which the next caller must not get
            if worker is not None:
                worker.close()
            worker = None
            raise
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Wait for requests in flight (each ends at its deadline) and end all workers."""
        self._closed = True
        for worker in [self._free.get() for _ in range(self._size)]:
            if worker is not None:
                worker.close()
            self._free.put(None)

    def _ready(self, worker: Worker | None) -> Worker:
        """``worker``, or a new one in its place if it is absent or ended while idle."""
        if self._closed:
            raise WorkerError("the reader is closed", Reason(Why.READER_CLOSED))
        if worker is not None and worker.alive:
            return worker
        if worker is not None:
            worker.close()
        try:
            return self._start()
        except OSError as error:
            message = f"the reader could not be started: {error.strerror}"
            raise WorkerError(message, Reason(Why.READER_NOT_STARTED)) from error


def _too_late(seconds: float) -> WorkerError:
    return WorkerError(f"took longer than {seconds:g} s", Reason(Why.TIMED_OUT, {"seconds": f"{seconds:g}"}))
