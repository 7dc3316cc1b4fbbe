"""The parent: an interpreter of its own that loads little, since it lives beside N that load everything."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

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

logger = logging.getLogger(__name__)

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
        kept = {**flags, **_lasting(config)}
        supervisor = Supervisor(sockets, kept, Path(name), metrics, ending, every_request=every_request)
        tasks = Tasks(metrics.task_restarted)
        tasks.start("history", lambda: _keep_history(metrics, Path(name)))
        tasks.start("restarts", lambda: _restart(supervisor, restart, config, flags))
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


def _lasting(config: Config) -> dict[str, Any]:
    """The settings that the sockets were made with: they last as long as the parent."""
    return {name: getattr(config, name) for name in ("host", "port", "processes")}


async def _restart(supervisor: Supervisor, wanted: asyncio.Event, config: Config, flags: Flags) -> None:
    while True:
        await wanted.wait()
        wanted.clear()
        log.say("Restarting one process after another.")
        _tell_what_stays(config, flags)
        replaced, all_of_them = await supervisor.restart(), config.processes
        if replaced == all_of_them:
            log.say("The restart is over.")
        else:
            log.say(
                f"The restart was given up: {replaced} of {all_of_them} processes are new, the others go on."
            )


def _tell_what_stays(config: Config, flags: Flags) -> None:
    """Say which settings have changed that a restart does not change."""
    try:
        now = _lasting(load(**flags))
    except ConfigError:
        return  # the new processes say so; or they are of a version that knows more settings than this one
    for name, value in _lasting(config).items():
        if now[name] != value:
            logger.warning(
                "%s is set to %s now; it stays %s until the server is stopped and started again",
                name,
                now[name],
                value,
            )


async def _keep_history(metrics: Metrics, folder: Path) -> None:
    history, usage = History(), Usage(metrics)
    while True:
        usage.sample()
        history.add(metrics.reading())
        save(folder, history.moments)
        await asyncio.sleep(EVERY_SECONDS)
