"""Invitations: codes that make tokens several times, for days, and can be withdrawn. Only hashes are kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.roles import Role
from colophon.store.tables import codes

_ID_BYTES = 6


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
        [made] = await self.add_many({code_hash: name}, role, seconds, uses, quota)
        return made

    async def add_many(
        self, names: Mapping[str, str | None], role: Role, seconds: int, uses: int, quota: int | None
    ) -> list[Invitation]:
        """Keep an invitation for each hash of a code, with its name; all of them or none."""
        now = int(self._now())
        made = [
            Invitation(secrets.token_hex(_ID_BYTES), role, now + seconds, uses, name, quota, now)
            for name in names.values()
        ]
        rows = [{"hash": h, **_columns(one)} for h, one in zip(names, made, strict=True)]
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(codes.c.expires <= now))
            await connection.execute(insert(codes), rows)
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


def _columns(invitation: Invitation) -> dict[str, Any]:
    return {field: getattr(invitation, field) for field in Invitation.__slots__}
