"""Pictures at hand as registry entries, and the options that say what is told of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from colophon.cli.files import in_order, read_within, with_progress
from colophon.config import Config, Limits
from colophon.entry import Entry, Kind
from colophon.errors import ConfigError, InputError
from colophon.evidence import Process
from colophon.images.picture import Picture
from colophon.registry.intake import Told, checked, entry_of
from colophon.registry.memory import Registry


class Said(StrEnum):
    """How a picture was made, as an entry may say it."""

    AI_GENERATED = "ai_generated"
    AI_EDITED = "ai_edited"
    AI_INVOLVED = "ai_involved"


class Believed(StrEnum):
    """What a statement rests on: somebody's words, or a record of them. A reviewer decides elsewhere."""

    STATED = "stated"
    RECORDED = "recorded"


As = Annotated[Said | None, typer.Option("--as", help="How the pictures were made.")]
SaidBy = Annotated[str | None, typer.Option(help="Who says so, as readers will see it.")]


def needed(process: Said | None) -> Process:
    """The process; raises ConfigError where none was given."""
    if process is None:
        raise ConfigError(f"say how the pictures were made: --as {'|'.join(Said)}")
    return Process(process)


def entries_of(
    files: Sequence[Path],
    told: Told,
    config: Config,
    registry: Registry,
    known: Collection[str | None] = (),
) -> Iterator[Entry]:
    """Entries of the files, in their order, under a progress bar.

    Nothing is kept of pictures that ``registry`` protects. Files whose SHA-256 is ``known`` are passed over:
    a fingerprint costs more than all else. Those that cannot be read are named on standard error.
    """
    look = partial(_entry, told=checked(told), limits=config.limits, registry=registry, known=known)
    for path, result in with_progress(in_order(files, look, config.workers), len(files), "reading"):
        if isinstance(result, InputError):
            typer.echo(f"{path}: {result}", err=True)
        elif result is not None:
            yield result


def refuse_protected(registry: Registry, picture: Picture) -> None:
    """Raises InputError for a picture on a list of protected images."""
    if registry.protects(picture):
        raise InputError("nothing is kept about this picture: it is on a list of protected images")


def _entry(
    path: Path, told: Told, limits: Limits, registry: Registry, known: Collection[str | None]
) -> Entry | InputError | None:
    try:
        picture = Picture.of(read_within(path, limits.body_bytes), limits.pixels)
        if picture.sha256 in known:
            return None
        if told.kind is not Kind.PROTECTED:
            refuse_protected(registry, picture)
        return entry_of(picture, told)
    except InputError as error:
        return error
