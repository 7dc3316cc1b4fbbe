"""A command that asks a server it started: sent away it comes again, refused it says why."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from colophon.errors import ColophonError
from colophon.http.asking import TRIES, asking


async def served(statuses: list[int]) -> tuple[TestServer, list[str]]:
    """A server that answers with these, one after the other, and whom it heard."""
    heard: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization", ""))
        status = statuses[len(heard) - 1]
        said = {"detail": "closed"} if status >= 300 else {"got": await request.json()}
        return web.json_response(said, status=status, headers={"Retry-After": "0"})

    app = web.Application()
    app.router.add_post("/path", answer)
    server = TestServer(app)
    await server.start_server()
    return server, heard


async def test_who_is_sent_away_comes_again() -> None:
    server, heard = await served([503, 503, 201])
    async with server, asking(str(server.make_url("")), 1) as post:
        assert await post("/path", {"a": 1}, "token") == {"got": {"a": 1}}
    assert heard == ["Bearer token"] * 3


@pytest.mark.parametrize(("statuses", "asked"), [([409], 1), ([503] * TRIES, TRIES)])
async def test_who_is_refused_says_why(statuses: list[int], asked: int) -> None:
    server, heard = await served(statuses)
    async with server, asking(str(server.make_url("")), 1) as post:
        with pytest.raises(ColophonError, match=f"the server answered {statuses[-1]}: closed"):
            await post("/path", None, None)
    assert heard == [""] * asked
