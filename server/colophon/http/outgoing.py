"""Asking other servers, for what this one follows: no redirects, no networks of its own, within bounds."""

from __future__ import annotations

import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from colophon.errors import DownloadError
from colophon.follow.asking import Fetch, Got, may_be_asked

CONNECT_SECONDS = 10.0
SILENT_SECONDS = 20.0  # besides those for which an answer may be held
WHOLE_SECONDS = 300.0
CHUNK = 1 << 16


class _Public(AbstractResolver):
    """Names become addresses on the internet only; ``localhost`` is the exception that tests need."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        usable = [one for one in found if may_be_asked(one["host"], loopback=host == "localhost")]
        if not usable:
            raise OSError(errno.EHOSTUNREACH, "the name leads into a network, which is not asked")
        return usable

    async def close(self) -> None:
        await self._inner.close()


@asynccontextmanager
async def asking(**session: Any) -> AsyncIterator[Fetch]:
    """What fetches, for as long as it is open. No cookies are kept, and nothing but the address is sent."""
    connector = aiohttp.TCPConnector(resolver=_Public(), limit=64, limit_per_host=4)
    headers = {"User-Agent": "colophon", "Accept-Encoding": "identity"}
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(
        connector=connector, headers=headers, cookie_jar=jar, **session
    ) as client:

        async def fetch(url: str, limit: int, wait: float, etag: str | None) -> Got:
            """Raises DownloadError, which names the address, when there is no answer or too large a one."""
            timeout = aiohttp.ClientTimeout(
                total=wait + WHOLE_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=wait + SILENT_SECONDS
            )
            known = {"If-None-Match": etag} if etag else {}
            try:
                async with client.get(url, headers=known, timeout=timeout, allow_redirects=False) as answer:
                    return Got(answer.status, await _read(answer, url, limit), _etag(answer))
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                raise DownloadError(f"{_host(url)} cannot be reached: {_why(error)}") from error

        yield fetch


async def _read(answer: aiohttp.ClientResponse, url: str, limit: int) -> bytes:
    parts, size = [], 0
    async for part in answer.content.iter_chunked(CHUNK):
        size += len(part)
        if size > limit:
            raise DownloadError(f"{_host(url)} sends more than the limit of {limit >> 20 or 1} MiB")
        parts.append(part)
    return b"".join(parts)


def _etag(answer: aiohttp.ClientResponse) -> str | None:
    text = answer.headers.get("ETag", "")
    return text if 0 < len(text) <= 200 and text.isprintable() else None


def _host(url: str) -> str:
    return url.split("/v1/")[0]


def _why(error: Exception) -> str:
    return "it does not answer" if isinstance(error, TimeoutError) else str(error)[:200]
