"""Fill a database from a backup: in one transaction, and so that nobody goes on with what was there."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Iterator, Mapping

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.entry import Basis, EntryState, Kind
from colophon.errors import Conflict, InputError
from colophon.evidence import Process
from colophon.store.backup.archive import Backup, Progress
from colophon.store.backup.rows import Row, loading
from colophon.store.changes import EVERYTHING
from colophon.store.engine import no_answer
from colophon.store.published import published, tell_everything
from colophon.store.schema import newest
from colophon.store.tables import changes, entries, meta, metadata, study_participants

BATCH = 500  # rows held in memory: about 2 MB
JUMP = 1_000_000  # generations: beyond every one that was counted since the backup was made
_GENERATION = "generation"
_COUNTERS = (_GENERATION, "readers")  # in the table `meta`; those that remember a value ask when it grows
# What a server writes by itself as soon as it runs: a store with nothing else in it counts as empty.
_BY_ITSELF = frozenset({"meta", "changes", "codes", "sessions", "usage"})


def check(backup: Backup) -> None:
    """Raises InputError for a backup that holds what this program does not know."""
    made = backup.manifest
    unknown = [name for name in made.tables if name not in metadata.tables]
    unknown += [
        f"{name}.{column}"
        for name, member in made.tables.items()
        if name in metadata.tables
        for column in member.columns
        if column not in metadata.tables[name].columns
    ]
    if made.revision > newest() or unknown:
        raise InputError(
            f"{backup.path} was made by a newer Colophon ({made.program}, revision {made.revision}); "
            f"this one knows {newest()}. Update it, then restore"
        )


async def restore(engine: AsyncEngine, backup: Backup, progress: Progress, *, replace: bool) -> int:
    """Put everything into the database, all or nothing; gives the number of rows.

    With ``replace`` what is there goes; else Conflict says what there is. To be used on a backup that was
    verified and checked. Raises InputError when its rows do not fit, SQLAlchemyError when the database does
    not answer.
    """
    async with engine.begin() as connection:
        await _keep_others_out(connection)
        held = await _held(connection)
        if held and not replace:
            raise Conflict(f"the store is not empty: it holds {_sentence(held)}")
        before = await _counters(connection)
        numbers = set((await connection.execute(select(entries.c.number))).scalars())
        await _empty(connection)
        generation = _next_generation(backup, before)
        rows = await _fill(connection, backup, generation, progress)
        if published.name not in backup.manifest.tables:
            await tell_everything(connection, time.time())
        await _withdraw_the_rest(connection, numbers, generation)
        await _number_on(connection)
        await _count_on(connection, before, generation)
    return rows


async def _keep_others_out(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        names = ", ".join([meta.name, *(name for name in metadata.tables if name != meta.name)])
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    else:
        await connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _held(connection: AsyncConnection) -> dict[str, int]:
    """Rows by table, of those that make a store one that is not empty."""
    counts = {}
    for name, table in metadata.tables.items():
        if name not in _BY_ITSELF:
            counts[name] = int(
                (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            )
    return {name: number for name, number in counts.items() if number}


def _sentence(held: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in sorted(held.items()))


async def _counters(connection: AsyncConnection) -> dict[str, int]:
    query = select(meta.c.name, meta.c.value).where(meta.c.name.in_(_COUNTERS))
    return {row.name: row.value for row in await connection.execute(query)}


async def _empty(connection: AsyncConnection) -> None:
    for table in reversed(metadata.sorted_tables):
        await connection.execute(delete(table))


def _next_generation(backup: Backup, before: Mapping[str, int]) -> int:
    rows = (
        dict(zip(backup.manifest.tables["meta"].columns, row, strict=True)) for row in backup.lines("meta")
    )
    kept = next((int(row["value"]) for row in rows if row["name"] == _GENERATION), 1)
    return max(kept, before.get(_GENERATION, 1)) + JUMP


async def _fill(connection: AsyncConnection, backup: Backup, generation: int, progress: Progress) -> int:
    total = sum(member.rows for member in backup.manifest.tables.values())
    done = 0
    for table in metadata.sorted_tables:
        if table.name not in backup.manifest.tables:
            continue
        for batch in _batches(backup, table.name):
            if table is entries:  # servers that run take over entries of a later generation than theirs
                batch = [row | {"generation": generation} for row in batch]
            try:
                await connection.execute(insert(table), batch)
            except SQLAlchemyError as error:
                if no_answer(error):
                    raise
                raise InputError(f"{backup.path}: rows of {table.name} do not fit their columns") from error
            done += len(batch)
            progress("restoring", done, total)
    return done


def _batches(backup: Backup, name: str) -> Iterator[list[Row]]:
    load = loading(metadata.tables[name], backup.manifest.tables[name].columns)
    lines = backup.lines(name)
    try:
        while batch := [load(line) for line in itertools.islice(lines, BATCH)]:
            yield batch
    except (TypeError, ValueError) as error:
        raise InputError(f"{backup.path}: a row of {name} cannot be read: {error}") from error


async def _withdraw_the_rest(connection: AsyncConnection, numbers: set[int], generation: int) -> None:
    """Servers that run still count entries that are gone: they learn that each of these is withdrawn."""
    numbers.difference_update((await connection.execute(select(entries.c.number))).scalars())
    gone = {
        "kind": Kind.STATEMENT,
        "basis": Basis.STATED,
        "process": Process.UNKNOWN,
        "state": EntryState.WITHDRAWN,
        "created": int(time.time()),
        "generation": generation,
    }
    rows = [{"number": number, "id": secrets.token_hex(16), **gone} for number in sorted(numbers)]
    for start in range(0, len(rows), BATCH):
        await connection.execute(insert(entries), rows[start : start + BATCH])


async def _count_on(connection: AsyncConnection, before: Mapping[str, int], generation: int) -> None:
    """Everything may be assessed differently, and nobody's token is remembered."""
    kept = await _counters(connection)
    for name in _COUNTERS:
        value = max(kept.get(name, 0), before.get(name, 0)) + 1
        await connection.execute(delete(meta).where(meta.c.name == name))
        row = {"name": name, "value": generation if name == _GENERATION else value}
        await connection.execute(insert(meta).values(**row))
    row = {"generation": generation, "sha256": EVERYTHING, "created": int(time.time())}
    await connection.execute(insert(changes).values(**row))


async def _number_on(connection: AsyncConnection) -> None:
    """Let PostgreSQL number new rows beyond those that came with a number. SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name in (entries.name, changes.name, study_participants.name):
        highest = f"SELECT coalesce(max(number), 0) + 1 FROM {name}"  # noqa: S608 - our own names
        await connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'number'), ({highest}), false)")
        )
