"""Streams of labels over several processes: each hears of what any decides, and is told when its own ends."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import aiohttp
from aiohttp import ClientWebSocketResponse, WSMsgType
from tests.processes.running import LONG, connections_of, serving
from tests.store.test_cases import MADE
from tests.store.test_entries import ENTRY

from colophon.config import DATABASE_NAME
from colophon.entry import Basis
from colophon.store.database import open_store
from colophon.store.rulings import Ruling, keep_ruling

STREAMS = 8
HOST = {"Host": "labels.example.org"}
SETTINGS = "public_url = 'https://labels.example.org'\npublish = true\n[limits]\nleave_seconds = 0.1\n"


async def decide(folder: Path, number: int) -> None:
    """As another process over the same database does."""
    made = replace(MADE, id=f"{number:032x}", sha256=f"{number:064x}")
    entry = replace(ENTRY, id=made.id, sha256=made.sha256, basis=Basis.REVIEWED)
    async with open_store(folder / DATABASE_NAME) as store:
        await keep_ruling(store.engine, Ruling(made, entry), [], 7)


async def hear(sockets: list[ClientWebSocketResponse]) -> list[bytes]:
    """One message of each; b"" from one that the server ends because it goes away."""
    async with asyncio.timeout(LONG):
        heard = await asyncio.gather(*(socket.receive() for socket in sockets))
    for message, socket in zip(heard, sockets, strict=True):
        assert message.type is WSMsgType.BINARY or socket.close_code == 1001
    return [message.data if message.type is WSMsgType.BINARY else b"" for message in heard]


async def test_streams_outlive_a_restart_by_their_cursor_and_hold_up_no_end(tmp_path: Path) -> None:
    settings, data = tmp_path / "colophon.toml", tmp_path / "data"
    settings.write_text(SETTINGS)
    public = "https://labels.example.org"
    async with (
        serving(data, COLOPHON_CONFIG=str(settings), COLOPHON_PUBLIC_URL=public) as server,
        aiohttp.ClientSession() as session,
        AsyncExitStack() as held,
    ):

        async def follow(cursor: int) -> list[ClientWebSocketResponse]:
            at = f"http://127.0.0.1:{server.port}/xrpc/com.atproto.label.subscribeLabels?cursor={cursor}"
            return [
                await held.enter_async_context(session.ws_connect(at, headers=HOST)) for _ in range(STREAMS)
            ]

        streams = await follow(0)
        before = server.children()
        assert all(connections_of(pid) for pid in before), "one process has them all, so this shows nothing"
        await decide(data, 1)
        [first] = set(await hear(streams))
        assert b"#labels" in first
        server.process.send_signal(signal.SIGHUP)
        assert set(await hear(streams)) == {b""}
        await server.said("The restart is over.")
        assert not set(before) & set(server.children())
        again = await follow(0)
        assert set(await hear(again)) == {first}, "the same bytes, by whichever process: they share one key"
        await decide(data, 2)
        [second] = set(await hear(again))
        assert b"#labels" in second
        assert second != first
        server.process.send_signal(signal.SIGTERM)
        assert set(await hear(again)) == {b""}
        assert await asyncio.wait_for(server.process.wait(), LONG) == 0
        assert not any("Traceback" in line or "Warning" in line for line in server.lines), server.lines
