"""``colophon review``: what waits for reviewers, and how an audit becomes a queue."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon.audit.rows import rows
from colophon.cli.group import Commands
from colophon.cli.server import AsJson, Data, Database, moment, server_config, with_store
from colophon.errors import InputError
from colophon.review.imports import Imported, queue_of, take_in
from colophon.review.second_pass import SecondPass
from colophon.store.database import Store

app = typer.Typer(help="What waits for reviewers.", no_args_is_help=True, cls=Commands)


@app.command("import")
def import_(
    audit: Annotated[Path, typer.Argument(help="The folder of a finished audit.", metavar="AUDIT_DIR")],
    queue: Annotated[
        str | None, typer.Option(help="The queue's name.", show_default="that of the folder", metavar="NAME")
    ] = None,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Queue every image of an audit once, for the pages at /review. Done again, it adds what is new."""
    config = server_config(data, database)
    name = queue_of(queue if queue is not None else _name_of(audit))

    async def run(store: Store) -> Imported:
        second = SecondPass(config.second_pass, await store.changes.identity())
        return await take_in(store, rows(audit), name, second)

    made = with_store(config, run)
    if json:
        row = {"queue": made.queue, "new": made.new, "known": made.known, "left_out": dict(made.left_out)}
        typer.echo(orjson.dumps(row).decode())
        return
    typer.echo(f"{made.queue}: {made.new:,} images wait now, {made.known:,} were queued before")
    for what, number in sorted(made.left_out.items()):
        typer.echo(f"{number:,} {what} left out")


@app.command("list")
def list_(json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """List the queues: how much waits, and since when."""
    found = with_store(server_config(data, database), lambda store: store.review.queues())
    for queue in found:
        oldest = None if queue.oldest is None else moment(queue.oldest)
        if json:
            row = {"queue": queue.queue, "waiting": queue.waiting, "held": queue.held, "oldest": oldest}
            typer.echo(orjson.dumps(row | {"unsure": queue.unsure, "decided": queue.decided}).decode())
        else:
            since = f", the oldest since {oldest}" if oldest else ""
            typer.echo(f"{queue.queue:<24}  {queue.waiting:,} wait, {queue.unsure:,} for a lead{since}")
    if not found and not json:
        typer.echo("Nothing waits.")


def _name_of(folder: Path) -> str:
    """The folder's name as a queue can have it. Raises InputError where nothing of it can stay."""
    name = re.sub(r"[^a-z0-9._-]", "-", folder.resolve().name.lower()).strip("._-")[:60]
    if not name:
        raise InputError(f"{folder} gives no name for a queue: give one with --queue")
    return name
