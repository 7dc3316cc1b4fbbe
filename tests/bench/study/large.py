"""Five million events: how long an export takes, what memory it needs, how long the page counts."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import orjson
from tests.bench.measure import Bench
from tests.bench.study.made import STUDY, enrolled, events

from colophon.config import DATABASE_NAME
from colophon.store.database import open_store

EVENTS, QUICK = 5_000_000, 100_000
PEOPLE = 2_000
BYTES = 2_000_000_000
PER_SESSION = 250
_INSERT = "INSERT INTO study_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '1.0.0 12 30')"


def export_figures(bench: Bench, folder: Path) -> None:
    """Fill ``bench`` with what a large study costs."""
    data, number = folder / "large", QUICK if bench.options.quick else EVENTS
    data.mkdir()
    _fill(data / DATABASE_NAME, number)
    seconds, cpu, memory = _export(data, folder / "out")
    million = f"{number / 1e6:g} million events"
    bench.note(f"export of {million}", seconds, "s")
    bench.note(f"CPU of it, {million}", cpu, "s")
    peak = memory / 1e6
    bench.add(
        f"memory of it, at most, {million}", peak, "MB", f"<= {BYTES / 1e6:g}", memory <= BYTES, timed=False
    )
    size = (data / DATABASE_NAME).stat().st_size / number
    bench.note("on the disk of the server", size, "bytes per event")
    out = sum(path.stat().st_size for path in (folder / "out").glob("*.csv")) / number
    bench.note("in the export as CSV", out, "bytes per event")
    bench.note(f"counting {million} for the page", asyncio.run(_count(data / DATABASE_NAME)), "s")


def _fill(database: Path, number: int) -> None:
    """Past the server, with the rows that it would write."""
    people = min(PEOPLE, number // PER_SESSION)
    asyncio.run(enrolled(database, people))
    each = [
        (e["seq"], e["kind"], e["t"], e["t"] + 5, e["item"], e["place"], orjson.dumps(e["data"]).decode())
        for e in events(number // people)
    ]
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        numbers = [n for (n,) in connection.execute("SELECT number FROM study_participants ORDER BY number")]
        for participant in numbers:
            rows = ((participant, f"session{row[0] // PER_SESSION:04d}", *row) for row in each)
            with connection:
                connection.executemany(_INSERT, rows)


def _export(data: Path, out: Path) -> tuple[float, float, int]:
    """Seconds by the clock and of CPU, and the largest resident set (bytes), of the command."""
    command = [sys.executable, "-m", "colophon.cli", "study", "export", STUDY.id]
    begun = time.perf_counter()
    process = subprocess.Popen([*command, "--out", str(out), "--data", str(data)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the export ended with {process.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


async def _count(database: Path) -> float:
    async with open_store(database) as store:
        begun = time.perf_counter()
        await store.tallies.count(STUDY.id)
        return time.perf_counter() - begun
