"""``colophon registry``: what is remembered of pictures, and how it gets in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from colophon.cli import collections, subscriptions
from colophon.cli.files import image_files, in_order, read_within, refuse_nothing, with_progress
from colophon.cli.group import Commands
from colophon.cli.pictures import As, Believed, SaidBy, entries_of, needed
from colophon.cli.server import AsJson, Data, Database, server_config
from colophon.config import Config, Limits, load
from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import InputError
from colophon.images.picture import Picture
from colophon.registry.collect import take_in
from colophon.registry.intake import Told
from colophon.registry.keep import change
from colophon.registry.local import local_registry
from colophon.registry.memory import Hit, Registry
from colophon.store.database import Store, open_store

app = typer.Typer(help="What is remembered of pictures.", no_args_is_help=True, cls=Commands)
app.command("import")(collections.import_)
app.command("subscribe")(subscriptions.subscribe)
app.command("subscriptions")(subscriptions.subscriptions)
app.command("unsubscribe")(subscriptions.unsubscribe)
app.command("export")(collections.export)

PAGE = 200
BY_HAND = "added by hand"

Paths = Annotated[list[Path], typer.Argument(help="Image files or folders.", metavar="PATH...")]


@app.command()
def add(
    paths: Paths,
    process: As = None,
    said_by: SaidBy = None,
    words: Annotated[str | None, typer.Option(help="Exactly what was said.")] = None,
    permalink: Annotated[str | None, typer.Option(help="Where it was said.", metavar="URL")] = None,
    day: Annotated[
        str | None,
        typer.Option("--date", help="When it was said.", show_default="today", metavar="YYYY-MM-DD"),
    ] = None,
    basis: Annotated[
        Believed, typer.Option(help="What it rests on: somebody's words, or a record of them.")
    ] = Believed.STATED,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Remember pictures: their fingerprints and what is said of them, never the pictures themselves."""
    files = image_files(paths)
    refuse_nothing(files, paths)
    told = Told(
        process=needed(process),
        basis=Basis(basis),
        origin=BY_HAND,
        said_by=said_by,
        words=words,
        permalink=permalink,
        date=_day(day),
    )
    config = load(data=data, database=database)
    entries = asyncio.run(_add(config, files, told, local_registry(config)))
    for entry in entries:
        typer.echo(orjson.dumps(shown(entry)).decode() if json else f"{entry.id}  {entry.process}")
    if len(entries) < len(files):
        raise typer.Exit(1)


