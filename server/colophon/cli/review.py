"""``colophon review``: what waits for reviewers, and how an audit becomes a queue."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon.audit.readers.recording import NAME as RECORDING
from colophon.audit.rows import audit_of, rows
from colophon.cli.group import Commands
from colophon.cli.server import AsJson, Data, Database, moment, server_config, with_store
from colophon.config import MAX_PICTURE_DAYS, MIB, Config
from colophon.errors import InputError
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.review.import_pictures import Brought, bring
from colophon.review.import_source import reading
from colophon.review.imports import Imported, queue_of, take_in
from colophon.review.pictures import CasePictures
from colophon.review.second_pass import SecondPass
from colophon.store.case_media import By
from colophon.store.database import Store
from colophon.store.review_words import Waiting

app = typer.Typer(help="What waits for reviewers.", no_args_is_help=True, cls=Commands)


@app.command("import")
def import_(
    audit: Annotated[Path, typer.Argument(help="The folder of a finished audit.", metavar="AUDIT_DIR")],
    queue: Annotated[
        str | None, typer.Option(help="The queue's name.", show_default="that of the folder", metavar="NAME")
    ] = None,
    with_pictures: Annotated[
        bool,
        typer.Option(
            "--with-pictures",
            help="Keep the images with their items, encrypted, so that they can be looked at when posts are "
            "gone. They are read from the audit's source.",
        ),
    ] = False,
    keep_days: Annotated[
        int | None,
        typer.Option(
            help="For so many days at most.", min=1, max=MAX_PICTURE_DAYS, show_default="as the settings say"
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            help="Where the audit's source lies now, or a bundle (zip) with its pictures.",
            show_default="where it was",
            metavar="PATH",
        ),
    ] = None,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Queue every image of an audit once, for the pages at /review. Done again, it adds what is new."""
    config = server_config(data, database)
    name = queue_of(queue if queue is not None else _name_of(audit))
    if not with_pictures and (keep_days or source):
        raise InputError("--keep-days and --source go with --with-pictures")

    async def run(store: Store) -> tuple[Imported, Brought | None]:
        second = SecondPass(config.second_pass, await store.changes.identity())
        made = await take_in(store, lambda: rows(audit), name, second)
        return made, await _bring(store, config, audit, name, source, keep_days) if with_pictures else None

    made, brought = with_store(config, run)
    if json:
        row = {"queue": made.queue, "new": made.new, "known": made.known, "left_out": dict(made.left_out)}
        pictures = {"pictures": asdict(brought)} if brought else {}
        typer.echo(orjson.dumps(row | pictures).decode())
        return
    typer.echo(f"{made.queue}: {made.new:,} images wait now, {made.known:,} were queued before")
    for what, number in sorted(made.left_out.items()):
        typer.echo(f"{number:,} {what} left out")
    if brought:
        _tell(brought)


async def _bring(
    store: Store, config: Config, audit: Path, name: str, source: Path | None, days: int | None
) -> Brought:
    """Pictures from where they were audited. Raises InputError where that is not at hand."""
    registry = Registry()
    await Register(store, registry).refresh()
    about = audit_of(audit).source
    path = source or Path(about["path"])
    if not path.exists():
        raise InputError(
            f"the images wait now, without pictures: {path} is not here, which was audited. Say where it "
            "lies with --source, and do this again"
        )
    by = By.RECORDING if about["name"] == RECORDING else By.AUDIT
    pictures, days = CasePictures(store, registry, config), days or config.retention.pictures
    with reading(path, audit, config.limits.body_bytes) as read:
        return await bring(store, pictures, read, rows(audit), name, by, days, config.limits)


def _tell(brought: Brought) -> None:
    typer.echo(f"{brought.kept:,} pictures are kept with them, encrypted")
    for why, number in sorted(brought.left_out.items()):
        typer.echo(f"{number:,} without a picture: {why}")
    if brought.full:
        typer.echo(f"the rest without pictures: {brought.full}")


@app.command("list")
def list_(json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """List the queues: how much waits, and since when."""
    config = server_config(data, database)

    async def look(store: Store) -> tuple[list[Waiting], tuple[int, int]]:
        return await store.review.queues(), await store.pictures.total()

    found, (pictures, size) = with_store(config, look)
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
    if pictures and not json:
        room = f"{size / MIB:,.1f} of {config.case_pictures:,} MiB"
        typer.echo(f"{pictures:,} pictures are kept with what waits or was decided lately, {room}")


def _name_of(folder: Path) -> str:
    """The folder's name as a queue can have it. Raises InputError where nothing of it can stay."""
    name = re.sub(r"[^a-z0-9._-]", "-", folder.resolve().name.lower()).strip("._-")[:60]
    if not name:
        raise InputError(f"{folder} gives no name for a queue: give one with --queue")
    return name
