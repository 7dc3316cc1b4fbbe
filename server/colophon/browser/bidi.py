"""A small WebDriver BiDi client: one WebSocket, JSON text frames, answers by id, all else is an event."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

import aiohttp
import orjson

from colophon.errors import BrowserError

Event = dict[str, Any]
COMMAND_SECONDS = 20.0


class Connection:
    """An open BiDi session. Not for use from several event loops."""

    def __init__(self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._http = http
        self._socket = socket
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: list[tuple[str, Callable[[Event], None]]] = []
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect to a browser's BiDi address. Raises BrowserError when nobody answers there."""
        http = aiohttp.ClientSession()
        try:
            # a screenshot comes as one frame of several MB: no frame limit
            return cls(http, await http.ws_connect(url, max_msg_size=0))
        except aiohttp.ClientError as error:
            await http.close()
            raise BrowserError(f"no WebDriver BiDi at {url}: {error}") from error

    async def command(
        self, method: str, params: dict[str, Any] | None = None, seconds: float = COMMAND_SECONDS
    ) -> dict[str, Any]:
        """Send one command and return its result. Raises BrowserError: refused, timed out or disconnected."""
        number = next(self._ids)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        message = orjson.dumps({"id": number, "method": method, "params": params or {}}).decode()
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send_str(message)
                return await answer
        except TimeoutError as error:
            raise BrowserError(f"{method}: no answer within {seconds:g} s") from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise BrowserError(f"{method}: the browser is gone") from error
        finally:
            self._waiting.pop(number, None)

    def listen(self, method: str, receive: Callable[[Event], None]) -> None:
        """Call ``receive`` with the params of every event of this name (subscribe to it first)."""
        self._listeners.append((method, receive))

    @property
    def closed(self) -> bool:
        """Whether the browser ended the connection."""
        return self._reader.done()

    async def close(self) -> None:
        """Close the socket; commands that wait fail."""
        with suppress(aiohttp.ClientError, ConnectionError):
            await self._socket.close()
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        await self._http.close()

    async def _read(self) -> None:
        try:
            async for frame in self._socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._receive(orjson.loads(frame.data))
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(BrowserError("the browser ended the connection"))

    def _receive(self, message: dict[str, Any]) -> None:
        answer = self._waiting.get(message.get("id") or 0)
        if message.get("type") == "event":
            for method, receive in self._listeners:
                if method == message["method"]:
                    receive(message["params"])
        elif answer is None or answer.done():
            return
        elif message.get("type") == "success":
            answer.set_result(message["result"])
        else:
            answer.set_exception(BrowserError(f"{message.get('error')}: {message.get('message')}"))
