"""``colophon backup`` and ``colophon restore``: everything that is remembered, in one file, and back."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from sqlalchemy.exc import SQLAlchemyError

from colophon import __version__
from colophon.cli.kept_files import check_files, dump_files, restore_files
from colophon.cli.progress import progress_bar
from colophon.cli.server import Data, Database, server_config
from colophon.config import Config, load
from colophon.errors import Conflict, InputError
from colophon.store.backup.archive import Backup, Manifest, Writer, opened
from colophon.store.backup.archive import Progress as Tell
from colophon.store.backup.dump import dump
from colophon.store.backup.restore import check
from colophon.store.backup.restore import restore as fill
from colophon.store.database import open_store
from colophon.store.schema import newest
from colophon.store.tables import findings
from colophon.whole import writing_whole

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; readable by its owner only.", metavar="FILE")],
    without_models: Annotated[
        bool, typer.Option("--without-models", help="Leave installed models out; which is in use is kept.")
    ] = False,
    without_findings: Annotated[
        bool,
        typer.Option(
            "--without-findings", help="Leave out what was found in pictures: they are looked at again."
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over an older backup.")] = False,
    database: Database = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write everything that is remembered into one file, as of one moment. Servers may go on meanwhile."""
    config = server_config(data, database)
    _check_place(file, force)
    try:
        with progress_bar() as tell:
            made = asyncio.run(
                _backup(config, file, tell, models=not without_models, found=not without_findings)
            )
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}. Nothing was left there") from error
    except SQLAlchemyError as error:
        raise InputError(f"the database does not answer ({type(error).__name__}); try again") from error
    _say(file, made, as_json, "written")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", metavar="FILE")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove what is there. Asks first, unless --yes.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: Database = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Fill an empty store from a backup: all of it, or nothing. Any database takes any backup.

    Servers that run take it over; what readers have open is asked for again.
    """
    config = load(database=database, data=data)
    with opened(file) as archive:
        check(archive)
        try:
            check_files(config, archive, replace=replace)
            with progress_bar() as tell:
                archive.verify(tell)
            if replace and not yes:
                _ask()
            with progress_bar() as tell:
                asyncio.run(_restore(config, archive, tell, replace=replace))
        except Conflict as error:
            raise Conflict(
                f"{error}. Restore into another one (--database, --data), or --replace what is there"
            ) from error
        except SQLAlchemyError as error:
            raise InputError(
                f"the database does not answer ({type(error).__name__}); nothing was restored, try again"
            ) from error
        _put_files(config, archive)
        _say(file, archive.manifest, as_json, "restored")


def _ask() -> None:
    """Raises InputError unless somebody says yes."""
    try:
        agreed = typer.confirm("Everything in this store is removed and replaced. Go on?")
    except typer.Abort as error:
        raise InputError("nobody answered, so nothing was changed; --yes does not ask") from error
    if not agreed:
        raise InputError("nothing was changed")


def _check_place(file: Path, force: bool) -> None:
    """Raises InputError where nothing can or should be written."""
    try:
        if not file.parent.is_dir():
            raise InputError(f"the folder {file.parent} is not there: make it, or mount it, first")
        if file.is_dir():
            raise InputError(f"{file} is a folder: name a file in it")
        if not file.exists():
            return
        if not force:
            raise InputError(
                f"{file} exists already: give another name, or --force to write over an older backup"
            )
        _check_backup(file)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}") from error


def _check_backup(file: Path) -> None:
    """Raises InputError for what is none: a mistyped name must not cost somebody another file."""
    try:
        with opened(file):
            return
    except InputError as error:
        raise InputError(f"{error}; --force writes over backups only: give another name") from error


async def _backup(config: Config, file: Path, tell: Tell, *, models: bool, found: bool) -> Manifest:
    created = int(time.time())
    async with open_store(config.store, patient=True) as store:
        with writing_whole(file) as stream, Writer(stream) as into:
            tables = await dump(store.engine, into, () if found else {findings.name}, tell)
            files = dump_files(config, into, tell, models=models)
            manifest = Manifest(newest(), created, f"colophon {__version__}", tables, files)
            into.finish(manifest)
    return manifest


async def _restore(config: Config, archive: Backup, tell: Tell, *, replace: bool) -> None:
    async with open_store(config.store, patient=True) as store:
        await fill(store.engine, archive, tell, replace=replace)


def _put_files(config: Config, archive: Backup) -> None:
    try:
        restore_files(config, archive)
    except OSError as error:
        raise InputError(
            f"the database is restored, but {error.filename} cannot be written: {error.strerror}. "
            f"Make room or give the right to write, then restore with --replace"
        ) from error


def _say(file: Path, made: Manifest, as_json: bool, done: str) -> None:
    rows = {name: member.rows for name, member in made.tables.items()}
    if as_json:
        answer: dict[str, Any] = {"file": str(file), "rows": rows, "files": sorted(made.files)}
        typer.echo(orjson.dumps(answer | {"revision": made.revision, "created": made.created}).decode())
        return
    held = ", ".join(f"{number:,} {name}" for name, number in sorted(rows.items()) if number)
    typer.echo(f"{file} {done}: {held}; {len(made.files)} files")
