"""`colophon serve` as a process of its own, and readers of it that never ask twice."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.pairing_codes import new_code

from colophon.config import DATABASE_NAME

LONG = 60.0  # seconds: a bound, on a busy machine
# nothing that wants reader processes: what is tested is what happens to requests
CHECKS = {"COLOPHON_CHECKS": "registry"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        return dict(json.loads(self.body))


@dataclass
class Server:
    process: asyncio.subprocess.Process
    port: int
    lines: list[str]
    token: str = ""
    _reading: asyncio.Task[None] | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def said(self, words: str, times: int = 1) -> None:
        """Wait until the server has printed this so often."""
        async with asyncio.timeout(LONG):
            while sum(words in line for line in self.lines) < times:
                assert self._reading is not None
                assert not self._reading.done(), f"it ended without saying {words!r}: {self.lines}"
                await asyncio.sleep(0.01)

    def children(self) -> list[int]:
        """Process ids of the server processes."""
        return [pid for pid in children_of(self.process.pid) if "colophon.processes.child" in command(pid)]

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """One request on a connection of its own."""
        async with connection(self.port) as line:
            return await line.ask(method, path, body, headers or {})


@dataclass
class Connection:
    """One connection, used until the server says that it closes it. Asks once and never again."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    closed: bool = False

    @property
    def own_port(self) -> int:
        return int(self.writer.get_extra_info("sockname")[1])

    async def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        given = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **headers}
        if body.startswith(b"{"):
            given["Content-Type"] = "application/json"
        head = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
        self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await self.writer.drain()
        first = await self.reader.readuntil(b"\r\n\r\n")
        status, *lines = first.decode().strip().split("\r\n")
        answered = dict(line.split(": ", 1) for line in lines)
        data = await self.reader.readexactly(int(answered.get("Content-Length", "0")))
        self.closed = answered.get("Connection") == "close"
        return Answer(int(status.split()[1]), answered, data)


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[Connection]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Connection(port, reader, writer)
    finally:
        writer.close()


@dataclass
class Traffic:
    """Readers who go on asking until told to stop. Everything that went wrong is kept."""

    port: int
    answers: dict[int, int] = field(default_factory=dict)  # by status
    errors: list[str] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)  # ports of readers who got no answer
    stopped: bool = False

    async def keep_alive(
        self, requests: list[tuple[str, str, bytes]], headers: dict[str, str], pause: float = 0.0
    ) -> None:
        """One connection for as long as the server keeps it, with a pause in seconds before each request."""
        number = 0
        while not self.stopped:
            async with connection(self.port) as line:
                while not self.stopped and not line.closed:
                    await asyncio.sleep(pause)
                    await self._ask(line, requests[number % len(requests)], headers)
                    number += 1

    async def fresh(self, requests: list[tuple[str, str, bytes]], headers: dict[str, str]) -> None:
        """A connection for every request."""
        number = 0
        while not self.stopped:
            async with connection(self.port) as line:
                await self._ask(line, requests[number % len(requests)], headers)
            number += 1

    async def _ask(self, line: Connection, request: tuple[str, str, bytes], headers: dict[str, str]) -> None:
        method, path, body = request
        try:
            async with asyncio.timeout(LONG):
                answer = await line.ask(method, path, body, headers)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.errors.append(f"{method} {path}: {error!r}")
            self.failed.append(line.own_port)
            line.closed = True
            return
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        if answer.status >= 500:
            self.errors.append(f"{method} {path}: {answer.status} {answer.body!r}")


@asynccontextmanager
async def serving(
    folder: Path, *arguments: str, cwd: Path | None = None, **environment: str
) -> AsyncIterator[Server]:
    """A server of two processes that listens, with a paired reader where it is a personal one.

    With ``arguments`` it is `colophon serve` with these. Whatever is left of it at the end is killed.
    """
    process = await asyncio.create_subprocess_exec(
        *(serve_command(*arguments) if arguments else parent_command()),
        env=environment_of(folder) | {"TMPDIR": str(cwd or folder.parent)} | environment,
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    server = Server(process, 0, [])
    server._reading = asyncio.create_task(_read(process, server.lines))
    try:
        await server.said("Ctrl-C stops the server")
        url = next(line for line in server.lines if "listens on" in line)
        server.port = int(url.strip().rpartition(":")[2])
        if "COLOPHON_PUBLIC_URL" not in environment:
            code = await new_code(_store(folder, arguments, cwd, environment))
            answer = await server.ask("POST", "/v1/pair", json.dumps({"code": code}).encode())
            server.token = str(answer.json()["token"])
        yield server
    finally:
        left = server.children()
        for pid in (process.pid, *left):
            if process.returncode is None or pid in left:
                kill(pid)
        await process.wait()
        await server._reading


def _store(
    folder: Path, arguments: Sequence[str], cwd: Path | None, environment: Mapping[str, str]
) -> str | Path:
    """The database of a server that was started like this."""
    flags = dict(pairwise(arguments))
    url = flags.get("--database") or environment.get("COLOPHON_DATABASE")
    return url or (cwd or Path()) / flags.get("--data", folder) / DATABASE_NAME


def serve_command(*arguments: str) -> list[str]:
    program = "from colophon.cli import main; main()"
    return [sys.executable, "-W", "error", "-c", program, "serve", "--port", "0", *arguments]


def parent_command(**flags: object) -> list[str]:
    """What `colophon serve` with several processes becomes; this leaves out loading every command first."""
    given = json.dumps({"flags": {"port": 0, "processes": 2, **flags}, "every_request": False})
    return [sys.executable, "-W", "error", "-P", "-m", "colophon.processes", given]


def environment_of(folder: Path) -> dict[str, str]:
    return os.environ | {"COLOPHON_DATA": str(folder), "PYTHONUNBUFFERED": "1"} | CHECKS


async def _read(process: asyncio.subprocess.Process, lines: list[str]) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        lines.append(line.decode())


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def children_of(parent: int) -> list[int]:
    """Its direct children that live."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, above = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(above) == parent and state != "Z":
            found.append(int(status.parent.name))
    return sorted(found)


def connections_of(pid: int) -> set[int]:
    """Ports of those who are connected to this process."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            inodes.add(str(descriptor.readlink()))
        except OSError:
            continue
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = "01"
    return {
        int(row[2].rpartition(":")[2], 16)
        for row in rows
        if row[3] == established and f"socket:[{row[9]}]" in inodes
    }


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


async def gone(pids: list[int]) -> None:
    """Wait until none of them lives."""
    end = time.monotonic() + LONG
    while any("colophon" in command(pid) for pid in pids):
        assert time.monotonic() < end, "they live on"
        await asyncio.sleep(0.02)


async def counted(server: Server, line: str) -> str:
    """All figures, once this line is among them: each process tells within a second what it counted."""
    async with asyncio.timeout(LONG):
        while line not in (text := await _figures(server)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return text


async def _figures(server: Server) -> str:
    return (await server.ask("GET", "/metrics")).body.decode()
