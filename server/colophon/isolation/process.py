"""The server's handle on one worker process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence

import orjson

from colophon.evidence import Reason, Why
from colophon.isolation.channel import Channel

WORKER_COMMAND = (
    sys.executable,
    "-P",
    "-m",
    "colophon.isolation.worker",
)  # -P: nothing from the current folder
_STARTUP_SECONDS = 60.0  # importing the libraries takes 0.3 s on an idle machine
# Arenas and threads of the libraries reserve address space, which is limited.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class WorkerError(Exception):
    """A job got no answer. ``reason`` says why to a reader, ``str(error)`` to an operator."""

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


class Worker:
    """One process, which reads its orders from the file descriptor ``orders``. Not thread-safe.

    After an error it is of no more use: close it. Raises OSError when the process cannot be started.
    """

    def __init__(self, command: Sequence[str], orders: int) -> None:
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        self._ready = False
        with theirs:
            try:
                self._process = _started(command, orders, theirs)
            except OSError:
                self._channel.close()
                raise

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ask(self, media_type: str, data: bytes, jobs: Sequence[str], seconds: float) -> Iterator[bytes]:
        """Send one file and yield the answer of each job in turn; each has ``seconds`` of its own.

        Raises WorkerError when an answer is late or the process died.
        """
        try:
            if not self._ready:
                self._channel.receive(_STARTUP_SECONDS)
                self._ready = True
            self._channel.send(orjson.dumps({"media_type": media_type, "jobs": jobs}), seconds)
            self._channel.send(data, seconds)
            for _ in jobs:
                yield self._channel.receive(seconds)
        except TimeoutError as error:
            reason = Reason(Why.TIMED_OUT, {"seconds": f"{seconds:g}"})
            raise WorkerError(f"took longer than {seconds:g} s", reason) from error
        except (EOFError, OSError, ValueError) as error:
            raise WorkerError("the reader stopped on this file", Reason(Why.READER_STOPPED)) from error

    def close(self) -> None:
        """End the process, whatever it does, and reap it."""
        self._process.kill()
        self._process.wait()
        self._channel.close()


def _started(command: Sequence[str], orders: int, end: socket.socket) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (*command, str(orders)),
        stdin=end.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(orders,),
        start_new_session=True,  # Ctrl-C is for the server, which then closes its workers
        env=os.environ | _ENVIRONMENT,
    )
