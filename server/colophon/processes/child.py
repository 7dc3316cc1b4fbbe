"""One server process of several. `Member.start` starts it; its argument is a descriptor to the parent."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from select import poll

from colophon import log
from colophon.app import build_app
from colophon.config import Config, load
from colophon.errors import ColophonError
from colophon.http.doors import close
from colophon.http.greeting import greeting
from colophon.http.listen import Ending, Serving, replacing, serving, stopping, url_of
from colophon.http.services import SERVICES, Services
from colophon.processes import figures
from colophon.processes.orders import BEAT, BEAT_SECONDS, DRAIN, OPEN, SHUT, STOP, Orders, Ready

ORPHAN_SECONDS = 30.0  # to end in order once the parent is gone


def main() -> None:
    """Read the orders, serve until told to end or until nobody is there to tell."""
    line = socket.socket(fileno=int(sys.argv[1]))
    line.set_inheritable(False)
    orders = _read(line)
    threading.Thread(target=_end_with_parent, args=(line.fileno(),), daemon=True).start()
    try:
        config = load(**orders.flags)
        log.set_up(config.log, every_request=orders.every_request, process=orders.slot)
        figures.join(Path(orders.figures), orders.number)
        asyncio.run(Child(config, orders, line).run())
        figures.close()
    except ColophonError as error:
        log.complain(f"colophon serve: {error}")
        sys.exit(1)


def _read(line: socket.socket) -> Orders:
    """Byte by byte: what comes after the first line is for the event loop."""
    data = b""
    while not data.endswith(b"\n"):
        more = line.recv(1)
        if not more:
            sys.exit(1)  # the parent went away before it said anything
        data += more
    return Orders.read(data)


def _end_with_parent(line: int) -> None:
    """The event loop hears of it, too, and ends in order; this is for one that is stuck."""
    gone = poll()
    gone.register(line, 0)  # hang-ups are told always
    gone.poll()
    time.sleep(ORPHAN_SECONDS)
    os._exit(1)


class Child:
    """Serves with ``config`` and does what the parent says by ``line``."""

    def __init__(self, config: Config, orders: Orders, line: socket.socket) -> None:
        self._config = config
        self._orders = orders
        self._line = line
        self._slots = [[_taken(number) for number in slot] for slot in orders.sockets]
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Serve until told to end."""
        every = [each for slot in self._slots for each in slot]
        reader, writer = await asyncio.open_connection(sock=self._line)
        try:
            await self._serve(reader, writer, every)
        finally:
            writer.close()
            close(every)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, every: Sequence[socket.socket]
    ) -> None:
        app, own = build_app(self._config), self._slots[self._orders.slot]
        async with serving(app, own, every) as running:
            running.ending = replacing(self._config)  # one that is ended by hand is replaced
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._ended.set)
            following = asyncio.create_task(self._follow(reader, running))
            words = await self._greeting(app[SERVICES], own) if self._orders.first else []
            writer.write(Ready(words).line())
            # an outage is the parent's to tell: all of its processes notice it
            app[SERVICES].store.outage.tell = lambda news: writer.write(news.line())
            beating = asyncio.create_task(_beat(writer))
            await self._ended.wait()
        following.cancel()
        beating.cancel()

    async def _greeting(self, services: Services, own: Sequence[socket.socket]) -> list[str]:
        """What the parent says, where this process's own output goes, too."""
        url = url_of(self._config.host, own)
        return await greeting(services, url, to_person=log.reaches_person())

    async def _follow(self, reader: asyncio.StreamReader, running: Serving) -> None:
        """The parent also says how to end, and may change that while it is done."""
        while words := await _said(reader):
            match words:
                case [str(word), str(slot)] if word == OPEN:
                    await running.doors.open(self._slots[int(slot)])
                case [str(word), str(slot)] if word == SHUT:
                    await running.doors.shut(self._slots[int(slot)])
                case [str(word)] if word == DRAIN:
                    self._ended.set()
                case [str(word)] if word == STOP:
                    running.ending = stopping(self._config)
                    self._ended.set()
        running.ending = Ending()  # the parent is gone: nobody replaces this process, and nobody tidies up
        shutil.rmtree(self._orders.figures, ignore_errors=True)
        self._ended.set()


async def _said(reader: asyncio.StreamReader) -> list[str]:
    """The words of the next line; none when the parent is gone."""
    try:
        return (await reader.readline()).decode().split()
    except ConnectionError:  # in place of an end, where the parent had not read every beat
        return []


async def _beat(writer: asyncio.StreamWriter) -> None:
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        writer.write(BEAT)


def _taken(descriptor: int) -> socket.socket:
    inherited = socket.socket(fileno=descriptor)
    inherited.set_inheritable(False)
    return inherited


if __name__ == "__main__":
    main()
