"""Invitations: codes that make tokens several times, for days, and can be withdrawn. Only hashes are kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.roles import Role
from colophon.store.tables import codes


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation. Times are seconds since 1970; ``quota`` is that of the tokens made from it."""

    id: str
    role: Role
    expires: int
    uses_left: int
    name: str | None
    quota: int | None
    created: int


class InviteTable:
    """Open invitations; one that is used up or has run out is gone."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def add(
        self, code_hash: str, role: Role, seconds: int, uses: int, name: str | None, quota: int | None
    ) -> Invitation:
        """Keep an invitation of this code."""
        now = int(self._now())
        made = Invitation(secrets.token_hex(4), role, now + seconds, uses, name, quota, now)
        row = {field: getattr(made, field) for field in made.__slots__}
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(codes.c.expires <= now))
            await connection.execute(insert(codes).values(hash=code_hash, **row))
        return made

    async def all(self) -> list[Invitation]:
        """Those that can still be used, the oldest first."""
        columns = [codes.c[field] for field in Invitation.__slots__]
        live = codes.c.id.is_not(None), codes.c.expires > int(self._now())
        async with self._engine.connect() as connection:
            rows = await connection.execute(
                select(*columns).where(*live).order_by(codes.c.created, codes.c.id)
            )
            return [Invitation(**dict(row._mapping) | {"role": Role(row.role)}) for row in rows]

    async def withdraw(self, id: str) -> bool:
        """Let an invitation work no more. Who has joined by it stays. False when there is none of this id."""
        async with self._engine.begin() as connection:
            return bool((await connection.execute(delete(codes).where(codes.c.id == id))).rowcount)

    async def open_codes(self) -> frozenset[str]:
        """Hashes of all codes that a reader may exchange at present, pairing codes among them."""
        live = codes.c.staff.is_(None), codes.c.expires > int(self._now())
        async with self._engine.connect() as connection:
            return frozenset((await connection.execute(select(codes.c.hash).where(*live))).scalars())
