"""``colophon publish``: what reviewers decided, in forms that other systems read."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon.cli.fingerprints import grouped
from colophon.cli.group import Commands
from colophon.cli.server import Data, Database, server_config
from colophon.config import Config, load
from colophon.errors import InputError
from colophon.follow.serving import kept_signer
from colophon.publish.identity import did_of
from colophon.publish.lists import ListFormat, written
from colophon.publish.record import COLLECTION, service_record
from colophon.store.database import open_store
from colophon.whole import writing_whole

app = typer.Typer(help="What reviewers decided, for other systems.", no_args_is_help=True, cls=Commands)


@app.command()
def hashes(
    format: Annotated[ListFormat, typer.Option(help="How it is written.")] = ListFormat.CSV,
    out: Annotated[
        Path | None, typer.Option(help="The file to write.", show_default="standard output", metavar="FILE")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write a list of the decisions that stand, by the images' hashes. `registry import` reads the CSV.

    Hashes by which near copies are found are in it only where a decision speaks of near copies. Protected
    images never are. It works without a server that publishes.
    """
    config = server_config(data, database)
    if out is None:
        asyncio.run(_write(config, format, sys.stdout.buffer.write))
        return
    try:
        with writing_whole(out) as file:
            asyncio.run(_write(config, format, file.write))
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}") from error


@app.command()
def key(data: Data = None, database: Database = None) -> None:
    """Print the fingerprint of the key that signs the stream of decisions: for whoever wants to follow it.

    Tell it by another way than this server, so that nobody can put another key in between.
    """
    typer.echo(grouped(kept_signer(server_config(data, database).data).fingerprint))


@app.command()
def record() -> None:
    """Print the record by which an account of the AT Protocol declares itself a labeler.

    It goes into the repository of the account, as the only record of its collection, under the key "self".
    """
    typer.echo(orjson.dumps(service_record(time.time()), option=orjson.OPT_INDENT_2).decode())
    address = load().public_url
    whose = did_of(address) if address else "the DID of this server's public address (COLOPHON_PUBLIC_URL)"
    typer.echo(f"to be put at {COLLECTION}/self; the labels carry {whose}", err=True)


async def _write(config: Config, format: ListFormat, write: Callable[[bytes], object]) -> None:
    async with open_store(config.store) as store:
        async for piece in written(store.published, format, config.public_url, time.time()):
            write(piece)
