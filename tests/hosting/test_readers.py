"""Two hosted servers of two processes each, one Redis and one PostgreSQL: quota and access are one."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

from tests.pictures import picture, sha256
from tests.processes.running import LONG, Server, serving
from tests.services.redis import RedisServer

from colophon.pairing.codes import hash_code, random_code
from colophon.roles import Role
from colophon.store.database import open_store

PUBLIC = "https://colophon.example.org"
QUOTA = 5
IN_A_ROW = 12  # answers on connections of their own: of both processes, all but certainly


async def test_a_quota_and_a_revocation_hold_on_every_process(
    tmp_path: Path, postgres_url: str, redis_server: RedisServer
) -> None:
    shared = ("--database", postgres_url, "--redis", redis_server.url, "--processes", "2")
    async with (
        serving(tmp_path / "one", *shared, COLOPHON_PUBLIC_URL=PUBLIC) as one,
        serving(tmp_path / "two", *shared, COLOPHON_PUBLIC_URL=PUBLIC) as two,
    ):
        reader = await _join(postgres_url, one)
        both = [one, two] * 6
        sent = [await _send(server, reader, picture(n)) for n, server in enumerate(both)]
        assert sent == [200] * QUOTA + [429] * (len(both) - QUOTA)

        assert {await _asks(server, reader) for server in both} == {200}
        async with open_store(postgres_url) as store:
            [token] = [token for token in await store.tokens.all() if token.name == "Ana"]
            await store.tokens.revoke([token.hash])
        start = time.monotonic()
        async with asyncio.timeout(LONG):
            await asyncio.gather(*(_out(server, reader) for server in (one, two)))
        print("seconds until a revoked reader is out everywhere:", round(time.monotonic() - start, 3))


async def _join(database: str, server: Server) -> dict[str, str]:
    code = random_code()
    async with open_store(database) as store:
        await store.invites.add(hash_code(code), Role.READER, 60, 1, "Ana", QUOTA)
    answer = await server.ask("POST", "/v1/pair", json.dumps({"code": code}).encode())
    assert answer.status == 200, answer.body
    return {"Authorization": f"Bearer {answer.json()['token']}"}


async def _send(server: Server, reader: dict[str, str], data: bytes) -> int:
    return (await server.ask("PUT", f"/v1/images/{sha256(data)}", data, reader)).status


async def _asks(server: Server, reader: dict[str, str]) -> int:
    return (await server.ask("GET", "/v1/changes", b"", reader)).status


async def _out(server: Server, reader: dict[str, str]) -> None:
    """Wait until nothing but 401 comes."""
    refused = 0
    while refused < IN_A_ROW:
        refused = refused + 1 if await _asks(server, reader) == 401 else 0
