"""``colophon serve``: the server, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path
from typing import Annotated

import typer

from colophon.address import LOOPBACK
from colophon.app import build_app
from colophon.config import Config, load
from colophon.errors import ColophonError, ConfigError
from colophon.http.listen import listening
from colophon.http.services import SERVICES, Services


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
    workers: Annotated[
        int | None, typer.Option(min=1, help="Threads that look at images.", show_default="one per core")
    ] = None,
    verbose: Annotated[bool, typer.Option(help="Log every request.")] = False,
) -> None:
    """Start the server and print its address and a pairing link. Ctrl-C or SIGTERM stops it."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    try:
        config = load(host=host, port=port, database=database, data=data, trust=trust, workers=workers)
        check_host(config)
        asyncio.run(_run(config))
    except ColophonError as error:
        typer.echo(f"colophon serve: {error}", err=True)
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
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    app = build_app(config)
    async with listening(app, config.host, config.port) as url:
        services = app[SERVICES]
        typer.echo(f"Colophon listens on {url}")
        typer.echo(f"To connect a browser, open {url}/pair#{await services.pairing.new_code()}")
        minutes = config.limits.pairing_seconds // 60
        typer.echo(f"The link works once, for {minutes} minutes. Ctrl-C stops the server.")
        for sentence in _absent(services):
            typer.echo(sentence)
        await stop.wait()
        typer.echo("Stopping.")


def _absent(services: Services) -> list[str]:
    """What is missing and what follows, in plain sentences."""
    missing = [tier for tier, present in services.trust.items() if not present]
    sentences = []
    if missing:
        sentences.append(
            f"Absent: trust list ({', '.join(missing)}). Signers it knows are shown as not recognised; "
            f"`colophon trust update` fetches it."
        )
    if services.detector.detector is None:
        sentences.append("Absent: a detection model. Pictures are judged by what is said about them only.")
    elif services.config.detector_chip and (why := services.detector.why_silent(allowed=True)):
        sentences.append(f"detector_chip is on, and yet the detector makes no label: {why}.")
    return sentences
