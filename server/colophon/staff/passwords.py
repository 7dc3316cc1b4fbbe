"""Passwords: what is accepted, and their scrypt hashes, made on threads of their own."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from colophon.errors import BadRequest, TooManyRequests

MIN_LENGTH = 12  # characters; attempts are limited, so this is for a database that was copied
MAX_LENGTH = 256
MIN_DIFFERENT = 5  # characters
AT_ONCE = 2  # 16 MiB and a core each
MAX_WAITING = 16  # more are sent away: the last one would wait for two seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of scrypt: N = 2**ln. The default is one of OWASP's equals, the one with the least memory
    that still takes 16 MiB; about 0.2 s of CPU.
    """

    ln: int = 14
    r: int = 8
    p: int = 5


COST = Cost()


def fit(password: str, name: str) -> str:
    """The password as it is hashed (NFKC). Raises BadRequest naming the rule that it breaks."""
    plain = _plain(password)
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        raise BadRequest(f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters; several words do well")
    if len(set(plain)) < MIN_DIFFERENT:
        raise BadRequest(f"a password has at least {MIN_DIFFERENT} different characters")
    if plain.casefold() in {name, name * 2, name * 3}:
        raise BadRequest("a password is not the name")
    return plain


class Passwords:
    """Hashes and compares off the event loop, two at a time."""

    def __init__(self, cost: Cost = COST) -> None:
        self._cost = cost
        self._threads = ThreadPoolExecutor(AT_ONCE, "colophon-password")  # started when first needed
        self._waiting = 0
        self._nobodys = _dump(cost, secrets.token_bytes(16), secrets.token_bytes(32))

    async def hash(self, password: str) -> str:
        """A hash that holds its own salt and cost."""
        salt = secrets.token_bytes(16)
        return _dump(self._cost, salt, await self._scrypt(_plain(password), salt, self._cost))

    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether this is the password. With nothing stored it takes as long, and is not."""
        cost, salt, digest = _load(stored or self._nobodys)
        made = await self._scrypt(_plain(password)[: MAX_LENGTH + 1], salt, cost)
        return hmac.compare_digest(made, digest) and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether it was made at another cost than today's."""
        return _load(stored)[0] != self._cost

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _scrypt(self, password: str, salt: bytes, cost: Cost) -> bytes:
        if self._waiting >= MAX_WAITING:
            raise TooManyRequests("many people log in right now; try again", 2)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, _scrypt, password, salt, cost)
        finally:
            self._waiting -= 1


def _plain(password: str) -> str:
    """However a keyboard composes letters, it is the same password."""
    return unicodedata.normalize("NFKC", password)


def _scrypt(password: str, salt: bytes, cost: Cost) -> bytes:
    memory = 128 * cost.r * (2**cost.ln + cost.p + 2)  # what OpenSSL counts
    secret = password.encode(errors="surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=2**cost.ln, r=cost.r, p=cost.p, maxmem=2 * memory, dklen=32)


def _dump(cost: Cost, salt: bytes, digest: bytes) -> str:
    salt64, digest64 = (base64.b64encode(part).decode() for part in (salt, digest))
    return f"scrypt$ln={cost.ln},r={cost.r},p={cost.p}${salt64}${digest64}"


def _load(stored: str) -> tuple[Cost, bytes, bytes]:
    _, cost, salt, digest = stored.split("$")
    values = dict(part.split("=") for part in cost.split(","))
    cost_of = Cost(**{name: int(value) for name, value in values.items()})
    return cost_of, base64.b64decode(salt), base64.b64decode(digest)
