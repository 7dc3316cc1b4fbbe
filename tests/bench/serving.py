"""What a request costs: a lookup beside an empty answer, a new image beside a bare loop over the same checks.

Costs are CPU milliseconds of the server and its workers, so that a busy machine disturbs them least.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import aiohttp
from tests.bench.measure import Bench, interleave, tree_seconds
from tests.bench.photos import photos

from colophon.checks.all import image_checks
from colophon.config import Config
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.registry.memory import Registry

LOOKUPS = 1000
IMAGES = 24
CONCURRENT = 8
HELLO = """
from aiohttp import web
async def hello(request):
    await request.read()
    return web.Response(body=b'{}', content_type='application/json')
app = web.Application()
app.router.add_post('/v1/lookup', hello)
web.run_app(app, host='127.0.0.1', port=0, access_log=None, print=lambda text: print(text, flush=True))
"""

ADDRESS = r"(?P<url>http://127\.0\.0\.1:\d+)"
PAIRING = ADDRESS + r"/pair#(?P<code>\S+)"


@dataclass(frozen=True)
class Server:
    """A server under test, in a process of its own."""

    process: subprocess.Popen[str]
    url: str
    headers: dict[str, str]


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    batches = iter(photos(seed, IMAGES) for seed in range(10_000))
    with (
        tempfile.TemporaryDirectory() as folder,
        _server([sys.executable, "-c", HELLO]) as hello,
        _server(
            [sys.executable, "-m", "colophon.cli", "serve", "--port", "0", "--data", folder], paired=True
        ) as colophon,
        image_checks(Config(data=Path(folder)), Registry()) as image,
        bench.foreign(),
    ):
        limits = Config().limits
        known = next(batches)
        asyncio.run(_upload(colophon, known))
        one, fifty = _question(known[:1]), _question((known * 3)[:50])

        def bare() -> float:
            pictures = [Picture.of(data, limits.pixels) for data in next(batches)]
            start = time.process_time(), tree_seconds()
            for picture in pictures:
                Examination(picture, image.checks, limits.deadline_seconds).run()
            return (time.process_time() - start[0] + tree_seconds() - start[1]) / IMAGES

        def upload() -> float:
            data = next(batches)
            return _cost(colophon, lambda: asyncio.run(_upload(colophon, data)), IMAGES)

        values = interleave(
            {
                "hello": lambda: _cost(hello, lambda: asyncio.run(_ask(hello, one)), LOOKUPS),
                "lookup": lambda: _cost(colophon, lambda: asyncio.run(_ask(colophon, one)), LOOKUPS),
                "lookup of 50": lambda: _cost(colophon, lambda: asyncio.run(_ask(colophon, fifty)), LOOKUPS),
                "new image": upload,
                "bare loop": bare,
            },
            bench.rounds,
        )
    _report(bench, values)


def _report(bench: Bench, values: dict[str, list[float]]) -> None:
    middle = {name: 1000 * statistics.median(series) for name, series in values.items()}
    bench.tables["cpu_ms"] = {name: [round(1000 * v, 3) for v in series] for name, series in values.items()}
    ratio = middle["new image"] / middle["bare loop"]
    bench.add("new image: server CPU / bare loop", ratio, "x", "<= 1.15", ratio <= 1.15)
    share = middle["hello"] / middle["lookup"]
    bench.add("lookup of one: requests per core-second / empty answer", share, "x", ">= 0.5", share >= 0.5)
    gain = 50 * middle["lookup"] / middle["lookup of 50"]
    bench.add("lookup of 50: cheaper per hash than lookups of one", gain, "x", ">= 20", gain >= 20)
    bench.note("lookup of one", middle["lookup"], "CPU ms")
    bench.note("new image", middle["new image"], "CPU ms")


@contextmanager
def _server(command: list[str], paired: bool = False) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        url, code = _wait_for(process.stdout, PAIRING if paired else ADDRESS)
        token = asyncio.run(_pair(url, code)) if paired else ""
        yield Server(process, url, {"Authorization": f"Bearer {token}"})
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def _wait_for(lines: IO[str], pattern: str) -> tuple[str, str]:
    for line in lines:
        if found := re.search(pattern, line):
            return found["url"], found.groupdict().get("code", "")
    raise RuntimeError("the server ended before it listened")


async def _pair(url: str, code: str) -> str:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/v1/pair", json={"code": code}) as answer,
    ):
        answer.raise_for_status()
        return str((await answer.json())["token"])


def _question(pictures: list[bytes]) -> dict[str, object]:
    return {"items": [{"sha256": hashlib.sha256(data).hexdigest()} for data in pictures]}


async def _ask(server: Server, question: dict[str, object]) -> None:
    async with aiohttp.ClientSession(headers=server.headers) as session:

        async def ask() -> None:
            for _ in range(LOOKUPS // CONCURRENT):
                async with session.post(f"{server.url}/v1/lookup", json=question) as answer:
                    answer.raise_for_status()
                    await answer.read()

        await asyncio.gather(*(ask() for _ in range(CONCURRENT)))


async def _upload(server: Server, pictures: list[bytes]) -> None:
    async with aiohttp.ClientSession(headers=server.headers) as session:
        todo = iter(pictures)

        async def put() -> None:
            for data in todo:
                url = f"{server.url}/v1/images/{hashlib.sha256(data).hexdigest()}"
                async with session.put(url, data=data) as answer:
                    answer.raise_for_status()
                    await answer.read()

        await asyncio.gather(*(put() for _ in range(CONCURRENT)))


def _cost(server: Server, work: Callable[[], None], count: int) -> float:
    """CPU seconds of the server's processes per request."""
    before = tree_seconds(server.process.pid)
    work()
    return (tree_seconds(server.process.pid) - before) / count
