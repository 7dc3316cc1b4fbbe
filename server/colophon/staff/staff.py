"""What the pages need of staff, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from colophon.config import Limits
from colophon.staff.accounts import Accounts
from colophon.staff.login import Login
from colophon.staff.passwords import Passwords
from colophon.staff.sessions import Sessions
from colophon.store.database import Store
from colophon.store.shared import Shared


@dataclass(frozen=True, slots=True)
class Staff:
    """Accounts, how they log in, and the sessions that gives."""

    accounts: Accounts
    login: Login
    sessions: Sessions


@asynccontextmanager
async def open_staff(
    store: Store, shared: Shared, limits: Limits, passwords: Passwords | None = None
) -> AsyncIterator[Staff]:
    """For as long as the block runs: hashing has threads of its own."""
    passwords = passwords or Passwords()
    try:
        yield Staff(
            Accounts(store.staff, store.sessions, passwords),
            Login(store.staff, passwords, shared, limits),
            Sessions(store.sessions, limits),
        )
    finally:
        passwords.close()
