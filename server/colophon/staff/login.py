"""Logging in, with a name and a password or with a one-time code; how often it may be tried.

A stranger who guesses must not lock out who has the account. So a browser that logged in before is known by a
cookie and counted by itself ("device cookies", OWASP), and a one-time link from the server always works.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass, replace

from colophon.config import Limits
from colophon.errors import BadRequest, Refused, TooManyRequests
from colophon.pairing import hash_secret
from colophon.pairing.codes import hash_code
from colophon.roles import Role
from colophon.staff.accounts import account_name
from colophon.staff.passwords import Passwords
from colophon.staff.sessions import same
from colophon.store.shared import Shared
from colophon.store.staff import Account, StaffTable

log = logging.getLogger(__name__)

CODES_AT_ONCE = 10  # times as many codes as passwords: they cost nothing, and nobody guesses 58 bits


@dataclass(frozen=True, slots=True)
class Entered:
    """Who logged in: an account, or a role by its one-time link. ``known`` makes the browser known."""

    name: str | None
    role: Role
    known: str | None = None


class Login:
    """Checks what somebody types at the login page."""

    def __init__(self, staff: StaffTable, passwords: Passwords, shared: Shared, limits: Limits) -> None:
        self._staff = staff
        self._passwords = passwords
        self._shared = shared
        self._limits = limits

    async def by_password(self, name: str, password: str, known: str | None = None) -> Entered:
        """``known`` is what this browser was given at an earlier login.

        Raises Refused when name and password do not fit, TooManyRequests after too many tries.
        """
        try:
            account = await self._staff.get(account_name(name))
        except BadRequest:
            account = None
        await self._count(name, account, known)
        stored = account.password if account and not account.disabled else None
        if not await self._passwords.fits(password, stored) or account is None or stored is None:
            raise Refused("this name and this password do not fit")
        if self._passwords.outdated(stored):
            hashed = await self._passwords.hash(password)
            await self._staff.rehash(account.name, stored, hashed)
            account = replace(account, password=hashed)
        log.info("somebody logged in with a password", extra={"role": account.role})
        return _entered(account)

    async def enter(self, name: str) -> Entered:
        """Somebody who proved to have this account in another way. Raises Refused when it is disabled."""
        account = await self._staff.get(name)
        if account is None or account.disabled:
            raise Refused("this account is disabled")
        return _entered(account)

    async def by_code(self, code: str) -> Entered:
        """Raises Refused for a code that is wrong, used, too old or for a reader."""
        await self._spend("codes", self._limits.login_attempts_all * CODES_AT_ONCE)
        found = await self._staff.spend_code(hash_code(code))
        if found is None:
            raise Refused(
                "this code is wrong, used, too old or one for connecting a browser; "
                "`colophon users link` on the server makes a new one"
            )
        name, role = found
        log.info("a one-time code was used to log in", extra={"role": role})
        return Entered(None, role) if name is None else await self.enter(name)

    async def _count(self, name: str, account: Account | None, known: str | None) -> None:
        if known and account and account.password and _knows(account.password, known):
            await self._spend(f"known:{hash_secret(known)}", self._limits.login_attempts)
            return
        await self._spend("all", self._limits.login_attempts_all)
        who = account.name if account else name
        await self._spend(f"account:{hash_secret(who)}", self._limits.login_attempts)

    async def _spend(self, what: str, limit: int) -> None:
        spent = await self._shared.spend(f"login:{what}", 1, self._limits.login_seconds)
        if spent.amount > limit:
            if spent.amount == limit + 1:
                log.warning("too many tries to log in (%s): more are refused", what.partition(":")[0])
            raise TooManyRequests(
                f"too many tries; the next ones count in {spent.seconds_left} s. A browser that logged in "
                f"before and a one-time link (`colophon users link` on the server) still work",
                spent.seconds_left,
            )


def _entered(account: Account) -> Entered:
    known = _known(account.password, secrets.token_hex(16)) if account.password else None
    return Entered(account.name, account.role, known)


def _known(stored: str, nonce: str) -> str:
    """Its key is the hash of the password: with another password the browser is a stranger again."""
    return f"{nonce}.{hmac.new(stored.encode(), nonce.encode(), hashlib.sha256).hexdigest()}"


def _knows(stored: str, known: str) -> bool:
    nonce = known.partition(".")[0]
    return same(known, _known(stored, nonce)) if nonce.isascii() else False
