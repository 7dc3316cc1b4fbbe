"""Staff accounts: who may log in to the pages, and as what."""

from __future__ import annotations

import unicodedata

from colophon.errors import BadRequest, Conflict, NotFound
from colophon.pairing.codes import hash_code, hash_secret, random_code, random_token
from colophon.roles import STAFF, Role
from colophon.staff.passwords import Passwords, fit
from colophon.store.staff import Account, SessionTable, StaffTable

MAX_NAME = 64  # characters


def account_name(text: str) -> str:
    """A name as it is kept: NFKC, lower case. Raises BadRequest naming the rule that it breaks."""
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise BadRequest(f"a name has 1 to {MAX_NAME} printable characters")
    return name


class Accounts:
    """Adds and changes accounts. Every change logs the account out everywhere, within the same moment."""

    def __init__(self, staff: StaffTable, sessions: SessionTable, passwords: Passwords | None = None) -> None:
        self._staff = staff
        self._sessions = sessions
        self._passwords = passwords or Passwords()

    async def add(self, name: str, role: Role, password: str | None) -> Account:
        """A new account; without a password only one-time links log in.

        Raises BadRequest for a name, role or password that is not accepted, Conflict for a taken name.
        """
        name = account_name(name)
        _staff_role(role)
        hashed = None if password is None else await self._passwords.hash(fit(password, name))
        if not await self._staff.add(name, role, hashed):
            raise Conflict(f"there is an account {name!r} already")
        return await self._get(name)

    async def all(self) -> list[Account]:
        """Every account, by name."""
        return await self._staff.all()

    async def set_password(self, name: str, password: str) -> None:
        """Another password. Raises BadRequest when it is not accepted, NotFound without such an account."""
        name = account_name(name)
        await self._change(name, password=await self._passwords.hash(fit(password, name)))

    async def set_role(self, name: str, role: Role) -> None:
        """Another role. Raises BadRequest when it is not one of staff, NotFound without such an account."""
        await self._change(account_name(name), role=_staff_role(role))

    async def disable(self, name: str) -> None:
        """Let nobody log in with it. Raises NotFound without such an account."""
        await self._change(account_name(name), disabled=True)

    async def enable(self, name: str) -> None:
        """Take back that it is disabled. Raises NotFound without such an account."""
        await self._change(account_name(name), disabled=False)

    async def remove(self, name: str) -> str:
        """Forget an account; gives its name. What was decided with it stays, in whose name it was decided.

        Raises NotFound without such an account.
        """
        name = account_name(name)
        if not await self._staff.remove(name):
            raise NotFound(f"there is no account {name!r}")
        return name

    async def log_out(self, name: str | None) -> int:
        """End the sessions of an account, or with None those of one-time links of a role; gives how many."""
        if name is not None:
            name = (await self._get(account_name(name))).name
        return await self._sessions.close_all(name)

    async def link(self, name: str, seconds: int) -> str:
        """A code that logs this account in once. Raises NotFound without it, or when disabled."""
        account = await self._enabled(name)
        code = random_code()
        await self._staff.add_code(hash_code(code), account, seconds)
        return code

    async def token(self, name: str) -> str:
        """A token that may do over the API what this account may, in its name; whatever changes it ends it.

        Raises NotFound without the account, or when disabled.
        """
        account = await self._enabled(name)
        secret = random_token()
        await self._staff.add_token(hash_secret(secret), account)
        return secret

    async def _enabled(self, name: str) -> Account:
        account = await self._get(account_name(name))
        if account.disabled:
            raise NotFound(f"the account {name!r} is disabled")
        return account

    async def _get(self, name: str) -> Account:
        account = await self._staff.get(name)
        if account is None:
            raise NotFound(f"there is no account {name!r}")
        return account

    async def _change(self, name: str, **values: object) -> None:
        if not await self._staff.change(name, **values):
            raise NotFound(f"there is no account {name!r}")


def _staff_role(role: Role) -> Role:
    if role not in STAFF:
        raise BadRequest(f"the role of an account is one of {', '.join(sorted(STAFF))}, not {role}")
    return role
