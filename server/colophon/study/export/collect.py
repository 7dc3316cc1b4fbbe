"""A study's rows from the store into a DuckDB file, in batches: memory does not grow with the study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from colophon.store.database import Store

BATCH = 20_000  # rows: about 10 MB
MEMORY = "600MB"  # of DuckDB; what does not fit goes to its temporary files
Progress = Callable[[str, int, int], None]  # what, how much of it, out of how much

_EVENTS = pa.schema(
    [
        *((name, pa.string()) for name in ("participant", "session")),
        *(("seq", pa.int64()), ("kind", pa.string()), ("t", pa.int64()), ("received", pa.int64())),
        *(("item", pa.string()), ("place", pa.int64()), ("data", pa.string()), ("made_with", pa.string())),
    ]
)
_PEOPLE = pa.schema(
    [
        *((name, pa.string()) for name in ("participant", "levels", "stratum")),
        *(("holdout", pa.bool_()), ("consent", pa.string()), ("locale", pa.string())),
        *(("platform", pa.string()), ("extension", pa.string()), ("enrolled", pa.int64())),
    ]
)


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
    _make(into, "raw", _EVENTS)
    done = 0
    async for batch in store.events.stream(study, BATCH):
        _append(into, "raw", _EVENTS, list(zip(*batch, strict=True)))
        done += len(batch)
        progress("reading events", done, max(total, done))
    _make(into, "people", _PEOPLE)
    async for people in store.participants.stream(study, BATCH):
        rows = [
            (p.participant, orjson.dumps(dict(p.levels)).decode(), p.stratum, p.holdout, p.consent, p.locale)
            + (p.platform, p.extension, p.enrolled * 1000)
            for p in people
        ]
        _append(into, "people", _PEOPLE, list(zip(*rows, strict=True)))
    into.execute("DELETE FROM raw WHERE participant NOT IN (SELECT participant FROM people)")


def _make(into: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    empty = schema.empty_table()
    into.register("given", empty)
    into.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    into.unregister("given")


def _append(
    into: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, columns: Sequence[Sequence[Any]]
) -> None:
    if not columns:
        return
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    into.register("given", pa.Table.from_arrays(arrays, schema=schema))
    into.execute(f"INSERT INTO {name} SELECT * FROM given")
    into.unregister("given")
