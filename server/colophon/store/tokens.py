"""Bearer tokens and one-time pairing codes. Only their SHA-256 is kept: a copied database opens nothing."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.roles import Role
from colophon.store.tables import codes, tokens


class TokenTable:
    """Hashes of tokens and codes with the role they give."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def all(self) -> dict[str, Role]:
        """Every token hash with its role."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(tokens.c.hash, tokens.c.role))
            return {row.hash: Role(row.role) for row in rows}

    async def role_of(self, token_hash: str) -> Role | None:
        """The role of one token, or None when there is no such token."""
        async with self._engine.connect() as connection:
            row = await connection.execute(select(tokens.c.role).where(tokens.c.hash == token_hash))
            role = row.scalar_one_or_none()
        return None if role is None else Role(role)

    async def add_code(self, code_hash: str, role: Role, seconds: int) -> None:
        """Keep a code for ``seconds``; codes that have run out are dropped on the way."""
        now = int(self._now())
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(codes.c.expires <= now))
            await connection.execute(insert(codes).values(hash=code_hash, role=role, expires=now + seconds))

    async def exchange(self, code_hash: str, token_hash: str) -> Role | None:
        """Turn a live code into a token in one transaction. None when the code is unknown or too old."""
        now = int(self._now())
        spend = delete(codes).where(codes.c.hash == code_hash, codes.c.expires > now).returning(codes.c.role)
        async with self._engine.begin() as connection:
            role = (await connection.execute(spend)).scalar_one_or_none()
            if role is None:
                return None
            await connection.execute(insert(tokens).values(hash=token_hash, role=role, created=now))
        return Role(role)

    async def drop_codes(self) -> None:
        """Forget all codes that are still open."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes))
