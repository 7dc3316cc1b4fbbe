"""The handle on one process that does shards, and what is said when it ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson

from colophon.audit.engine import STUCK_SECONDS
from colophon.errors import InputError
from colophon.isolation.channel import Channel

COMMAND = (sys.executable, "-P", "-m", "colophon.audit.worker")  # -P: nothing from the current folder
# One thread each: the processes are the parallel part. Arenas are for threads, too.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Ended(Exception):
    """The process has ended, or was ended because it hung. ``str(error)`` says how."""


class Worker:
    """The handle on one process. Raises OSError when it cannot be started."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the command, which then ends its workers
                env=os.environ | _ENVIRONMENT,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def say(self, message: bytes) -> None:
        """Send a message. Raises Ended."""
        try:
            self._channel.send(message, STUCK_SECONDS)
        except OSError:
            raise Ended(self._how()) from None

    def hear(self, seconds: float) -> dict[str, Any]:
        """The next message. Raises Ended, also where there is none within ``seconds``."""
        try:
            message: dict[str, Any] = orjson.loads(self._channel.receive(seconds))
        except TimeoutError:
            raise Ended(f"took longer than {seconds:g} s") from None
        except (EOFError, OSError, ValueError):
            raise Ended(self._how()) from None
        if "error" in message:
            raise InputError(message["error"])
        return message

    def kill(self) -> None:
        """End the process at once. May be called from any thread."""
        self._process.kill()

    def close(self) -> None:
        """End the process, whatever it does, and reap it."""
        self.kill()
        self._process.wait()
        self._channel.close()

    def _how(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(5)
            return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return "closed the conversation"
