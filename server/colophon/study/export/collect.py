"""A study's rows from the store into a DuckDB file, in batches: memory does not grow with the study."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson

from colophon.store.database import Store
from colophon.store.participants import Participant

BATCH = 20_000  # participants
PIECE = 16_000_000  # characters of events: about 80,000
MEMORY = "600MB"  # of DuckDB; what does not fit goes to its temporary files
Progress = Callable[[str, int, int], None]  # what, how much of it, out of how much

_TEXT, _WHOLE, _YES_NO = "VARCHAR", "BIGINT", "BOOLEAN"
_EVENTS = {
    **dict.fromkeys(("participant", "session"), _TEXT),
    **{"seq": _WHOLE, "kind": _TEXT, "t": _WHOLE, "received": _WHOLE},
    **{"item": _TEXT, "place": _WHOLE, "data": _TEXT, "made_with": _TEXT},
}
_PEOPLE = {
    **dict.fromkeys(("participant", "levels", "stratum"), _TEXT),
    **{"holdout": _YES_NO, "consent": _TEXT, "locale": _TEXT, "platform": _TEXT, "extension": _TEXT},
    "enrolled": _WHOLE,
}


def workbench(file: Path, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB database in ``file``, with bounded memory."""
    connection = duckdb.connect(str(file))
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET threads = {threads}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


async def collect(store: Store, study: str, into: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    """Fill the tables ``raw`` (events) and ``people``, previews left out.

    People are read last: whoever withdrew meanwhile is not among them, and their events count for nothing.
    """
    total = await store.events.number_in(study)
    make(into, "raw", _EVENTS)
    done, adding = 0, asyncio.create_task(asyncio.sleep(0))
    async for lines in _pieces(store.events.lines(study)):
        await adding
        progress("reading events", done, max(total, done))
        done += lines.count("\r\n")
        # while the next piece is read
        adding = asyncio.create_task(asyncio.to_thread(append_lines, into, "raw", _EVENTS, lines))
    await adding
    make(into, "people", _PEOPLE)
    async for people in store.participants.stream(study, BATCH):
        append(into, "people", _PEOPLE, map(_person, people))
    into.execute("DELETE FROM raw WHERE participant NOT IN (SELECT participant FROM people)")


async def _pieces(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    """The same, in pieces that are large enough to be worth a file."""
    found, size = list[str](), 0
    async for some in lines:
        found.append(some)
        size += len(some)
        if size >= PIECE:
            yield "".join(found)
            found, size = [], 0
    if found:
        yield "".join(found)


def make(into: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str]) -> None:
    """An empty table of these columns."""
    into.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {type}' for c, type in columns.items())})")


def append(
    into: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows to a table."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    append_lines(into, name, columns, lines.getvalue())


def append_lines(into: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], lines: str) -> None:
    """Add lines of CSV to a table, by way of a file: rows of parameters take fifty times as long."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        file.write(lines)
        file.flush()
        form = "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = ''"
        form += ", strict_mode = false, new_line = '\\r\\n'"
        into.execute(
            f"INSERT INTO {name} SELECT * FROM read_csv(?, columns = ?, {form})",  # noqa: S608 - ours
            [file.name, dict(columns)],
        )


def _person(one: Participant) -> tuple[Any, ...]:
    levels = orjson.dumps(dict(one.levels)).decode()
    drawn = (one.participant, levels, one.stratum, one.holdout, one.consent)
    return (*drawn, one.locale, one.platform, one.extension, one.enrolled * 1000)
