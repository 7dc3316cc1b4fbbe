"""Pairing: a one-time code, shown by the server, becomes a bearer token for one reader."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable

from colophon.config import Limits
from colophon.errors import NotPaired, Refused, TooManyRequests
from colophon.roles import Reader, Role
from colophon.store.tokens import TokenTable

log = logging.getLogger(__name__)

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that reads like another letter
CODE_LETTERS = 12  # 58 bits: far beyond five guesses


class Pairing:
    """Makes codes, exchanges them, and knows the reader behind a token."""

    def __init__(
        self, tokens: TokenTable, limits: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tokens = tokens
        self._limits = limits
        self._clock = clock
        self._known: dict[str, Role] = {}
        self._wrong = 0
        self._window_ends = 0.0

    async def new_code(self, role: Role = Role.READER) -> str:
        """A code that works once, for ``limits.pairing_seconds``. Asking for one ends a lock-out."""
        code = random_code()
        await self._tokens.add_code(hash_secret(code), role, self._limits.pairing_seconds)
        self._wrong = 0
        return code

    async def exchange(self, code: str) -> str:
        """Return a new token for ``code``. Raises Refused for a wrong one, TooManyRequests after several."""
        self._check_attempts()
        token = secrets.token_urlsafe(32)
        role = await self._tokens.exchange(hash_secret(code.strip().upper()), hash_secret(token))
        if role is None:
            await self._count_wrong()
            raise Refused("this pairing code is wrong, used or too old; ask the server for a new one")
        self._wrong = 0
        log.info("a reader was paired", extra={"role": role})
        return token

    async def reader_of(self, token: str) -> Reader:
        """Who holds this token. Raises NotPaired when it is not one of ours."""
        digest = hash_secret(token)
        role = self._known.get(digest)
        if role is None:
            role = await self._tokens.role_of(digest)
            if role is None:
                raise NotPaired("this token is not known here; pair again")
            self._known[digest] = role
        return Reader(digest, role)

    def _check_attempts(self) -> None:
        if self._clock() >= self._window_ends:
            self._wrong = 0
        if self._wrong >= self._limits.pairing_attempts:
            wait = int(self._window_ends - self._clock()) + 1
            tries = self._limits.pairing_attempts
            raise TooManyRequests(f"{tries} wrong pairing codes; ask the server for a new one", wait)

    async def _count_wrong(self) -> None:
        if self._wrong == 0:
            self._window_ends = self._clock() + self._limits.pairing_seconds
        self._wrong += 1
        if self._wrong >= self._limits.pairing_attempts:
            log.warning("too many wrong pairing codes: open codes are dropped")
            await self._tokens.drop_codes()


def random_code() -> str:
    """A one-time code as people see it: XXXX-XXXX-XXXX."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LETTERS, 4))


def hash_secret(secret: str) -> str:
    """The SHA-256 of a token or code, which is all that is kept of it."""
    # Secrets are only ever compared by their SHA-256, so how long a comparison takes says nothing about them.
    # What is not UTF-8 reaches us from a header as surrogates; it is as wrong as any other unknown token.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