@app.command()
def match(paths: Paths, json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """Say which entries pictures match, and how."""
    config = server_config(data, database)
    files = image_files(paths)
    refuse_nothing(files, paths)
    registry = local_registry(config)
    look = partial(_matches, registry=registry, limits=config.limits)
    failed = 0
    for path, found in with_progress(in_order(files, look, config.workers), len(files), "matching"):
        if isinstance(found, InputError):
            typer.echo(f"{path}: {found}", err=True)
            failed += 1
        elif json:
            rows = [shown(hit.entry) | {"match": hit.match, "whole": hit.whole} for hit in found.hits]
            answer = {"path": str(path), "protected": found.protected, "matches": rows}
            typer.echo(orjson.dumps(answer).decode())
        else:
            said = (
                "on a list of protected images" if found.protected else f"{len(found.hits) or 'no'} matches"
            )
            typer.echo("\n".join([f"{path}: {said}", *map(_line, found.hits)]))
    if failed:
        raise typer.Exit(1)


@app.command("list")
def list_(
    waiting: Annotated[bool, typer.Option("--waiting", help="Those that wait for a decision.")] = False,
    entries: Annotated[bool, typer.Option("--entries", help="Every entry, not only their number.")] = False,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Say how many entries there are, by kind; or list them."""
    config = server_config(data, database)
    if waiting or entries:
        state = EntryState.WAITING if waiting else EntryState.ACTIVE
        asyncio.run(_list(config, state, json))
        return
    counts = asyncio.run(_counts(config))
    for (kind, basis, process, stands), number in sorted(counts.items()):
        row = {"kind": kind, "basis": basis, "process": process, "state": stands, "entries": number}
        typer.echo(
            orjson.dumps(row).decode() if json else f"{number:>9,}  {kind}, {basis}, {process}, {stands}"
        )
    if not counts and not json:
        typer.echo("The registry is empty.")


Ids = Annotated[list[str], typer.Argument(help="Ids, as `list` shows them.", metavar="ID...")]


@app.command()
def accept(ids: Ids, data: Data = None, database: Database = None) -> None:
    """Let disclosures of readers that wait for a decision count for everybody."""
    config = server_config(data, database)
    asyncio.run(_set_state(config, ids, EntryState.ACTIVE, from_states=(EntryState.WAITING,)))


@app.command()
def withdraw(ids: Ids, data: Data = None, database: Database = None) -> None:
    """Let entries count no more, and erase what they held."""
    before = (EntryState.WAITING, EntryState.ACTIVE)
    config = server_config(data, database)
    asyncio.run(_set_state(config, ids, EntryState.WITHDRAWN, from_states=before))


async def _add(config: Config, files: Sequence[Path], told: Told, registry: Registry) -> list[Entry]:
    async with open_store(config.store) as store:
        taken = await take_in(store, entries_of(files, told, config, registry), {})
        return [e for id in taken.added if (e := await store.entries.get(id)) is not None]


@dataclass(frozen=True, slots=True)
class _Found:
    hits: list[Hit]
    protected: bool


def _matches(path: Path, registry: Registry, limits: Limits) -> _Found | InputError:
    try:
        picture = Picture.of(read_within(path, limits.body_bytes), limits.pixels)
        return _Found(registry.matches(picture), registry.protects(picture))
    except InputError as error:
        return error


async def _counts(config: Config) -> dict[tuple[str, str, str, str], int]:
    async with open_store(config.store) as store:
        return await store.entries.counts()


async def _list(config: Config, state: EntryState, json: bool) -> None:
    last = 0
    async with open_store(config.store) as store:
        while batch := await store.entries.in_state(state, PAGE, last):
            for entry in batch:
                typer.echo(orjson.dumps(shown(entry)).decode() if json else f"{entry.id}  {_said(entry)}")
            last = batch[-1].number


async def _set_state(
    config: Config, ids: Sequence[str], state: EntryState, from_states: Sequence[EntryState]
) -> None:
    async with open_store(config.store) as store:
        entries = [await _get(store, id) for id in ids]
        for entry in entries:
            if entry.state not in from_states:
                raise InputError(f"{entry.id} is {entry.state}")
        await change(store, entries, state)
    typer.echo(f"{len(entries)} now {state}")


async def _get(store: Store, id: str) -> Entry:
    entry = await store.entries.get(id)
    if entry is None:
        raise InputError(f"there is no entry {id}")
    return entry


def _day(text: str | None) -> str:
    try:
        return (date.fromisoformat(text) if text else date.today()).isoformat()
    except ValueError:
        raise InputError(f"--date {text}: a day is written like 2026-11-28") from None


def _line(hit: Hit) -> str:
    return f"    {hit.match}{'' if hit.whole else ', a part of it'}: {_said(hit.entry)}"


def _said(entry: Entry) -> str:
    words = f'"{entry.words}"' if entry.words else ""
    says = entry.kind if entry.kind is Kind.PROTECTED else entry.process
    return "  ".join(filter(None, (says, entry.said_by, entry.date, words)))


def shown(entry: Entry) -> dict[str, Any]:
    """An entry without its hashes."""
    names = (
        "id",
        "kind",
        "basis",
        "process",
        "state",
        "sha256",
        "said_by",
        "words",
        "date",
        "permalink",
        "origin",
    )
    return {name: getattr(entry, name) for name in names}
