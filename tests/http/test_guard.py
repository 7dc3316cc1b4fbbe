from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest
from aiohttp import web
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, sha256

from colophon.config import Limits
from colophon.http.operations import OPERATIONS
from colophon.http.routes import add_routes
from colophon.roles import Role

ADDRESS = f"/v1/images/{'0' * 64}"


async def status(running: Running, **headers: str) -> int:
    async with running.client.get(ADDRESS, headers=running.headers | headers) as answer:
        if answer.status != 404:
            assert answer.content_type == "application/problem+json"
        assert "Access-Control-Allow-Origin" not in answer.headers
        return int(answer.status)


async def test_only_our_own_names_are_answered(start: Start) -> None:
    running = await start(FakeCheck())
    port = running.client.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert await status(running, Host=host) == 404
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.evil:{port}",
        "[",
        "",
    ):
        assert await status(running, Host=host) in {400, 403}, host
    async with running.client.get("/healthz", headers={"Host": f"evil.example:{port}"}) as answer:
        assert answer.status == 403


async def test_web_pages_are_refused_and_extensions_are_not(start: Start) -> None:
    running = await start(FakeCheck())
    for origin in ("https://x.com", f"http://127.0.0.1:{running.client.port}", "null", "file://"):
        assert await status(running, Origin=origin) == 403, origin
    for origin in ("chrome-extension://abcdef", "moz-extension://1-2-3"):
        assert await status(running, Origin=origin) == 404, origin
    async with running.client.options(ADDRESS, headers={"Origin": "https://x.com"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic abc", "Bearer \xe9"])
async def test_a_known_token_is_needed(start: Start, value: str) -> None:
    running = await start(FakeCheck())
    assert await status(running, Authorization=value) == 401
    async with running.client.get(ADDRESS) as answer:
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_a_token_outlives_the_process(start: Start) -> None:
    token = (await start(FakeCheck())).token
    assert await status(await start(FakeCheck()), Authorization=f"bearer {token}") == 404


async def exchange(running: Running, code: str) -> tuple[int, dict[str, str]]:
    async with running.client.post("/v1/pair", json={"code": code}) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_a_code_works_once_typed_by_hand_or_not(start: Start) -> None:
    running = await start(FakeCheck())
    code = await running.services.pairing.new_code(Role.MODERATOR)
    first, second = await asyncio.gather(exchange(running, f" {code.lower()} "), exchange(running, code))
    assert sorted([first[0], second[0]]) == [200, 403]
    token = next(body["token"] for _, body in (first, second) if "token" in body)
    assert await status(running, Authorization=f"Bearer {token}") == 404
    assert (await running.services.readers.of(token)).role is Role.MODERATOR


async def test_guessing_ends_soon_and_a_new_code_ends_the_lock_out(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    running = await start(FakeCheck(), limits=replace(Limits(), pairing_attempts=3))
    code = await running.services.pairing.new_code()
    assert [(await exchange(running, f"GUESS-{n}"))[0] for n in range(4)] == [403, 403, 403, 429]
    assert (await exchange(running, code))[0] == 429
    fresh = await running.services.pairing.new_code()
    assert (await exchange(running, code))[0] == 403  # the guessed-at code is gone
    assert (await exchange(running, fresh))[0] == 200
    assert fresh not in caplog.text
    assert "GUESS" not in caplog.text


async def test_a_code_runs_out(start: Start) -> None:
    running = await start(FakeCheck())
    tokens = running.services.store.tokens
    code_hash = sha256(b"OLD")
    await tokens.add_code(code_hash, Role.READER, 0)
    assert (await exchange(running, "OLD"))[0] == 403


async def test_the_pair_page_runs_nothing(start: Start) -> None:
    running = await start(FakeCheck())
    async with running.client.get("/pair") as answer:
        text = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in text
    assert 'id="colophon-pair-status"' in text
    async with running.client.get("/pages/style.css") as answer:
        assert (answer.status, answer.content_type) == (200, "text/css")


def test_operations_are_counted_under_the_name_that_the_router_has_for_them() -> None:
    app = web.Application()
    add_routes(app)
    for route, operation in app[OPERATIONS].items():
        assert route.resource is not None
        assert route.resource.canonical == operation.path
