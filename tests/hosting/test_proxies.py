"""A real server behind the documented proxies, over TLS: joining, large pictures, held questions, restart."""

from __future__ import annotations

import asyncio
import io
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from PIL import Image
from tests.hosting.proxies import COMMANDS, NAME, free_port, proxy
from tests.pictures import sha256

COLOPHON = [sys.executable, "-c", "from colophon.cli import main; main()"]
START_SECONDS = 60.0
HELD_SECONDS = 3


@dataclass
class Hosted:
    """A server, the proxy in front, and a browser that knows its name."""

    process: subprocess.Popen[str]
    port: int
    url: str
    env: dict[str, str]
    browser: aiohttp.ClientSession
    token: dict[str, str] = field(default_factory=dict)

    def colophon(self, *words: str) -> str:
        """What a command prints that is given on the server's machine."""
        command = [*COLOPHON, *words]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        headers = self.token | more.pop("headers", {})
        async with self.browser.request(method, self.url + path, headers=headers, **more) as answer:
            body = await answer.read()
            is_json = "json" in answer.content_type
            return answer.status, await answer.json(content_type=None) if is_json else body


class Here(AbstractResolver):
    """Every name is this computer."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=family,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        pass


@contextmanager
def server(folder: Path, port: int, public: str, processes: int) -> Iterator[tuple[Any, dict[str, str]]]:
    settings = folder / "colophon.toml"
    settings.write_text(
        f'public_url = "{public}"\nport = {port}\ndata = "{folder / "data"}"\nworkers = 1\n'
        f"processes = {processes}\npublish = true\n[limits]\nchanges_seconds = {HELD_SECONDS}\n"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith("COLOPHON_")}
    env |= {"COLOPHON_CONFIG": str(settings), "PYTHONUNBUFFERED": "1"}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*COLOPHON, "serve"], env=env, stdout=log, stderr=log, text=True)
        try:
            _wait_for(process, folder / "log")
            yield process, env
        finally:
            process.terminate()
            try:
                process.wait(60)
            finally:
                process.kill()


def _wait_for(process: subprocess.Popen[str], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        if "Ctrl-C stops the server" in log.read_text():
            return
        time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


@pytest.fixture(params=COMMANDS)
async def hosted(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hosted]:
    processes = 2 if sys.platform.startswith("linux") else 1
    port, public_port = free_port(), free_port()
    public = f"https://{NAME}:{public_port}"
    with (
        proxy(request.param, tmp_path, public_port, port) as pem,
        server(tmp_path, port, public, processes) as (process, env),
    ):
        trusting = ssl.create_default_context(cafile=str(pem))
        connector = aiohttp.TCPConnector(ssl=trusting, resolver=Here())
        async with aiohttp.ClientSession(connector=connector, auto_decompress=True) as browser:
            yield Hosted(process, port, public, env, browser)


def picture(seed: int, side: int) -> bytes:
    """A PNG of noise: about 3 bytes a pixel, and no encoder makes it smaller."""
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=0)
    return file.getvalue()


async def _join(hosted: Hosted) -> None:
    link = hosted.colophon("invite", "--name", "Ana").strip()
    match = re.fullmatch(rf"{hosted.url}/join#(\S+)", link)
    assert match, link
    status, page = await hosted.ask("GET", "/join", headers={"Accept-Language": "es"})
    assert (status, b'lang="es"' in page, NAME.encode() in page) == (200, True, True)
    status, answer = await hosted.ask("POST", "/v1/pair", json={"code": match[1]})
    assert status == 200
    hosted.token["Authorization"] = f"Bearer {answer['token']}"


async def _send(hosted: Hosted, data: bytes) -> tuple[int, Any]:
    return await hosted.ask("PUT", f"/v1/images/{sha256(data)}", data=io.BytesIO(data))


async def _follow(hosted: Hosted, since: int) -> int:
    """As the extension does: one held question after another, until an answer says that it is over."""
    status = 200
    for _ in range(20):
        status, changes = await hosted.ask("GET", f"/v1/changes?since={since}")
        if status != 200:
            break
        since = changes["generation"]
    return status


async def _lookup(hosted: Hosted) -> int:
    items = [{"sha256": "0" * 64, "statements": []}]
    return (await hosted.ask("POST", "/v1/lookup", json={"locale": "en", "items": items}))[0]


async def test_a_reader_joins_uses_it_and_is_revoked(hosted: Hosted) -> None:
    await _join(hosted)
    large = picture(1, 1900)
    assert len(large) > 10_000_000
    status, answer = await _send(hosted, large)
    assert (status, answer["sha256"]) == (200, sha256(large))
    for _ in range(5):  # refused while it is still being sent: Colophon's own words arrive, not the proxy's
        status, answer = await _send(hosted, b"\xff\xd8\xff" + bytes(15_900_000))
        assert status == 413, answer
        assert answer["title"] == "Too large"
    for inside in ("/metrics", "/readyz"):
        assert (await hosted.ask("GET", inside))[0] == 404
    labels = f"{hosted.url}/xrpc/com.atproto.label.subscribeLabels?cursor=9"
    async with hosted.browser.ws_connect(labels) as stream:
        assert b"FutureCursor" in await stream.receive_bytes()
    _, changes = await hosted.ask("GET", "/v1/changes")
    since = changes["generation"]
    status, later = await hosted.ask("GET", f"/v1/changes?since={since}")
    assert (status, later["generation"]) == (200, since)  # held for as long as the server wants
    held = asyncio.create_task(_follow(hosted, since))
    await asyncio.to_thread(hosted.colophon, "users", "revoke", "Ana")
    assert await held == 401
    assert await _lookup(hosted) == 401
    assert (await _send(hosted, large))[0] == 401


async def test_a_graceful_restart_behind_the_proxy_loses_no_request(hosted: Hosted, tmp_path: Path) -> None:
    await _join(hosted)
    over = asyncio.Event()
    statuses: list[int] = []

    async def asks() -> None:
        while not over.is_set():
            statuses.append(await _lookup(hosted))
            await asyncio.sleep(0.05)

    async def sends(seed: int) -> None:
        while not over.is_set():
            statuses.append((await _send(hosted, picture(seed, 64)))[0])
            seed += 10
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(work) for work in (asks(), asks(), sends(1), sends(2))]
    hosted.process.send_signal(signal.SIGHUP)
    said = tmp_path / "log"
    for _ in range(600):
        if "The restart is over" in said.read_text() or any(task.done() for task in tasks):
            break
        await asyncio.sleep(0.1)
    over.set()
    await asyncio.gather(*tasks)
    assert "The restart is over" in said.read_text()
    assert len(statuses) > 20
    assert set(statuses) == {200}
