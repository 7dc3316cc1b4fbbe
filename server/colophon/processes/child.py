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
from pathlib import Path
from select import poll

import typer

from colophon import log
from colophon.app import build_app
from colophon.config import Config, load
from colophon.errors import ColophonError
from colophon.http.greeting import greeting
from colophon.http.listen import Ending, Serving, replacing, serving, stopping, url_of
from colophon.http.services import SERVICES
from colophon.processes import figures
from colophon.processes.orders import DRAIN, OPEN, SHUT, STOP, Orders, Ready

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
        asyncio.run(_serve(config, orders, line))
        figures.close()
    except ColophonError as error:
        typer.echo(f"colophon serve: {error}", err=True)
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


async def _serve(config: Config, orders: Orders, line: socket.socket) -> None:
    slots = [[_taken(number) for number in slot] for slot in orders.sockets]
    reader, writer = await asyncio.open_connection(sock=line)
    app = build_app(config)
    own, every = slots[orders.slot], [each for slot in slots for each in slot]
    async with serving(app, own, every) as running:
        ended = asyncio.Event()
        running.ending = replacing(config)  # unless told otherwise: one that is ended by hand is replaced
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
        following = asyncio.create_task(_follow(reader, running, slots, orders, config, ended))
        words = await greeting(app[SERVICES], url_of(config.host, own)) if orders.first else []
        writer.write(Ready(words).line())
        await ended.wait()
    following.cancel()
    writer.close()


async def _follow(
    reader: asyncio.StreamReader,
    running: Serving,
    slots: list[list[socket.socket]],
    orders: Orders,
    config: Config,
    ended: asyncio.Event,
) -> None:
    """Do what the parent says; it also says how to end, and may change that while it is done."""
    while words := (await reader.readline()).decode().split():
        match words:
            case [str(word), str(slot)] if word == OPEN:
                await running.doors.open(slots[int(slot)])
            case [str(word), str(slot)] if word == SHUT:
                await running.doors.shut(slots[int(slot)])
            case [str(word)] if word == DRAIN:
                ended.set()
            case [str(word)] if word == STOP:
                running.ending = stopping(config)
                ended.set()
    running.ending = Ending()  # the parent is gone: nobody replaces this process, and nobody tidies up
    shutil.rmtree(orders.figures, ignore_errors=True)
    ended.set()


def _taken(descriptor: int) -> socket.socket:
    inherited = socket.socket(fileno=descriptor)
    inherited.set_inheritable(False)
    return inherited


if __name__ == "__main__":
    main()
