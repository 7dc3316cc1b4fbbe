"""Sessions: the secret in a browser's cookie, whose session it is, and the token in its forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from colophon.config import Limits
from colophon.pairing import hash_secret
from colophon.roles import Role
from colophon.store.staff import Session, SessionTable

NOTE_SECONDS = 30  # a session's last use is noted no more often


class Sessions:
    """Opens, finds and ends sessions. Only the hash of their 256 bit secret is stored."""

    def __init__(self, table: SessionTable, limits: Limits, now: Callable[[], float] = time.time) -> None:
        self._table = table
        self._limits = limits
        self._now = now

    async def open(self, name: str | None, role: Role, before: str | None) -> str:
        """A session with a new secret; the one ``before`` in the same browser ends."""
        if before is not None:
            await self._table.close(hash_secret(before))
        secret = secrets.token_urlsafe(32)
        limits = self._limits
        await self._table.open(
            hash_secret(secret), name, role, limits.session_seconds, limits.session_idle_seconds
        )
        return secret

    async def find(self, secret: str) -> Session | None:
        """The session of this secret, while it counts."""
        digest = hash_secret(secret)
        session = await self._table.find(digest, self._limits.session_idle_seconds)
        if session is not None and self._now() - session.used >= NOTE_SECONDS:
            await self._table.use(digest)
        return session

    async def close(self, secret: str) -> None:
        """End it."""
        await self._table.close(hash_secret(secret))


def form_token(secret: str) -> str:
    """What the forms of a session carry: it cannot be known without the cookie, nor the cookie from it."""
    return hmac.new(secret.encode(errors="surrogatepass"), b"colophon form", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
