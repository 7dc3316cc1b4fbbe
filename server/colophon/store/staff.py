"""Staff accounts, their sessions, codes that open one, and tokens. Secrets are kept as hashes only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from colophon.roles import STAFF, Role
from colophon.store.tables import codes, sessions, staff, tokens
from colophon.store.tokens import readers_changed

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in. ``last_day`` is the last day of a login, in days since 1970, UTC."""

    name: str
    role: Role
    created: int
    disabled: bool = False
    last_day: int | None = None
    password: str | None = field(default=None, repr=False)  # its hash
    pseudonym: str | None = None  # in whose name they review

    @property
    def has_password(self) -> bool:
        """Whether there is one; without, only one-time links log in."""
        return self.password is not None


@dataclass(frozen=True, slots=True)
class Session:
    """An open session: of an account, or of a role where a one-time link of the role opened it.

    Times are seconds since 1970.
    """

    name: str | None
    role: Role
    created: int
    used: int
    expires: int


class StaffTable:
    """Accounts. Whatever changes one ends its sessions, codes and tokens in the same transaction."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def add(self, name: str, role: Role, password: str | None) -> bool:
        """A new account; ``password`` is a hash. False when the name is taken."""
        row = {"name": name, "role": role, "password": password, "created": int(self._now())}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(staff).values(**row, disabled=False))
        except IntegrityError:
            return False
        return True

    async def get(self, name: str) -> Account | None:
        """One account."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(staff).where(staff.c.name == name))).one_or_none()
        return None if row is None else _account(row)

    async def all(self) -> list[Account]:
        """Every account, by name."""
        async with self._engine.connect() as connection:
            return [_account(row) for row in await connection.execute(select(staff).order_by(staff.c.name))]

    async def change(self, name: str, **values: Any) -> bool:
        """Change columns of an account and log it out everywhere. False when there is none of this name."""
        async with self._engine.begin() as connection:
            changed = await connection.execute(update(staff).where(staff.c.name == name).values(**values))
            await self._end(connection, name)
        return bool(changed.rowcount)

    async def remove(self, name: str) -> bool:
        """Forget an account and log it out everywhere. False when there is none of this name."""
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(staff).where(staff.c.name == name))
            await self._end(connection, name)
        return bool(gone.rowcount)

    async def pseudonym(self, name: str) -> str | None:
        """In whose name an account reviews: random, made when first asked for. None without the account."""
        made = f"r-{secrets.token_hex(4)}"
        bare = staff.c.name == name, staff.c.pseudonym.is_(None)
        query = select(staff.c.pseudonym).where(staff.c.name == name)
        async with self._engine.connect() as connection:
            found: str | None = (await connection.execute(query)).scalar_one_or_none()
        if found is not None:
            return found
        async with self._engine.begin() as connection:
            await connection.execute(update(staff).where(*bare).values(pseudonym=made))
            return (await connection.execute(query)).scalar_one_or_none()

    async def rehash(self, name: str, old: str, new: str) -> None:
        """Replace the hash of the same password; nobody is logged out."""
        same = staff.c.name == name, staff.c.password == old
        async with self._engine.begin() as connection:
            await connection.execute(update(staff).where(*same).values(password=new))

    async def add_code(self, code_hash: str, account: Account, seconds: int) -> None:
        """Keep a code that logs in this account once, within ``seconds``."""
        now = int(self._now())
        row = {"hash": code_hash, "role": account.role, "staff": account.name}
        async with self._engine.begin() as connection:
            await connection.execute(insert(codes).values(**row, created=now, expires=now + seconds))

    async def add_token(self, token_hash: str, account: Account) -> None:
        """Keep a token that does over the API what this account may do, in its name."""
        row = {"hash": token_hash, "role": account.role, "created": int(self._now())}
        async with self._engine.begin() as connection:
            named = {"account": account.name, "name": f"{account.name}, API"}
            await connection.execute(insert(tokens).values(**row, **named))

    async def _end(self, connection: AsyncConnection, name: str) -> None:
        await connection.execute(delete(sessions).where(sessions.c.staff == name))
        await connection.execute(delete(codes).where(codes.c.staff == name))
        gone = await connection.execute(delete(tokens).where(tokens.c.account == name))
        if gone.rowcount:
            await readers_changed(connection, self._now())

    async def spend_code(self, code_hash: str) -> tuple[str | None, Role] | None:
        """Use up a live code of a staff role: the account it is for, if any, and the role.

        None when there is no such code; one for readers is left as it is.
        """
        live = codes.c.hash == code_hash, codes.c.expires > int(self._now())
        ours = codes.c.id.is_(None), codes.c.role.in_(sorted(STAFF))  # no invitation
        async with self._engine.begin() as connection:
            spend = delete(codes).where(*live, *ours).returning(codes.c.staff, codes.c.role)
            row = (await connection.execute(spend)).one_or_none()
        return None if row is None else (row.staff, Role(row.role))


class SessionTable:
    """Sessions by the hash of their secret. Nothing is cached: whoever is logged out is out at once."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def open(self, hash: str, name: str | None, role: Role, seconds: int, idle: int) -> None:
        """A new session for at most ``seconds``; those that ran out or lie idle are dropped on the way."""
        now = int(self._now())
        row = {"hash": hash, "staff": name, "role": role, "created": now, "used": now}
        async with self._engine.begin() as connection:
            over = or_(sessions.c.expires <= now, sessions.c.used <= now - idle)
            await connection.execute(delete(sessions).where(over))
            await connection.execute(insert(sessions).values(**row, expires=now + seconds))
            if name is not None:
                await _used_today(connection, name, now)

    async def find(self, hash: str, idle: int) -> Session | None:
        """A session that still counts: not run out, not idle for ``idle`` seconds, account not disabled."""
        now = int(self._now())
        columns = sessions.c.staff, sessions.c.created, sessions.c.used, sessions.c.expires
        account = sessions.outerjoin(staff, staff.c.name == sessions.c.staff)
        query = (
            select(*columns, sessions.c.role, staff.c.role.label("current"))
            .select_from(account)
            .where(sessions.c.hash == hash, sessions.c.expires > now, sessions.c.used > now - idle)
            .where(or_(sessions.c.staff.is_(None), staff.c.disabled.is_(False)))
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Session(row.staff, Role(row.current or row.role), row.created, row.used, row.expires)

    async def use(self, hash: str) -> None:
        """Note that it is used now."""
        async with self._engine.begin() as connection:
            now = int(self._now())
            await connection.execute(update(sessions).where(sessions.c.hash == hash).values(used=now))

    async def close(self, hash: str) -> None:
        """End one session."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(sessions).where(sessions.c.hash == hash))

    async def close_all(self, name: str | None) -> int:
        """End all sessions of an account, or with None those that one-time links of a role opened."""
        whose = sessions.c.staff.is_(None) if name is None else sessions.c.staff == name
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(sessions).where(whose))).rowcount


async def _used_today(connection: AsyncConnection, name: str, now: int) -> None:
    values = {"last_day": now // DAY_SECONDS}
    await connection.execute(update(staff).where(staff.c.name == name).values(**values))


def _account(row: Any) -> Account:
    values = dict(row._mapping)
    return Account(**values | {"role": Role(values["role"])})
