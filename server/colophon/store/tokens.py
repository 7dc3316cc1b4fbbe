"""Bearer tokens and the codes that become one. Only hashes are kept: a copied database opens nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.roles import Role
from colophon.store.changes import advance
from colophon.store.tables import codes, meta, tokens, usage

ID_DIGITS = 12  # of a token's hash: what people see and type
_REVISION = "readers"


@dataclass(frozen=True, slots=True)
class Token:
    """One reader's token. ``created`` is in seconds, ``last_day`` in days since 1970, UTC.

    ``quota`` is in images a day: 0 is no limit, None what the server's settings say. ``account`` is that of
    staff in whose name it reviews.
    """

    hash: str
    role: Role
    created: int
    name: str | None = None
    quota: int | None = None
    invite: str | None = None
    last_day: int | None = None
    account: str | None = None

    @property
    def id(self) -> str:
        """What people call it by."""
        return self.hash[:ID_DIGITS]


class TokenTable:
    """Hashes of tokens and codes with what they give.

    Whatever takes something from a reader counts the generation on in its own transaction, by which every
    process hears of it, and the revision, by which it knows that this was about readers.
    """

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def get(self, token_hash: str) -> Token | None:
        """One token, or None when there is none with this hash."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(tokens).where(tokens.c.hash == token_hash))).one_or_none()
        return None if row is None else _token(row)

    async def those(self, hashes: Collection[str]) -> list[Token]:
        """Those that there are of these tokens."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(tokens).where(tokens.c.hash.in_(hashes)))
            return [_token(row) for row in rows]

    async def all(self) -> list[Token]:
        """Every token, the oldest first."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(tokens).order_by(tokens.c.created, tokens.c.hash))
            return [_token(row) for row in rows]

    async def revision(self) -> int:
        """Grows whenever something was taken from a reader or changed for one."""
        async with self._engine.connect() as connection:
            row = await connection.execute(select(meta.c.value).where(meta.c.name == _REVISION))
            return int(row.scalar_one_or_none() or 0)

    async def add_code(self, code_hash: str, role: Role, seconds: int) -> None:
        """Keep a code that works once, for ``seconds``; codes that have run out are dropped on the way."""
        now = int(self._now())
        row = {"hash": code_hash, "role": role, "expires": now + seconds, "created": now}
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(codes.c.expires <= now))
            await connection.execute(insert(codes).values(**row))

    async def exchange(self, code_hash: str, token_hash: str) -> Token | None:
        """Turn one use of a live code into a token. None when the code is unknown, used up or too old."""
        now = int(self._now())
        live = codes.c.hash == code_hash, codes.c.expires > now, codes.c.uses_left > 0
        told = codes.c.role, codes.c.name, codes.c.quota, codes.c.id, codes.c.uses_left
        spend = update(codes).where(*live, codes.c.staff.is_(None)).values(uses_left=codes.c.uses_left - 1)
        async with self._engine.begin() as connection:
            row = (await connection.execute(spend.returning(*told))).one_or_none()
            if row is None:
                return None
            if row.uses_left == 0:
                await connection.execute(delete(codes).where(codes.c.hash == code_hash))
            made = Token(token_hash, Role(row.role), now, row.name, row.quota, row.id)
            values = {
                name: getattr(made, name) for name in ("hash", "role", "created", "name", "quota", "invite")
            }
            await connection.execute(insert(tokens).values(**values))
        return made

    async def drop_codes(self) -> None:
        """Forget the pairing codes that are still open. Invitations and codes of staff stay."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(codes.c.id.is_(None), codes.c.staff.is_(None)))

    async def revoke(self, hashes: Sequence[str]) -> None:
        """Let these tokens open nothing any more, anywhere, within a second."""
        async with self._engine.begin() as connection:
            for one in hashes:
                await connection.execute(delete(tokens).where(tokens.c.hash == one))
                await connection.execute(delete(usage).where(usage.c.token == one))
            await readers_changed(connection, self._now())

    async def set_quota(self, hashes: Sequence[str], quota: int | None) -> None:
        """Give these tokens another quota."""
        async with self._engine.begin() as connection:
            for one in hashes:
                await connection.execute(update(tokens).where(tokens.c.hash == one).values(quota=quota))
            await readers_changed(connection, self._now())

    async def rename(self, token_hash: str, name: str | None) -> None:
        """Call a token by another name."""
        async with self._engine.begin() as connection:
            await connection.execute(update(tokens).where(tokens.c.hash == token_hash).values(name=name))


async def readers_changed(connection: AsyncConnection, now: float) -> None:
    """Have every process read its readers again, once the caller's transaction is through."""
    grown = update(meta).where(meta.c.name == _REVISION).values(value=meta.c.value + 1)
    await connection.execute(grown)
    await advance(connection, (), now)


def _token(row: Any) -> Token:
    values = dict(row._mapping)
    return Token(**values | {"role": Role(values["role"])})
