"""A server under test: a process of its own, stopped (SIGSTOP) while others are measured."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.proc import Memory, memory, stopped, tree, tree_seconds
from tests.bench.serving.wire import Address
from tests.pairing_codes import new_code

from colophon.config import DATABASE_NAME
from colophon.store.database import open_store

START_SECONDS = 120
STOP_SECONDS = 20
LISTENS = re.compile(r"listens on http://127\.0\.0\.1:(\d+)")


@dataclass
class Server:
    """A running server. ``token`` is a reader's where the server wants one."""

    name: str
    process: subprocess.Popen[str]
    address: Address
    token: str = ""
    data: Path | None = None
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = {"Host": f"{self.address.host}:{self.address.port}"}
        if self.token:
            self.headers["Authorization"] = f"Bearer {self.token}"

    def cpu(self) -> float:
        """CPU seconds used so far by the server and its workers."""
        return tree_seconds(self.process.pid)

    def memory(self) -> Memory:
        """Resident memory of the server and its workers."""
        return memory(tree(self.process.pid))

    def memory_of_workers(self) -> Memory:
        """Resident memory of the processes below the server's own."""
        return memory(tree(self.process.pid)[1:])

    def sleep(self) -> None:
        """Stop it until it is awake again: an idle LitServe burns 0.3 core."""
        self._signal(signal.SIGSTOP)
        end = time.monotonic() + STOP_SECONDS
        while not stopped(tree(self.process.pid)) and time.monotonic() < end:
            time.sleep(0.01)

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it run while the block runs, and no longer."""
        self._signal(signal.SIGCONT)
        try:
            yield
        finally:
            self.sleep()

    def _signal(self, number: signal.Signals) -> None:
        for pid in tree(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def end(self) -> None:
        """Stop it for good, with its workers."""
        pids = tree(self.process.pid)
        self._signal(signal.SIGCONT)
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def peer(module: str) -> Iterator[Server]:
    """A module of `tests.bench.serving.peers`, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", f"tests.bench.serving.peers.{module}", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, text=True)
    server = Server(module, process, Address("127.0.0.1", port))
    try:
        _listening(server)
        yield server
    finally:
        server.end()


@contextmanager
def colophon(name: str, data: Path, settings: Mapping[str, str], *flags: str) -> Iterator[Server]:
    """Our own server with these ``COLOPHON_`` settings, paired, as at any start but the very first."""
    asyncio.run(_made(data / DATABASE_NAME))  # making a database loads what no later start needs
    command = [sys.executable, "-m", "colophon.cli", "serve", "--port", "0", "--data", str(data), *flags]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("COLOPHON_")}
    given = {f"COLOPHON_{key.upper()}": value for key, value in settings.items()}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**clean, **given})
    try:
        address = Address("127.0.0.1", _port(process))
        code = asyncio.run(new_code(data / DATABASE_NAME))
        server = Server(name, process, address, pair(address, code), data)
    except BaseException:
        process.kill()
        process.wait()
        raise
    try:
        yield server
    finally:
        server.end()


async def _made(database: Path) -> None:
    async with open_store(database):
        pass


def pair(address: Address, code: str) -> str:
    """The token for a pairing code."""
    connection = HTTPConnection(address.host, address.port, timeout=30)
    connection.request("POST", "/v1/pair", json.dumps({"code": code}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"pairing failed: {answer.status} {body[:200]!r}")
    return str(json.loads(body)["token"])


def _port(process: subprocess.Popen[str]) -> int:
    """Where the server says that it listens; its further words are read and dropped."""
    found: queue.Queue[re.Match[str] | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        with suppress(ValueError):  # closed at the end
            for line in process.stdout:
                if match := LISTENS.search(line):
                    found.put(match)
        found.put(None)

    threading.Thread(target=read, daemon=True).start()
    match = found.get(timeout=START_SECONDS)
    if match is None:
        raise RuntimeError("the server ended before it listened")
    return int(match[1])


def _listening(server: Server) -> None:
    """Wait until the port takes connections."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        with suppress(OSError), socket.create_connection((server.address.host, server.address.port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{server.name} does not listen (exit status {server.process.poll()})")
