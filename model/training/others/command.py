"""``python -m training packages`` and ``others UNPACKED OUT``: the second pack, from Debian packages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from training.others.pack import Source, build

SOURCES = Path(__file__).parent / "sources.toml"


def packages() -> None:
    """Print the names of the Debian packages that `others` needs, one a line."""
    typer.echo("\n".join(dict.fromkeys(name for source in _sources() for name in source.packages)))


def others(
    unpacked: Annotated[
        Path, typer.Argument(file_okay=False, exists=True, help="Folder with one folder for each package.")
    ],
    out: Annotated[Path, typer.Argument(file_okay=False, help="Folder of the pack.")],
    seed: Annotated[int, typer.Option(help="Seed of choice, crops and qualities.")] = 20261128,
) -> None:
    """Make a pack of pictures that people drew, rendered or photographed (sources.toml)."""
    try:
        count = build(unpacked, _sources(), out, seed, lambda line: typer.echo(line, err=True))
    except FileNotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{out}: {count} pictures")


def _sources() -> list[Source]:
    stated = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    return [Source.of(name, table) for name, table in stated.items()]
