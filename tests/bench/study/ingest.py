"""Events over HTTP into SQLite, each batch on the disk before it is answered; beside a bare loop."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import statistics
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from tests.bench.measure import Bench, interleave
from tests.bench.serving.server import Server, colophon
from tests.bench.serving.wire import Connection, render
from tests.bench.study.made import STUDY, enrolled, events

from colophon.config import DATABASE_NAME

PEOPLE = 8
BATCHES = 40  # of each sender and round
SIZES = (20, 100, 200)  # events in a request: a minute's, and what a browser kept while it was offline
GOAL = 2_000  # events a second, of one core of the server
_SENT = {"session": "", "extension": "1.0.0", "resolver": "12", "labels": "30"}
_INSERT = "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TABLE = """CREATE TABLE IF NOT EXISTS events (
    participant INTEGER, session TEXT, seq INTEGER, kind TEXT, t INTEGER, received INTEGER, item TEXT,
    place INTEGER, data TEXT, made_with TEXT, PRIMARY KEY (participant, session, seq)) WITHOUT ROWID"""


def ingest_figures(bench: Bench, folder: Path) -> None:
    """Fill ``bench`` with what an event costs."""
    data = folder / "ingest"
    data.mkdir()
    tokens = asyncio.run(enrolled(data / DATABASE_NAME, PEOPLE))
    sizes = SIZES[1:2] if bench.options.quick else SIZES
    sessions = itertools.count()
    settings = folder / "settings.toml"
    settings.write_text("[limits]\nstudy_events_per_day = 100_000_000\n")
    with colophon("study", data, {"config": str(settings)}) as server:
        for size in sizes:
            walls: list[float] = []
            arms = {
                "server": partial(_sent, server, tokens, size, sessions, walls),
                "bare": partial(_bare, folder, size, sessions),
            }
            values = interleave(arms, 1 if bench.options.quick else bench.rounds)
            _tell(bench, size, values, walls)


def _tell(bench: Bench, size: int, values: dict[str, list[float]], walls: list[float]) -> None:
    cost = statistics.median(values["server"])
    ratio = statistics.median(a / b for a, b in zip(values["server"], values["bare"], strict=True))
    per_core = 1 / cost
    name = f"{size} events a request"
    bench.tables[name] = {"cpu_us": {k: [round(v * 1e6, 1) for v in series] for k, series in values.items()}}
    bench.add(
        f"{name}: events per core-second, durable", per_core, "events/s", f">= {GOAL}", per_core >= GOAL
    )
    bench.note(f"{name}: CPU beside a bare loop into SQLite, without HTTP and checks", ratio, "x")
    bench.note(
        f"{name}: events a second by the clock, {PEOPLE} senders", statistics.median(walls), "events/s"
    )


def _sent(
    server: Server, tokens: list[str], size: int, sessions: itertools.count[int], walls: list[float]
) -> float:
    """CPU seconds of the server for one event."""
    requests = {token: _requests(server, token, size, f"session{next(sessions):08d}") for token in tokens}
    before, begun = server.cpu(), time.perf_counter()
    asyncio.run(_drive(server, requests))
    number = len(tokens) * BATCHES * size
    walls.append(number / (time.perf_counter() - begun))
    return (server.cpu() - before) / number


async def _drive(server: Server, requests: dict[str, list[bytes]]) -> None:
    async def sender(own: list[bytes]) -> None:
        connection = await Connection.to(server.address)
        for request in own:
            answer = await connection.ask(request)
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {answer.body[:200]!r}")
        connection.close()

    await asyncio.gather(*map(sender, requests.values()))


def _requests(server: Server, token: str, size: int, session: str) -> list[bytes]:
    headers = {"Host": server.headers["Host"], "Authorization": f"Bearer {token}"}
    path = f"/v1/studies/{STUDY.id}/events"
    return [
        render("POST", path, headers, orjson.dumps(_SENT | {"session": session, "events": some}))
        for some in _batches(size)
    ]


def _batches(size: int) -> list[list[dict[str, Any]]]:
    every = list(events(BATCHES * size))
    return [every[at : at + size] for at in range(0, len(every), size)]


def _bare(folder: Path, size: int, sessions: itertools.count[int]) -> float:
    """CPU seconds of this thread for one event: JSON read, rows made, one transaction a batch, synced."""
    bodies = [orjson.dumps({"events": some}) for some in _batches(size)]
    with closing(sqlite3.connect(folder / "bare.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(_TABLE)
        number = 0
        before = time.thread_time()
        for _ in range(PEOPLE):
            session = f"session{next(sessions)}"
            for body in bodies:
                rows = [
                    (
                        1,
                        session,
                        e["seq"],
                        e["kind"],
                        e["t"],
                        0,
                        e["item"],
                        e["place"],
                        orjson.dumps(e["data"]),
                        "x",
                    )
                    for e in orjson.loads(body)["events"]
                ]
                with connection:
                    connection.executemany(_INSERT, rows)
                number += len(rows)
        return (time.thread_time() - before) / number
