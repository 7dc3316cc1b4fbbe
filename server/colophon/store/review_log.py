"""The log of review, durable: appended to within the change that it tells of, never changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.store.chain import START, Act, LogRow, linked
from colophon.store.review_tables import review_log
from colophon.store.tables import meta

COUNT = "review_log"  # how many rows there are
HEAD = "review_head"  # what the hash of the last one begins with, as a number
HEAD_DIGITS = 15  # hex digits: the column holds 63 bits
BATCH = 1000


async def append(connection: AsyncConnection, acts: Iterable[Act], now: float) -> list[LogRow]:
    """Put rows at the end, within the caller's transaction; whoever else appends waits for its end."""
    written: list[LogRow] = []
    for act in acts:
        counted = update(meta).where(meta.c.name == COUNT).values(value=meta.c.value + 1)
        number = int((await connection.execute(counted.returning(meta.c.value))).scalar_one())
        last = select(review_log.c.sha256).where(review_log.c.number == number - 1)
        before = (await connection.execute(last)).scalar_one_or_none()
        if before is None and number > 1:
            before = f"row {number - 1} is missing"  # the chain stays broken, and what is done goes on
        row = linked(act, number, before or START, int(now))
        await connection.execute(insert(review_log).values(**asdict(row)))
        head = update(meta).where(meta.c.name == HEAD).values(value=int(row.sha256[:HEAD_DIGITS], 16))
        await connection.execute(head)
        written.append(row)
    return written


class LogTable:
    """Reads the log. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def rows(self) -> AsyncIterator[LogRow]:
        """All rows by number, oldest first."""
        last = 0
        while batch := await self._some(review_log.c.number > last, limit=BATCH):
            for row in batch:
                yield row
            last = batch[-1].number

    async def latest(self, limit: int) -> list[LogRow]:
        """The last rows, the latest first."""
        query = select(review_log).order_by(review_log.c.number.desc()).limit(limit)
        async with self._engine.connect() as connection:
            return [LogRow(**row._mapping) for row in await connection.execute(query)]

    async def of_image(self, sha256: str) -> list[LogRow]:
        """Every act about one image, oldest first."""
        return await self._some(review_log.c.image == sha256)

    async def by(self, who: str, limit: int) -> list[LogRow]:
        """The last acts of somebody, the latest first."""
        query = select(review_log).where(review_log.c.who == who)
        query = query.order_by(review_log.c.number.desc()).limit(limit)
        async with self._engine.connect() as connection:
            return [LogRow(**row._mapping) for row in await connection.execute(query)]

    async def row(self, number: int) -> LogRow | None:
        """One row."""
        found = await self._some(review_log.c.number == number)
        return found[0] if found else None

    async def end(self) -> tuple[int, str]:
        """How many rows there should be, and what the hash of the last one begins with."""
        query = select(meta.c.name, meta.c.value).where(meta.c.name.in_([COUNT, HEAD]))
        async with self._engine.connect() as connection:
            values = {row.name: int(row.value) for row in await connection.execute(query)}
        return values[COUNT], f"{values[HEAD]:0{HEAD_DIGITS}x}"

    async def _some(self, condition: ColumnElement[bool], limit: int | None = None) -> list[LogRow]:
        query = select(review_log).where(condition).order_by(review_log.c.number).limit(limit)
        async with self._engine.connect() as connection:
            return [LogRow(**row._mapping) for row in await connection.execute(query)]
