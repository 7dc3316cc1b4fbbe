"""``colophon audit log``: the log of every act of review, and whether it is whole."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import orjson
import typer

from colophon.cli.group import Commands
from colophon.cli.server import Data, Database, server_config, with_store
from colophon.store.chain import Misfit, first_misfit
from colophon.store.database import Store

app = typer.Typer(help="The log of every act of review.", no_args_is_help=True, cls=Commands)


@app.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            help="The hash of the last row, or what it begins with, as you noted it elsewhere.",
            metavar="SHA256",
            show_default="as the database has it",
        ),
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Walk the chain, and name the first row that was changed, removed, added or moved. Exit code 1 then."""

    async def run(store: Store) -> tuple[Misfit | None, int, str]:
        rows = [row async for row in store.log.rows()]
        count, kept = await store.log.end()
        last = rows[-1].sha256 if rows else ""
        return first_misfit(rows, count, head.lower() if head else kept), len(rows), last

    misfit, number, last = with_store(server_config(data, database), run)
    if misfit is not None:
        typer.echo(f"row {misfit.number} does not fit: {misfit.why}")
        raise typer.Exit(1)
    typer.echo(f"{number:,} rows, all as they were written")
    if last:
        typer.echo(f"last {last}")


@app.command()
def export(data: Data = None, database: Database = None) -> None:
    """Write the log to standard output, one JSON object per line: pseudonyms, no private notes."""

    async def run(store: Store) -> None:
        async for row in store.log.rows():
            sys.stdout.write(orjson.dumps(asdict(row), option=orjson.OPT_APPEND_NEWLINE).decode())

    with_store(server_config(data, database), run)
