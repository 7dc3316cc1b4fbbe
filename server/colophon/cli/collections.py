"""``colophon registry import`` and ``export``: whole collections, in and out, and kept like a list."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from colophon.cli.files import image_files, refuse_nothing
from colophon.cli.pictures import As, Believed, SaidBy, entries_of, needed
from colophon.cli.server import Data, Database, server_config
from colophon.config import MIB, Config, load
from colophon.download import fetch
from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import InputError
from colophon.evidence import Process
from colophon.registry.collect import Taken, known_of, mirror, take_in
from colophon.registry.formats import Defaults, Format, Row, read_rows, write_rows
from colophon.registry.intake import Told
from colophon.registry.lines import Problem
from colophon.registry.lists import Collection, entry_of_row, row_of
from colophon.registry.local import local_registry
from colophon.registry.memory import Registry
from colophon.store.database import open_store

MAX_LIST = 512 * MIB  # of a list that is fetched: a million rows of hashes are 70 MB, with sketches 2.6 GB
MAX_ORIGIN = 200  # characters of a collection's name: the width of its column
SHOWN_PROBLEMS = 10
PAGE = 5000

Name = Annotated[str | None, typer.Option(help="Name of the collection.", show_default="that of the source")]
KindOf = Annotated[
    Kind, typer.Option(help="What the list is for; protected: intimate pictures, which get no label.")
]
Trust = Annotated[
    Believed, typer.Option("--basis", help="The most that is believed: what was recorded, or only stated.")
]


@dataclass(frozen=True, slots=True)
class Losses:
    """Whether entries that are gone from a list are withdrawn: one that was cut off must not erase them."""

    accepted: bool

    def accepts(self, problems: Counter[str], gone: int, before: int) -> bool:
        """Believe small losses of a list without problems."""
        return self.accepted or (not problems and gone <= before / 2)


def import_(
    source: Annotated[
        Path,
        typer.Argument(
            help="A folder of pictures, or a list: CSV, JSON Lines, PDQ hashes.", metavar="SOURCE"
        ),
    ],
    process: As = None,
    said_by: SaidBy = None,
    basis: Trust = Believed.STATED,
    kind: KindOf = Kind.STATEMENT,
    name: Name = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Remember a whole collection. Interrupted, it goes on where it stopped when it is started again."""
    origin = _origin(name or source.resolve().name)
    config = load(data=data, database=database)
    if source.is_dir():
        files = image_files([source])
        refuse_nothing(files, [source])
        told = Told(
            process=Process.UNKNOWN if kind is Kind.PROTECTED else needed(process),
            basis=Basis(basis),
            origin=origin,
            kind=kind,
            said_by=said_by,
            date=date.today().isoformat(),
        )
        taken = asyncio.run(_take_pictures(config, files, told, local_registry(config)))
    else:
        with _opened(source) as stream:
            taken = asyncio.run(
                _take_rows(config, stream, _defaults(process, said_by, basis, kind), origin, basis)
            )
    typer.echo(f"{origin}: {len(taken.added)} added, {taken.known} known already")


def _origin(name: str) -> str:
    if len(name) > MAX_ORIGIN or not name.isprintable():
        raise InputError(f"{name[:40]!r}… is no name for a collection; give one: --name NAME")
    return name


def mirror_list(
    source: str,
    process: As,
    said_by: str | None,
    basis: Believed,
    kind: Kind,
    name: str | None,
    accept_losses: bool,
    data: Path | None,
    database: str | None,
) -> None:
    """Keep a collection like a list: run again, it adds what is new there and withdraws what is gone."""
    origin = _origin(name or source)
    config = load(data=data, database=database)
    defaults = _defaults(process, said_by, basis, kind)
    stream = io.BytesIO(fetch(source, limit=MAX_LIST)) if "://" in source else _opened(Path(source))
    with stream:
        taken = asyncio.run(_take_rows(config, stream, defaults, origin, basis, Losses(accept_losses)))
    typer.echo(
        f"{origin}: {len(taken.added)} added, {taken.known} known already, {taken.withdrawn} withdrawn"
    )
    if taken.missing:
        raise InputError(
            f"{taken.missing} entries are gone from the list, and were kept: it is empty, was cut off or "
            f"lost more than half. If that is meant, run this again with --accept-losses"
        )


def export(
    out: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")],
    format: Annotated[Format, typer.Option(help="pdq: hashes only.")] = Format.JSONL,
    kind: Annotated[Kind, typer.Option(help="Which entries.")] = Kind.STATEMENT,
    origin: Annotated[str | None, typer.Option("--name", help="Of this collection only.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write the entries that count to a file that `import` and `subscribe` read. Pictures are not in it."""
    config = server_config(data, database)
    if out.exists() and not force:
        raise InputError(f"{out} exists already: give another name, or --force to write over it")
    with asyncio.Runner() as runner:
        try:
            with out.open("wb") as stream:
                written = write_rows(_rows(runner, config, kind, origin), stream, format)
        except OSError as error:
            raise InputError(f"{out} cannot be written: {error.strerror}") from error
    typer.echo(f"{out}: {written} entries")


async def _take_pictures(config: Config, files: list[Path], told: Told, registry: Registry) -> Taken:
    async with open_store(config.store) as store:
        known = await known_of(store, told.origin)
        skip = {entry.sha256 for entry in known.values()}
        taken = await take_in(store, entries_of(files, told, config, registry, skip), known)
        return Taken(taken.added, len(files) - len(taken.added))


async def _take_rows(
    config: Config,
    stream: BinaryIO,
    defaults: Defaults,
    origin: str,
    trust: Believed,
    losses: Losses | None = None,
) -> Taken:
    """With ``losses`` the collection is made to hold what the list holds."""
    collection = Collection(origin, Basis(trust))
    problems: Counter[str] = Counter()
    entries = _usable(stream, defaults, collection, problems)
    async with open_store(config.store) as store:
        if losses is not None:
            taken = await mirror(store, entries, origin, partial(losses.accepts, problems))
        else:
            taken = await take_in(store, entries, await known_of(store, origin))
    if problems:
        typer.echo(f"lines left out: {problems.total()}", err=True)
    return taken


def _usable(
    stream: BinaryIO, defaults: Defaults, collection: Collection, problems: Counter[str]
) -> Iterator[Entry]:
    for row in read_rows(stream, defaults):
        if not isinstance(row, Problem):
            entry = entry_of_row(row, collection)
            if entry.process is not Process.CAPTURED_EARLIER or entry.basis is not Basis.STATED:
                yield entry
                continue
            row = Problem(0, "that a camera took a picture is believed of records only: --basis recorded")
        problems[row.why] += 1
        if problems.total() <= SHOWN_PROBLEMS:
            typer.echo(f"line {row.line}: {row.why}" if row.line else row.why, err=True)


def _rows(runner: asyncio.Runner, config: Config, kind: Kind, origin: str | None) -> Iterator[Row]:
    """Page by page: a large registry does not fit in memory."""

    async def page(after: int) -> list[Entry]:
        async with open_store(config.store) as store:
            return await store.entries.in_state(EntryState.ACTIVE, PAGE, after)

    last = 0
    while batch := runner.run(page(last)):
        yield from (row_of(e) for e in batch if e.kind is kind and origin in (None, e.origin))
        last = batch[-1].number


def _defaults(process: As, said_by: str | None, basis: Believed, kind: Kind) -> Defaults:
    return Defaults(
        process=Process(process) if process else None,
        said_by=said_by,
        date=date.today().isoformat(),
        basis=Basis(basis),
        kind=kind,
    )


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
