"""``colophon serve``: the server, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated, Any

import typer

from colophon.address import LOOPBACK
from colophon.app import build_app
from colophon.config import Config, load
from colophon.errors import ColophonError, ConfigError
from colophon.http.greeting import greeting
from colophon.http.listen import listening, stopping
from colophon.http.services import SERVICES
from colophon.log import complain, reaches_person, say, set_up
from colophon.processes.notify import notify
from colophon.processes.parent import become
from colophon.processes.signals import on_signals

logger = logging.getLogger(__name__)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 is any free one.", show_default="8765")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL.", show_default="SQLite in the data folder")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for database, trust lists and models.")] = None,
    trust: Annotated[
        Path | None, typer.Option(help="Folder with trust lists.", show_default="trust in the data folder")
    ] = None,
    redis: Annotated[
        str | None, typer.Option(help="URL of a Redis for several processes.", show_default="none")
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Server processes at the one port.", show_default="1")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Threads that look at images, in each process.",
            show_default="one per core, over all processes",
        ),
    ] = None,
    log: Annotated[str | None, typer.Option(help="text or json.", show_default="text")] = None,
    verbose: Annotated[bool, typer.Option(help="Log every request.")] = False,
) -> None:
    """Start the server and print its address and, on a terminal, a pairing link. Ctrl-C or SIGTERM stops it.

    With several processes, SIGHUP replaces one after another; no request is lost.
    """
    flags: dict[str, Any] = {
        "host": host,
        "port": port,
        "database": database,
        "redis": redis,
        "data": data and str(data),
        "trust": trust and str(trust),
        "processes": processes,
        "workers": workers,
        "log": log,
    }
    try:
        config = load(**flags)
        check_host(config)
        if config.processes > 1:
            become(flags, every_request=verbose)
        set_up(config.log, every_request=verbose)
        asyncio.run(_run(config))
    except ColophonError as error:
        complain(f"colophon serve: {error}")
        raise typer.Exit(1) from error


def check_host(config: Config) -> None:
    """Raises ConfigError for a server that others can reach but that does not know its public address."""
    if config.host not in LOOPBACK and not config.hosted:
        raise ConfigError(
            f"other computers can reach {config.host}, and what they send would be in clear. Set public_url "
            f"to the https address that readers will use, and put a proxy in front (docs/hosting.md); "
            f"for this computer alone, --host 127.0.0.1"
        )


async def _run(config: Config) -> None:
    stop = on_signals(lambda: logger.warning("a restart without a gap wants --processes 2 or more"))
    app = build_app(config)
    async with listening(app, config.host, config.port, stopping(config)) as url:
        for sentence in await greeting(app[SERVICES], url, to_person=reaches_person()):
            say(sentence)
        notify("READY=1")
        await stop.wait()
        say("Stopping.")
        notify("STOPPING=1")
