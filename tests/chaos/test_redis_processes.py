"""`colophon serve` with two processes, through everything that may become of their Redis."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import signal
from pathlib import Path

from tests.pictures import picture, sha256
from tests.processes.running import LONG, Server, Traffic, serving
from tests.services.redis import RedisServer


async def from_redis(server: Server) -> int:
    """How many images all processes found in Redis."""
    figures = (await server.ask("GET", "/metrics")).body.decode()
    found = re.search(r'colophon_cache_total\{tier="redis"\} (\d+)', figures)
    return int(found[1]) if found else 0


async def says(server: Server, state: str) -> None:
    """Wait until both processes say so of Redis, being ready all the time."""
    agreeing = 0
    while agreeing < 6:  # of six connections in a row, some reach each process
        answer = await server.ask("GET", "/readyz")
        assert (answer.status, answer.json()["status"]) == (200, "ready")
        agreeing = agreeing + 1 if answer.json()["redis"] == state else 0
        await asyncio.sleep(0.01)


async def used(server: Server) -> None:
    """Wait until one process finds through Redis what the other looked at."""
    before = await from_redis(server)
    for number in itertools.count(1_000_000):
        data = picture(number, side=32)
        assert (await server.ask("PUT", f"/v1/images/{sha256(data)}", data, server.headers)).status == 200
        body = json.dumps({"items": [{"sha256": sha256(data)}]}).encode()
        for _ in range(4):
            assert (await server.ask("POST", "/v1/lookup", body, server.headers)).status == 200
        if await from_redis(server) > before:
            return


async def test_through_everything(tmp_path: Path, redis_server: RedisServer) -> None:
    redis_server.kill()
    async with serving(tmp_path, "--processes", "2", COLOPHON_REDIS=redis_server.url) as server:
        await says(server, "failing")
        images = [picture(seed, side=32) for seed in range(400)]
        puts = [("PUT", f"/v1/images/{sha256(data)}", data) for data in images]
        lookup = json.dumps({"items": [{"sha256": sha256(data)} for data in images[::4]]}).encode()
        traffic = Traffic(server.port)
        readers = [
            asyncio.create_task(each)
            for each in (
                *(traffic.keep_alive(puts[n::3], server.headers) for n in range(3)),
                traffic.fresh([("POST", "/v1/lookup", lookup)], server.headers),
            )
        ]
        async with asyncio.timeout(LONG):
            await asyncio.to_thread(redis_server.start)
            await says(server, "ok")
            await used(server)
            redis_server.freeze()
            await says(server, "failing")
            redis_server.thaw()
            await says(server, "ok")
            await asyncio.to_thread(redis_server.kill)
            await says(server, "failing")
            await asyncio.to_thread(redis_server.start)
            await says(server, "ok")
            await used(server)
        traffic.stopped = True
        await asyncio.gather(*readers)
        assert traffic.errors == []
        assert set(traffic.answers) <= {200, 503}  # 503: more than the queue holds, on a busy machine
        assert traffic.answers[200] > 100
        server.process.send_signal(signal.SIGTERM)
        assert await server.process.wait() == 0
    said = "".join(server.lines)
    assert "Traceback" not in said
    assert re.search(r"Redis redis://127\.0\.0\.1:\d+/0 is not used until it answers", said)
