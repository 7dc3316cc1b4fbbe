"""``python -m training scratch IMAGES RUN``: the small net from scratch, fold by fold."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import orjson
import typer

from training.pseudo.halves import FOLDS


def scratch(
    images: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the picture pack.")],
    run: Annotated[Path, typer.Argument(help="Folder of the run; everything goes into scratch/ in it.")],
    fold: Annotated[
        list[int] | None,
        typer.Option(min=0, max=FOLDS - 1, help="A fold to hold out; all four if not given."),
    ] = None,
    pseudo: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of reconstructions (pseudo/).")
    ] = None,
    steps: Annotated[
        int | None, typer.Option(min=1, help="Steps of each net; 1,500 in the reduced form.")
    ] = None,
) -> None:
    """Train the small net without each fold and print its AUC there, as JSON. Goes on where interrupted."""
    import dataclasses

    from training.scratch.fit import Recipe
    from training.scratch.run import run as work

    recipe = Recipe() if steps is None else dataclasses.replace(Recipe(), steps=steps)
    started = time.monotonic()

    def report(line: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {line}", err=True)

    found = work(images, run / "scratch", fold or range(FOLDS), pseudo, recipe, report)
    typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
