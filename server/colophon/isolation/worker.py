"""The process in which untrusted files meet the libraries. Started by `process.Worker`, killed when slow.

Its only argument is a file descriptor with its orders: ``{"memory_bytes", "seconds", "jobs": {name: Job}}``.
Then it says that it is ready and answers files until the other side goes away. Messages in, per file:
``{"media_type", "jobs": [name]}``, then the bytes. Messages out: per job the JSON of its result.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

import orjson

from colophon.isolation.channel import Channel

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_NEW_USER = 0x10000000  # CLONE_NEWUSER

Function = Callable[[str, bytes], Any]


def leave_network() -> None:
    """Move into an empty network namespace where the system allows it: a barrier under the settings."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if libc.unshare(_NEW_NETWORK):
            libc.unshare(_NEW_USER | _NEW_NETWORK)


def limit_memory(size: int) -> None:
    """Bound the address space of this process to ``size`` bytes where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def function_of(job: Mapping[str, Any]) -> Function:
    """Call the factory that a job names. Libraries are imported here only, within the limits."""
    module, _, name = job["factory"].partition(":")
    function: Function = getattr(import_module(module), name)(**job["options"])
    return function


def serve(channel: Channel, functions: Mapping[str, Function], seconds: float) -> None:
    """Answer files until the other side closes.

    Whoever asks kills this process when a job takes longer than ``seconds``; the alarm is for the case that
    nobody is left to do it.
    """
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            request = orjson.loads(channel.receive())
            data = channel.receive()
            for name in request["jobs"]:
                signal.setitimer(signal.ITIMER_REAL, 2 * seconds)
                answer = orjson.dumps(functions[name](request["media_type"], data))
                signal.setitimer(signal.ITIMER_REAL, 0)
                channel.send(answer)


def main() -> None:
    """Prepare by the orders, then serve."""
    orders_file = int(sys.argv[1])
    orders = orjson.loads(os.pread(orders_file, os.fstat(orders_file).st_size, 0))
    channel = Channel(socket.socket(fileno=os.dup(0)))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)  # whatever a library reads or prints must not reach the conversation
    leave_network()
    limit_memory(orders["memory_bytes"])
    functions = {name: function_of(job) for name, job in orders["jobs"].items()}
    channel.send(b"ready")
    serve(channel, functions, orders["seconds"])


if __name__ == "__main__":
    main()
