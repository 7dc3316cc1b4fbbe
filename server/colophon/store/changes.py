"""The generation counter, and which images may be assessed differently since a generation."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.store.near import Near
from colophon.store.tables import changes, meta
from colophon.store.upsert import upsert

EVERYTHING = "*"  # in place of a hash: any image may be assessed differently
MAX_NAMED = 1000  # images named by one change; beyond that, everything
KEPT_SECONDS = 24 * 3600  # whoever was away for longer asks for everything anew
DATABASE = "database"  # the row of a database's identity, left out of backups
_GENERATION = "generation"
_RULES = "rules"
_COUNTER = select(meta.c.value).where(meta.c.name == _GENERATION)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed up to ``generation``: the images named, or with ``everything`` any."""

    generation: int
    sha256s: tuple[str, ...] = ()
    everything: bool = False


async def advance(connection: AsyncConnection, affected: Iterable[str], now: float) -> int:
    """Count one generation on within the caller's transaction and name the images it affects."""
    grown = update(meta).where(meta.c.name == _GENERATION).values(value=meta.c.value + 1)
    generation = int((await connection.execute(grown.returning(meta.c.value))).scalar_one())
    named = list(dict.fromkeys(affected))
    if len(named) > MAX_NAMED:
        named = [EVERYTHING]
    if named:
        rows = [{"generation": generation, "sha256": sha256, "created": int(now)} for sha256 in named]
        await connection.execute(insert(changes), rows)
    return generation


async def hold(connection: AsyncConnection) -> None:
    """Let nobody else count on before the caller's transaction ends; first of all in it."""
    await connection.execute(update(meta).where(meta.c.name == _GENERATION).values(value=meta.c.value))


class ChangeTable:
    """Reads the counter and what it counted."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float], near: Near | None = None) -> None:
        self._engine = engine
        self._now = now
        self._near = near

    async def generation(self) -> int:
        """The counter that grows whenever cached assessments are revoked."""
        if self._near is not None and (found := self._near.ask(_COUNTER)):  # twice a second, for ever
            return int(found[0])
        async with self._engine.connect() as connection:
            return int((await connection.execute(_COUNTER)).scalar_one())

    async def since(self, generation: int) -> Changed:
        """What changed after ``generation``. Everything, where that is longer ago than is remembered."""
        async with self._engine.connect() as connection:
            current = await connection.execute(_COUNTER)
            horizon = await connection.execute(select(meta.c.value).where(meta.c.name == "forgotten"))
            later = changes.c.generation > generation
            query = select(changes.c.sha256).where(later).order_by(changes.c.number).limit(MAX_NAMED + 1)
            named = dict.fromkeys((await connection.execute(query)).scalars())
            latest = int(current.scalar_one())
            forgotten = int(horizon.scalar_one_or_none() or 0)
        if EVERYTHING in named or len(named) > MAX_NAMED or generation < forgotten:
            return Changed(latest, everything=True)
        return Changed(latest, tuple(named))

    async def identity(self) -> int:
        """A random number that names this database: made when first asked for, and anew once restored."""
        query = select(meta.c.value).where(meta.c.name == DATABASE)
        async with self._engine.connect() as connection:
            named = (await connection.execute(query)).scalar_one_or_none()
        if named is None:
            with suppress(IntegrityError):  # another server was first
                async with self._engine.begin() as connection:
                    row = {"name": DATABASE, "value": secrets.randbits(63)}
                    await connection.execute(insert(meta).values(**row))
            async with self._engine.connect() as connection:
                named = (await connection.execute(query)).scalar_one()
        return int(named)

    async def announce(self, sha256s: Iterable[str]) -> None:
        """Say that these images may be assessed differently now."""
        async with self._engine.begin() as connection:
            await advance(connection, sha256s, self._now())

    async def announce_rules(self, rules: str) -> None:
        """Say that any image may be assessed differently, if that was done by other ``rules`` until now.

        ``rules`` name everything but the image that an assessment depends on.
        """
        number = int.from_bytes(hashlib.sha256(rules.encode()).digest()[:8]) >> 1  # the column is signed
        async with self._engine.begin() as connection:
            query = select(meta.c.value).where(meta.c.name == _RULES)
            before = (await connection.execute(query)).scalar_one_or_none()
            if before == number:
                return
            row = {"name": _RULES, "value": number}
            await connection.execute(upsert(meta, row, self._engine.dialect.name), row)
            if before is not None:
                await advance(connection, [EVERYTHING], self._now())

    async def forget_old(self) -> None:
        """Drop what was named longer ago than `KEPT_SECONDS`, remembering up to which generation."""
        old = changes.c.created < int(self._now()) - KEPT_SECONDS
        async with self._engine.begin() as connection:
            last = (await connection.execute(select(func.max(changes.c.generation)).where(old))).scalar_one()
            if last is None:
                return
            await connection.execute(delete(changes).where(old))
            await connection.execute(delete(meta).where(meta.c.name == "forgotten"))
            await connection.execute(insert(meta).values(name="forgotten", value=last))
