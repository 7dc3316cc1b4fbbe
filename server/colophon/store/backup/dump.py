"""Write every table into a backup, as of one moment, while servers go on."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.store.backup.archive import Member, Progress, Writer, table_member
from colophon.store.backup.rows import dumping
from colophon.store.case_media import case_media
from colophon.store.changes import DATABASE
from colophon.store.tables import meta, metadata

BATCH = 500  # rows held in memory: about 2 MB
NEVER = frozenset({case_media.name})  # a backup would outlive the date by which pictures are to be gone


async def dump(
    engine: AsyncEngine, into: Writer, without: Collection[str], progress: Progress
) -> dict[str, Member]:
    """Every table but those in ``without`` and `NEVER`; gives what was written of each, by its name.

    Raises SQLAlchemyError when the database does not answer, OSError when the file cannot be written.
    """
    tables = [table for table in metadata.sorted_tables if table.name not in {*without, *NEVER}]
    written: dict[str, Member] = {}
    async with engine.connect() as connection:
        await _hold_still(connection)
        total = sum([await _count(connection, table) for table in tables])
        done = 0
        for table in tables:

            def tell(rows: int, before: int = done) -> None:
                progress("reading", before + rows, total)

            member = await _dump_table(connection, table, into, tell)
            written[str(table.name)] = member
            done += member.rows
    return written


async def _hold_still(connection: AsyncConnection) -> None:
    """See the database as it is now until the end, whatever others write."""
    if connection.dialect.name == "postgresql":
        await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    else:
        await connection.exec_driver_sql("BEGIN")


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def _dump_table(
    connection: AsyncConnection, table: Table, into: Writer, tell: Callable[[int], None]
) -> Member:
    line = dumping(table)
    query = select(table)
    if table is meta:
        query = query.where(meta.c.name != DATABASE)  # what is restored is another database
    rows = 0
    with into.member(table_member(table.name)) as stream:
        async with connection.stream(query, execution_options={"yield_per": BATCH}) as result:
            async for batch in result.partitions():
                stream.write(b"".join(line(row) for row in batch))
                rows += len(batch)
                tell(rows)
    return Member(stream.sha256, stream.size, tuple(str(c.name) for c in table.columns), rows)
