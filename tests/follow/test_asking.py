"""What is asked of other servers, and what is not: within bounds, without redirects, outside of networks."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from colophon.errors import DownloadError, InputError
from colophon.follow.asking import Fetch, checked_url, is_origin, may_be_asked
from colophon.http import outgoing
from colophon.http.outgoing import asking


@pytest.fixture
async def fetch() -> AsyncIterator[Fetch]:
    async with asking() as one:
        yield one


class There:
    """A server that notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        match request.path:
            case "/away":
                raise web.HTTPFound("/list")
            case "/cookie":
                return web.Response(headers={"Set-Cookie": "who=you"})
            case _ if request.headers.get("If-None-Match") == '"1"':
                return web.Response(status=304)
        return web.Response(body=b"x" * 1000, headers={"ETag": '"1"'})


@pytest.fixture
async def there() -> AsyncIterator[There]:
    one = There()
    app = web.Application()
    app.router.add_get("/{path:.*}", one.answer)
    server = TestServer(app)
    await server.start_server()
    one.url = str(server.make_url("")).rstrip("/")
    yield one
    await server.close()


async def test_nothing_but_the_question_goes_out(there: There, fetch: Fetch) -> None:
    await fetch(f"{there.url}/cookie", 2000, 0, None)
    got = await fetch(f"{there.url}/list", 2000, 0, None)
    assert (got.status, len(got.body), got.etag) == (200, 1000, '"1"')
    assert set(there.asked[1].headers) == {"Host", "Accept", "User-Agent", "Accept-Encoding"}


async def test_what_is_known_is_not_sent_again(there: There, fetch: Fetch) -> None:
    got = await fetch(f"{there.url}/list", 2000, 0, '"1"')
    assert (got.status, got.body) == (304, b"")


async def test_no_redirect_is_followed(there: There, fetch: Fetch) -> None:
    assert (await fetch(f"{there.url}/away", 2000, 0, None)).status == 302
    assert len(there.asked) == 1


async def test_more_than_the_limit(there: There, fetch: Fetch) -> None:
    with pytest.raises(DownloadError, match="more than the limit"):
        await fetch(f"{there.url}/list", 999, 0, None)


async def test_a_name_that_leads_into_a_network(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1"):

        def found(*_: Any, address: str = address, **__: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

        monkeypatch.setattr(socket, "getaddrinfo", found)
        with pytest.raises(DownloadError, match="into a network"):
            await fetch("https://colophon.example.org", 999, 0, None)


async def test_one_that_says_nothing(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SILENT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(DownloadError, match="does not answer"):
            await fetch(url, 999, 0, None)


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://example.org", "http://example.org", "https://", "https://a b.org", "https://[::",
     "https://me:pw@example.org", "https://example.org/#x", "https://10.1.2.3", "https://[fd00::1]",
     "https://192.168.0.1:8443/list", "https://example.org/" + "x" * 250, "https://größe.example"],
)  # fmt: skip
def test_what_is_no_address_to_follow(url: str) -> None:
    with pytest.raises(InputError):
        checked_url(url)


@pytest.mark.parametrize(
    ("url", "kept", "origin"),
    [
        ("https://example.org/ ", "https://example.org", True),
        ("https://example.org:8443", "https://example.org:8443", True),
        ("http://127.0.0.1:8765/", "http://127.0.0.1:8765", True),
        ("https://example.org/a/list.csv?of=all", "https://example.org/a/list.csv?of=all", False),
    ],
)
def test_what_is(url: str, kept: str, origin: bool) -> None:
    assert (checked_url(url), is_origin(kept)) == (kept, origin)


def test_addresses() -> None:
    assert may_be_asked("93.184.216.34")
    assert not may_be_asked("0.0.0.0")
    assert may_be_asked("127.0.0.1")
    assert not may_be_asked("127.0.0.1", loopback=False)
    assert not may_be_asked("127.0.0.2")
