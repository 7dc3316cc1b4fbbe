"""``colophon registry``: what is remembered of pictures, and how it gets in and out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar

import orjson
import typer

from colophon.cli.files import image_files, in_order, read_within, refuse_nothing, with_progress
from colophon.cli.group import Commands
from colophon.cli.known import local_registry
from colophon.config import Config, Limits, load
from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import ConfigError, InputError
from colophon.evidence import Process
from colophon.images.picture import Picture
from colophon.registry.intake import Told, entry_of
from colophon.registry.keep import change, keep
from colophon.registry.memory import Hit, Registry
from colophon.store.database import Store, open_store

app = typer.Typer(help="What is remembered of pictures.", no_args_is_help=True, cls=Commands)

BATCH = 200  # entries per transaction: what an interrupted import has to do again
BY_HAND = "added by hand"
T = TypeVar("T")


class Said(StrEnum):
    """How a picture was made, as an entry may say it."""

    AI_GENERATED = "ai_generated"
    AI_EDITED = "ai_edited"
    AI_INVOLVED = "ai_involved"
    CAPTURED_EARLIER = "captured_earlier"


Paths = Annotated[list[Path], typer.Argument(help="Image files or folders.", metavar="PATH...")]
As = Annotated[Said | None, typer.Option("--as", help="How the pictures were made.")]
SaidBy = Annotated[str | None, typer.Option(help="Who says so, as readers will see it.")]
On = Annotated[Basis, typer.Option(help="What it rests on: words, a record, or a reviewer's look.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]


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
    basis: On = Basis.STATED,
    json: AsJson = False,
) -> None:
    """Remember pictures: their fingerprints and what is said of them, never the pictures themselves."""
    files = image_files(paths)
    refuse_nothing(files, paths)
    told = Told(
        process=_needed(process),
        basis=basis,
        origin=BY_HAND,
        said_by=said_by,
        words=words,
        permalink=permalink,
        date=_day(day),
    )
    entries = asyncio.run(_add(load(), files, told))
    for entry in entries:
        typer.echo(orjson.dumps(shown(entry)).decode() if json else f"{entry.id}  {entry.process}")
    if len(entries) < len(files):
        raise typer.Exit(1)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A folder of pictures.", metavar="SOURCE")],
    process: As = None,
    said_by: SaidBy = None,
    basis: On = Basis.RECORDED,
    kind: Annotated[
        Kind, typer.Option(help="What the list is for; protected: intimate pictures, which get no label.")
    ] = Kind.STATEMENT,
    name: Annotated[
        str | None, typer.Option(help="Name of the collection.", show_default="that of the source")
    ] = None,
) -> None:
    """Remember a whole collection. Interrupted, it goes on where it stopped when it is started again."""
    if not source.exists():
        raise InputError(f"{source}: there is no such file or folder")
    files = image_files([source])
    refuse_nothing(files, [source])
    told = Told(
        process=Process.UNKNOWN if kind is Kind.PROTECTED else _needed(process),
        basis=basis,
        origin=name or source.resolve().name,
        kind=kind,
        said_by=said_by,
        date=date.today().isoformat(),
    )
    entries = asyncio.run(_add(load(), files, told, resume=True))
    typer.echo(f"{told.origin}: {len(entries)} of {len(files)} pictures added")


@app.command()
def match(paths: Paths, json: AsJson = False) -> None:
    """Say which entries pictures match, and how."""
    config = load()
    files = image_files(paths)
    refuse_nothing(files, paths)
    registry = local_registry(config)
    look = partial(_matches, registry=registry, limits=config.limits)
    failed = 0
    for path, hits in with_progress(in_order(files, look, config.workers), len(files), "matching"):
        if isinstance(hits, InputError):
            typer.echo(f"{path}: {hits}", err=True)
            failed += 1
        elif json:
            rows = [shown(hit.entry) | {"match": hit.match, "whole": hit.whole} for hit in hits]
            typer.echo(orjson.dumps({"path": str(path), "matches": rows}).decode())
        else:
            typer.echo("\n".join([f"{path}: {len(hits) or 'no'} matches", *map(_line, hits)]))
    if failed:
        raise typer.Exit(1)


@app.command("list")
def list_(
    waiting: Annotated[bool, typer.Option("--waiting", help="Those that wait for a decision.")] = False,
    entries: Annotated[bool, typer.Option("--entries", help="Every entry, not only their number.")] = False,
    json: AsJson = False,
) -> None:
    """Say how many entries there are, by kind; or list them."""
    if waiting or entries:
        state = EntryState.WAITING if waiting else EntryState.ACTIVE
        asyncio.run(_list(load(), state, json))
        return
    counts = asyncio.run(_counts(load()))
    for (kind, basis, process, stands), number in sorted(counts.items()):
        row = {"kind": kind, "basis": basis, "process": process, "state": stands, "entries": number}
        typer.echo(
            orjson.dumps(row).decode() if json else f"{number:>9,}  {kind}, {basis}, {process}, {stands}"
        )
    if not counts and not json:
        typer.echo("The registry is empty.")


Ids = Annotated[list[str], typer.Argument(help="Ids, as `list` shows them.", metavar="ID...")]


@app.command()
def accept(ids: Ids) -> None:
    """Let disclosures of readers that wait for a decision count for everybody."""
    asyncio.run(_set_state(load(), ids, EntryState.ACTIVE, from_states=(EntryState.WAITING,)))


@app.command()
def withdraw(ids: Ids) -> None:
    """Let entries count no more, and erase what they held."""
    asyncio.run(
        _set_state(load(), ids, EntryState.WITHDRAWN, from_states=(EntryState.WAITING, EntryState.ACTIVE))
    )


async def _add(config: Config, files: Sequence[Path], told: Told, resume: bool = False) -> list[Entry]:
    added: list[Entry] = []
    async with open_store(config.store) as store:
        known = set(await store.entries.images_of(told.origin)) if resume else set[str]()
        look = partial(_entry, told=told, limits=config.limits, known=known)
        todo = with_progress(in_order(files, look, config.workers), len(files), "reading")
        for batch in _batches(_readable(todo)):
            new = {e.sha256: e for e in batch if e.sha256 not in known}  # the same file may lie there twice
            known.update(str(sha256) for sha256 in new)
            if new:
                await keep(store, [*new.values()])
            added += new.values()
    return added


def _readable(looked: Iterable[tuple[Path, Entry | InputError | None]]) -> Iterator[Entry]:
    for path, result in looked:
        if isinstance(result, InputError):
            typer.echo(f"{path}: {result}", err=True)
        elif result is not None:
            yield result


def _batches(items: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(items, BATCH)):
        yield batch


def _entry(path: Path, told: Told, limits: Limits, known: set[str]) -> Entry | InputError | None:
    """None for a picture that is known already: a fingerprint costs more than everything else."""
    try:
        picture = Picture.of(read_within(path, limits.body_bytes), limits.pixels)
        return None if picture.sha256 in known else entry_of(picture, told)
    except InputError as error:
        return error


def _matches(path: Path, registry: Registry, limits: Limits) -> list[Hit] | InputError:
    try:
        return registry.matches(Picture.of(read_within(path, limits.body_bytes), limits.pixels))
    except InputError as error:
        return error


async def _counts(config: Config) -> dict[tuple[str, str, str, str], int]:
    async with open_store(config.store) as store:
        return await store.entries.counts()


async def _list(config: Config, state: EntryState, json: bool) -> None:
    last = 0
    async with open_store(config.store) as store:
        while batch := await store.entries.in_state(state, BATCH, last):
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


def _needed(process: Said | None) -> Process:
    if process is None:
        raise ConfigError(f"say how the pictures were made: --as {'|'.join(Said)}")
    return Process(process)


def _day(text: str | None) -> str:
    try:
        return (date.fromisoformat(text) if text else date.today()).isoformat()
    except ValueError:
        raise InputError(f"--date {text}: a day is written like 2026-11-28") from None


def _line(hit: Hit) -> str:
    return f"    {hit.match}{'' if hit.whole else ', a part of it'}: {_said(hit.entry)}"


def _said(entry: Entry) -> str:
    words = f'"{entry.words}"' if entry.words else ""
    return "  ".join(filter(None, (entry.process, entry.said_by, entry.date, words)))


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
