"""The server over a PostgreSQL that stops, comes back, freezes, or breaks off in the middle of a commit."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.http.test_images import lookup, put
from tests.http_fixtures import Running, Start, start
from tests.pictures import FakeCheck, picture, sha256, until
from tests.processes.running import LONG, Server, serving
from tests.services.postgres import PostgresServer

from colophon.store import engine as connections

__all__ = ["start"]

CLIENTS = 4


async def contest(running: Running) -> tuple[int, dict[str, Any], dict[str, str]]:
    body = {"sha256": secrets.token_hex(32), "label": "ai_generated.detector", "reason": "I took this"}
    async with running.client.post("/v1/contests", json=body, headers=running.headers) as answer:
        return answer.status, await answer.json(content_type=None), dict(answer.headers)


async def get(running: Running, path: str) -> int:
    async with running.client.get(path, headers=running.headers) as answer:
        await answer.read()
        return answer.status


@asynccontextmanager
async def traffic(running: Running, kept: list[str], statuses: Counter[int]) -> AsyncIterator[None]:
    """Readers that contest labels, one after the other; what was acknowledged is in ``kept``."""
    stop = asyncio.Event()

    async def reader() -> None:
        while not stop.is_set():
            status, body, headers = await contest(running)
            statuses[status] += 1
            if status == 201:
                kept.append(body["case"])
            else:
                assert (status, body["title"]) == (503, "The store does not answer"), body
                assert int(headers["Retry-After"]) >= 1
                await asyncio.sleep(0.01)

    readers = [asyncio.create_task(reader()) for _ in range(CLIENTS)]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*readers)


async def more(of: Counter[int], status: int, number: int = 20) -> None:
    """Wait for more answers of this status."""
    wanted = of[status] + number
    await until(lambda: of[status] >= wanted)


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_a_restart_costs_nobody_what_was_acknowledged(
    start: Start, own_postgres: PostgresServer, end: str, caplog: pytest.LogCaptureFixture
) -> None:
    running = await start(FakeCheck(), database=own_postgres.url())
    data = picture()
    await put(running, data)
    await running.services.pipeline.flush()
    kept: list[str] = []
    statuses: Counter[int] = Counter()
    async with traffic(running, kept, statuses):
        await more(statuses, 201)
        await asyncio.to_thread(getattr(own_postgres, end))
        await more(statuses, 503)
        assert await get(running, "/readyz") == 503
        assert await get(running, f"/v1/contests/{kept[0]}") == 503
        [known] = await lookup(running, {"sha256": sha256(data)})
        assert known["known"], "what is held in memory is answered all the same"
        status, _ = await put(running, picture(640))
        assert status == 200, "and a picture is looked at"
        await running.services.pipeline.flush()
        await asyncio.to_thread(own_postgres.start)
        await more(statuses, 201)
    assert await get(running, "/readyz") == 200
    await until(lambda: "the database answers again" in caplog.text)
    assert [record.getMessage()[:29] for record in caplog.records] == [
        "the database does not answer ",
        "the database answers again af",
    ]
    assert "which will be found anew: 1\n" in caplog.text
    assert "Traceback" not in caplog.text
    assert set(statuses) == {201, 503}
    for case in kept:
        assert await get(running, f"/v1/contests/{case}") == 200
    assert len(await running.services.store.cases.open_contests()) >= len(kept)


@pytest.mark.slow
async def test_several_processes_say_once_that_it_is_away(
    own_postgres: PostgresServer, tmp_path: Path
) -> None:
    async with serving(tmp_path, COLOPHON_DATABASE=own_postgres.url()) as server:
        await asyncio.to_thread(own_postgres.stop)
        await server.said("the database does not answer")
        async with asyncio.timeout(LONG):  # both look twice a second
            while (await errors(server)) < 10:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await asyncio.to_thread(own_postgres.start)
        await server.said("the database answers again")
        said = "".join(server.lines)
    for words in ("the database does not answer", "the database answers again"):
        assert said.count(words) == 1, said
    assert "Traceback" not in said


async def errors(server: Server) -> float:
    """Questions to the database that failed, in all processes."""
    text = (await server.ask("GET", "/metrics")).body.decode()
    return sum(map(float, re.findall(r"^colophon_database_errors_total (\S+)$", text, re.MULTILINE)))


async def test_a_frozen_database_is_not_waited_for_beyond_the_deadline(
    start: Start, own_postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("POOL_SECONDS", "CONNECT_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(connections, name, getattr(connections, name) / 10)
    running = await start(FakeCheck(), database=own_postgres.url())
    deadline = running.services.config.limits.deadline_seconds / 10
    kept: list[str] = []
    statuses: Counter[int] = Counter()
    async with traffic(running, kept, statuses):
        await more(statuses, 201)
        own_postgres.freeze()
        async with asyncio.timeout(deadline * 2):  # one may have begun before
            await more(statuses, 503, 2 * CLIENTS)
        own_postgres.thaw()
        await more(statuses, 201)
    for case in kept:
        assert await get(running, f"/v1/contests/{case}") == 200


class Tunnel:
    """Between the server and its database. Once told to, it swallows the answer to a COMMIT."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.url = ""
        self.swallows = False
        self.swallowed = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        answers = asyncio.create_task(self._pass(there, writer))
        while data := await reader.read(65536):
            swallow = self.swallows and b"COMMIT" in data
            if swallow:
                answers.cancel()
                await asyncio.wait({answers})
            back.write(data)
            if swallow:
                self.swallowed += 1
                assert b"COMMIT" in await there.read(65536)  # done, and nobody is told
                break
        for end in (back, writer):
            end.close()
        await asyncio.wait({answers})

    async def _pass(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            to.write(data)
        to.close()


@pytest.fixture
async def tunnel(own_postgres: PostgresServer) -> AsyncIterator[Tunnel]:
    made = Tunnel(own_postgres.port)
    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        await made.serve(reader, writer)

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        made.url = f"postgresql://postgres@127.0.0.1:{server.sockets[0].getsockname()[1]}/postgres"
        yield made
    await asyncio.wait(under_way, timeout=10)


async def test_a_commit_without_an_answer_is_not_acknowledged(tunnel: Tunnel, start: Start) -> None:
    running = await start(database=tunnel.url)
    tunnel.swallows = True
    status, body, _ = await contest(running)
    assert tunnel.swallowed
    assert (status, body["title"]) == (503, "The store does not answer")
    assert "may not have been kept" in body["detail"]
    tunnel.swallows = False
    status, _, _ = await contest(running)
    assert status == 201
    assert len(await running.services.store.cases.open_contests()) == 2, "it was kept, as it happens"
