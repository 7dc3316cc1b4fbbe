"""What checks see of it all: "do these jobs on the bytes of this picture, over there"."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Protocol
from weakref import WeakKeyDictionary

import orjson

from colophon.config import Limits
from colophon.isolation.pool import Answer, WorkerPool
from colophon.isolation.process import WORKER_COMMAND, Worker, WorkerError


class Job(NamedTuple):
    """What a worker does with a file.

    ``factory`` is ``package.module:name``. Called once per worker with ``options``, which are JSON, it gives
    a function of media type and bytes whose result is JSON. What that raises ends the worker.
    """

    factory: str
    options: Mapping[str, Any]


class File(Protocol):
    """Bytes and their sniffed media type; equal only to itself."""

    @property
    def data(self) -> bytes:
        """The whole file."""
        ...

    @property
    def media_type(self) -> str:
        """By its first bytes."""
        ...


class Sandbox:
    """Does ``jobs``, in their order, in at most ``workers`` processes (and one spare), within ``limits``.

    Close it, or use it in a ``with`` statement. ``command`` starts a worker; tests put a hanging one there.
    """

    def __init__(
        self,
        jobs: Mapping[str, Job],
        limits: Limits,
        workers: int = 1,
        command: Sequence[str] = WORKER_COMMAND,
    ) -> None:
        self._jobs = tuple(jobs)
        self._seconds = limits.reader_seconds
        self._orders = _written(
            memory_bytes=limits.reader_memory_bytes,
            seconds=limits.reader_seconds,
            jobs={name: job._asdict() for name, job in jobs.items()},
        )
        self._lock = threading.Lock()
        self._answers: WeakKeyDictionary[File, Mapping[str, Answer]] = WeakKeyDictionary()
        self._pool = WorkerPool(workers, lambda: Worker(command, self._orders.fileno()))

    def answer(self, file: File, job: str) -> bytes:
        """The JSON that ``job`` gives for ``file``. Raises WorkerError when it hung, died or was not begun.

        The first question about a file has every job done on it, so that its bytes travel once.
        """
        with self._lock:
            answers = self._answers.get(file)
        if answers is None:
            answers = self._pool.ask(file.media_type, file.data, self._jobs, self._seconds)
            with self._lock:
                self._answers[file] = answers
        answer = answers[job]
        if isinstance(answer, WorkerError):
            raise answer
        return answer

    def only(self, file: File, job: str) -> bytes:
        """The JSON that ``job`` gives, and no other is done; nothing is remembered. Raises WorkerError."""
        answer = self._pool.ask(file.media_type, file.data, [job], self._seconds)[job]
        if isinstance(answer, WorkerError):
            raise answer
        return answer

    @property
    def restarted(self) -> int:
        """How many processes died or hung, and were replaced."""
        return self._pool.lost

    def close(self) -> None:
        """End the workers; what is in flight ends at its deadline."""
        self._pool.close()
        self._orders.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _written(**orders: Any) -> BinaryIO:
    """The orders in a file without a name: too much for the buffer of a pipe, where writing could block."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the sandbox
    file.write(orjson.dumps(orders))
    file.flush()
    return file
