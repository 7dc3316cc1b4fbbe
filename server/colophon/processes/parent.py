"""The parent: an interpreter of its own that loads little, since it lives beside N that load everything."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import orjson

from colophon import log
from colophon.config import Config, load
from colophon.errors import ColophonError, ConfigError
from colophon.http.doors import bind, close
from colophon.http.history import EVERY_SECONDS, History, save
from colophon.http.metrics import Metrics
from colophon.http.sampling import Usage
from colophon.processes import figures
from colophon.processes.notify import notify
from colophon.processes.orders import Flags
from colophon.processes.signals import on_signals
from colophon.processes.supervisor import PARENT, Supervisor
from colophon.supervise import Tasks

GRACE_SECONDS = 30.0  # beyond the bounds that a process sets itself: checks that run, readers that end


def become(flags: Flags, *, every_request: bool) -> NoReturn:
    """Turn this process into the parent. ``flags`` were given to ``colophon serve``."""
    options = [f"-W{option}" for option in sys.warnoptions]
    given = orjson.dumps({"flags": flags, "every_request": every_request}).decode()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *options, "-P", "-m", "colophon.processes", given])  # noqa: S606


def main() -> None:
    """Serve with several processes until told to stop."""
    given = orjson.loads(sys.argv[1])
    try:
        config = load(**given["flags"])
        log.set_up(config.log, every_request=given["every_request"])
        asyncio.run(_run(config, given["flags"], given["every_request"]))
    except ColophonError as error:
        log.complain(f"colophon serve: {error}")
        sys.exit(1)


def sockets_of(config: Config) -> list[list[socket.socket]]:
    """For each process sockets of its own at the one address. Raises ConfigError where that cannot be had."""
    if not sys.platform.startswith("linux"):
        raise ConfigError("several processes share a port on Linux only; leave --processes at 1")
    alone = bind(config.host, config.port)  # fails where another server has the port, be it one of ours
    port = alone[0].getsockname()[1]
    close(alone)
    return [bind(config.host, port, together=True) for _ in range(config.processes)]


async def _run(config: Config, flags: Flags, every_request: bool) -> None:
    restart = asyncio.Event()
    stop = on_signals(restart.set)
    sockets = sockets_of(config)
    limits = config.limits
    ending = limits.drain_seconds + limits.leave_seconds + GRACE_SECONDS
    with tempfile.TemporaryDirectory(prefix="colophon-figures-", ignore_cleanup_errors=True) as name:
        figures.join(Path(name), PARENT)
        metrics = Metrics()
        supervisor = Supervisor(sockets, flags, Path(name), metrics, ending, every_request=every_request)
        tasks = Tasks(metrics.task_restarted)
        tasks.start("history", lambda: _keep_history(metrics, Path(name)))
        tasks.start("restarts", lambda: _restart(supervisor, restart))
        try:
            await _serve(supervisor, stop)
        finally:
            await tasks.close()
            await supervisor.stop()
            figures.close()


async def _serve(supervisor: Supervisor, stop: asyncio.Event) -> None:
    stopped = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(supervisor.start())
    await asyncio.wait([stopped, starting], return_when=asyncio.FIRST_COMPLETED)
    if starting.done():
        for sentence in (await starting).greeting:
            log.say(sentence)
        notify("READY=1")
        await stopped
    starting.cancel()
    log.say("Stopping.")
    notify("STOPPING=1")


async def _restart(supervisor: Supervisor, wanted: asyncio.Event) -> None:
    while True:
        await wanted.wait()
        wanted.clear()
        log.say("Restarting one process after another.")
        await supervisor.restart()
        log.say("The restart is over.")


async def _keep_history(metrics: Metrics, folder: Path) -> None:
    history, usage = History(), Usage(metrics)
    while True:
        usage.sample()
        history.add(metrics.reading())
        save(folder, history.moments)
        await asyncio.sleep(EVERY_SECONDS)
