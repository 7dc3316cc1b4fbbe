"""Train the pixel detector: fit makes a run, release writes the model's folder. See model/README.md."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from colophon_model.evaluation.pack import PackRefused
from colophon_model.load import BUILTIN, WEIGHTS
from training.others.command import others, packages
from training.pseudo.command import pseudo
from training.recipe import Recipe
from training.scratch.command import scratch

DEFAULT = Recipe()

app = typer.Typer(help=__doc__, add_completion=False)
app.command()(packages)
app.command()(others)
app.command()(pseudo)
app.command()(scratch)

Images = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the picture pack.")]
Run = Annotated[Path, typer.Argument(help="Folder of the run: features, heads and logits.")]


@app.command()
def fit(
    images: Images,
    run: Run,
    also: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="One more pack; it may hold one class only."),
    ] = None,
    variants: Annotated[int, typer.Option(min=1, help="Augmented copies of each view.")] = DEFAULT.variants,
    folds: Annotated[
        int, typer.Option(min=2, help="Parts of the packs, each held out once.")
    ] = DEFAULT.folds,
    seed: Annotated[int, typer.Option(help="Seed of the augmentation.")] = DEFAULT.seed,
) -> None:
    """Train the heads of all folds, the controls and the net that is shipped; on a GPU where there is one."""
    from training.experiment import RunRefused  # torch is needed here only
    from training.experiment import run as experiment

    try:
        experiment([images, *(also or [])], run, Recipe(seed=seed, variants=variants, folds=folds), clock())
    except (RunRefused, PackRefused) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@app.command()
def release(
    run: Run,
    out: Annotated[Path, typer.Option(help="Folder of the model.")] = WEIGHTS / BUILTIN,
) -> None:
    """Measure a run and write the model's folder: net, manifest, golden picture, logits, report and card."""
    from training.release import release as write

    write(run, out)
    typer.echo(out)


def clock() -> Callable[[str], None]:
    """A reporter that says how many seconds have gone by."""
    started = time.monotonic()
    return lambda line: typer.echo(f"{time.monotonic() - started:6.0f} s  {line}", err=True)


if __name__ == "__main__":
    app()
