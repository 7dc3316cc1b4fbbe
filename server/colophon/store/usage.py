"""How many images a token sent on a day, and on which day it was last used. No time, no image, no address."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.store.tables import tokens, usage

KEPT_DAYS = 31


class UsageTable:
    """Counts per token and day. Days are counted from 1970, UTC."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    async def add(self, day: int, images: Mapping[str, int], used: Collection[str]) -> dict[str, int]:
        """Count images on and note tokens as used on ``day``, together. Gives the new totals."""
        totals = {}
        async with self._engine.begin() as connection:
            for token in sorted(images):  # in one order, so that two processes cannot wait for each other
                new = self._insert(usage).values(token=token, day=day, images=images[token])
                total = {"images": usage.c.images + new.excluded.images}
                count = new.on_conflict_do_update(index_elements=["token", "day"], set_=total)
                totals[token] = int((await connection.execute(count.returning(usage.c.images))).scalar_one())
            for token in sorted(used):
                earlier = or_(tokens.c.last_day.is_(None), tokens.c.last_day < day)
                changed = update(tokens).where(tokens.c.hash == token, earlier)
                await connection.execute(changed.values(last_day=day))
        return totals

    async def on(self, day: int, token: str) -> int:
        """Images that a token sent on one day."""
        async with self._engine.connect() as connection:
            query = select(usage.c.images).where(usage.c.token == token, usage.c.day == day)
            return int((await connection.execute(query)).scalar_one_or_none() or 0)

    async def since(self, day: int) -> dict[str, int]:
        """Images by token, from ``day`` on."""
        async with self._engine.connect() as connection:
            query = select(usage.c.token, func.sum(usage.c.images)).where(usage.c.day >= day)
            rows = await connection.execute(query.group_by(usage.c.token))
            return {token: int(images) for token, images in rows}

    async def forget(self, day: int) -> None:
        """Drop what was counted before ``day``."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(usage).where(usage.c.day < day))
