"""Who is behind a token: remembered in this process, and read again when a reader was changed anywhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from colophon.config import Config
from colophon.errors import NotPaired, TooManyRequests
from colophon.pairing.codes import hash_secret
from colophon.roles import Reader, Role
from colophon.store.tokens import Token, TokenTable

UNKNOWN_KEPT = 10_000  # hashes of unknown tokens: 1.5 MB
LOOKS_PER_SECOND = 100  # for tokens that are not remembered, in one process: each takes it about 0.5 ms
AT_ONCE = 500  # tokens that are read again in one question, in about 5 ms
AGAIN_SECONDS = 0.5  # until the database is asked once more


class Readers:
    """Knows the readers. Its methods belong to one event loop.

    Those it remembers are answered whether or not the database is. `doubt` has them read again, all of them;
    only those that are not there any more are forgotten.
    """

    def __init__(
        self, tokens: TokenTable, config: Config, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tokens = tokens
        self._config = config
        self._clock = clock
        self._known: dict[str, Reader] = {}
        self._unknown: dict[str, None] = {}  # the oldest first
        self._revision: int | None = None
        self._changes = 0  # to readers, that were heard of
        self._doubtful = False
        self._checking: asyncio.Task[None] | None = None
        self._looks, self._window_ends = 0, 0.0

    def doubt(self) -> None:
        """Something changed somewhere: see whether it was about readers, and read all of them again if so."""
        self._doubtful = True
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check())

    def remembered(self, token: str) -> Reader | None:
        """Who holds this token, as far as this process remembers."""
        return self._known.get(hash_secret(token))

    async def of(self, token: str) -> Reader:
        """Who holds this token.

        Raises NotPaired when it is not one of ours, TooManyRequests where very many unknown ones come in.
        """
        return await self._of(hash_secret(token))

    async def still(self, reader: Reader) -> None:
        """Raises NotPaired when this reader's token was revoked since the last `doubt`."""
        if self._checking is not None:
            await asyncio.wait({self._checking}, timeout=AGAIN_SECONDS)
        await self._of(reader.id)

    async def close(self) -> None:
        """Ask no more."""
        if self._checking is not None:
            self._checking.cancel()
            with suppress(asyncio.CancelledError):
                await self._checking

    async def _of(self, digest: str) -> Reader:
        if (reader := self._known.get(digest)) is not None:
            return reader
        if digest in self._unknown:
            raise NotPaired(_NOT_KNOWN)
        self._count_look()
        changes = self._changes
        token = await self._tokens.get(digest)
        reader = None if token is None else self._reader(token)
        if changes == self._changes:  # else the answer may be older than what was taken away meanwhile
            self._remember(digest, reader)
        if reader is None:
            raise NotPaired(_NOT_KNOWN)
        return reader

    def _remember(self, digest: str, reader: Reader | None) -> None:
        if reader is not None:
            self._known[digest] = reader
            return
        self._unknown[digest] = None
        if len(self._unknown) > UNKNOWN_KEPT:
            del self._unknown[next(iter(self._unknown))]

    def _count_look(self) -> None:
        now = self._clock()
        if now >= self._window_ends:
            self._looks, self._window_ends = 0, now + 1
        self._looks += 1
        if self._looks > LOOKS_PER_SECOND:
            raise TooManyRequests("very many unknown tokens come in at the same time; ask again in a second")

    def _reader(self, token: Token) -> Reader:
        quota = token.quota
        if quota is None:
            quota = self._config.quota if self._config.hosted and token.role is Role.READER else 0
        return Reader(token.hash, token.role, quota, token.account)

    async def _check(self) -> None:
        while self._doubtful:
            self._doubtful = False
            try:
                revision = await self._tokens.revision()
                if revision != self._revision:
                    await self._read_again()
                    self._revision = revision
            except SQLAlchemyError:
                self._doubtful = True
                await asyncio.sleep(AGAIN_SECONDS)

    async def _read_again(self) -> None:
        self._changes += 1  # before anything is read: whoever is added from now on is as new as that
        self._unknown.clear()
        every = list(self._known)
        for start in range(0, len(every), AT_ONCE):
            digests = every[start : start + AT_ONCE]
            found = {token.hash: self._reader(token) for token in await self._tokens.those(digests)}
            for digest in digests:
                if digest in found:
                    self._known[digest] = found[digest]
                else:
                    self._known.pop(digest, None)


_NOT_KNOWN = "this token is not known here; pair again, or ask for a new invitation"
