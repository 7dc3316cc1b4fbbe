"""What a follower asks another server, and what it makes of what comes back. Whoever fetches is given."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import orjson

from colophon.address import LOOPBACK
from colophon.errors import DownloadError, InputError

STREAM_BYTES = 8 << 20  # of one answer: up to 1000 records of 4 kB
LIST_BYTES = 64 << 20  # of a list: some 900,000 hashes, or 15,000 entries with sketches
KEY_BYTES = 4096
WAIT_SECONDS = 20  # for which a question about news is held open
MAX_URL = 250


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: its status, what it holds, and how its server calls that state of it."""

    status: int
    body: bytes
    etag: str | None = None


# The address, the most bytes, seconds to wait, the etag that is known. Raises DownloadError.
Fetch = Callable[[str, int, float, str | None], Awaitable[Got]]


def checked_url(text: str) -> str:
    """An address that may be followed, without a final slash. Raises InputError that says what is wrong."""
    text = text.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise InputError(f"{text[:80]!r} is not an address: {error}") from error
    if len(text) > MAX_URL or not text.isascii() or not text.isprintable() or " " in text or not host:
        raise InputError(f"{text[:80]!r} is not an address; give one like https://colophon.example.org")
    if parts.username is not None or parts.fragment:
        raise InputError("leave the name, password and # out of the address: who follows it needs none")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise InputError(
            f"{text[:80]} must begin with https: whatever travels in clear is anybody's to change"
        )
    if not may_be_asked(host):
        raise InputError(f"{text[:80]} is an address within a network, which is not asked")
    return text


def may_be_asked(address: str, *, loopback: bool = True) -> bool:
    """Whether an address may be asked: names, and those on the internet; ``loopback`` for this computer."""
    if address in LOOPBACK:
        return loopback
    try:
        return ip_address(address).is_global
    except ValueError:
        return True


def is_origin(url: str) -> bool:
    """Whether an address is a server's, and not one of a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query


async def key_at(url: str, fetch: Fetch) -> bytes:
    """The public key that a server shows, 32 bytes. Raises DownloadError where it shows none."""
    got = await fetch(f"{url}/v1/published/key", KEY_BYTES, 0, None)
    if got.status == 404:
        raise DownloadError(
            f"{url} publishes no decisions; whoever runs it turns that on (COLOPHON_PUBLISH=1)"
        )
    try:
        key = base64.b64decode(orjson.loads(_good(url, got))["key"], validate=True)
    except (KeyError, TypeError, ValueError):
        key = b""
    if len(key) != 32:
        raise DownloadError(f"{url} shows no key: it is no Colophon server, or one of another version")
    return key


async def news_at(url: str, since: int, wait: int, fetch: Fetch) -> bytes:
    """What a server's stream has after record ``since``. Raises DownloadError."""
    return _good(url, await fetch(f"{url}/v1/published?since={since}&wait={wait}", STREAM_BYTES, wait, None))


def _good(url: str, got: Got) -> bytes:
    if got.status != 200:
        raise DownloadError(f"{url} answers with {got.status}")
    return got.body
