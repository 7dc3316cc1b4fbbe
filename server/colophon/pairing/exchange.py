"""A code, shown by the server or sent in an invitation, becomes a bearer token for one reader."""

from __future__ import annotations

import logging

from colophon.config import Limits
from colophon.errors import Refused
from colophon.pairing.codes import hash_code, hash_secret, random_code, random_token
from colophon.pairing.doors import Door, LockOut
from colophon.roles import Role
from colophon.store.tokens import TokenTable

log = logging.getLogger(__name__)


class Pairing:
    """Makes codes that work once, and exchanges codes of every kind.

    ``door`` decides what many wrong codes lead to: by default what suits a server on one's own computer.
    """

    def __init__(self, tokens: TokenTable, limits: Limits, door: Door | None = None) -> None:
        self._tokens = tokens
        self._limits = limits
        self._door = door or LockOut(tokens, limits)

    async def new_code(self, role: Role = Role.READER) -> str:
        """A code that works once, for ``limits.pairing_seconds``. Asking for one ends a lock-out."""
        code = random_code()
        await self._tokens.add_code(hash_code(code), role, self._limits.pairing_seconds)
        self._door.open()
        return code

    async def exchange(self, code: str) -> str:
        """Return a new token for ``code``. Raises Refused for a wrong one, TooManyRequests after several."""
        digest = hash_code(code)
        if await self._door.lets_in(digest):
            token = random_token()
            made = await self._tokens.exchange(digest, hash_secret(token))
            if made is not None:
                self._door.open()
                log.info("a reader was paired", extra={"role": made.role})
                return token
        await self._door.count_wrong()
        raise Refused("this code is wrong, used or too old; ask for a new one where you got it")
