"""``python -m training fit IMAGES RUN``, then ``python -m training release IMAGES RUN``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from colophon_model.load import BUILTIN, WEIGHTS

app = typer.Typer(help=__doc__, add_completion=False)
Images = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the picture pack.")]
Run = Annotated[Path, typer.Argument(help="Folder of the run: nets and logits.")]


@app.command()
def fit(
    images: Images,
    run: Run,
    steps: int = 1500,
    variants: int = 12,
    seed: int = 20261123,
    random_control: bool = False,
) -> None:
    """Train the nets of all folds, the controls and the net that is shipped."""
    from training.fit import Recipe  # torch is needed here only
    from training.run import run as experiment

    started = time.monotonic()

    def report(line: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {line}", err=True)

    experiment(images, run, Recipe(seed=seed, steps=steps, variants=variants), report, random_control)


@app.command()
def release(
    images: Images,
    run: Run,
    out: Annotated[Path, typer.Option(help="Folder of the model.")] = WEIGHTS / BUILTIN,
) -> None:
    """Measure a run and write the model's folder: net, manifest, golden picture, report and card."""
    from training.release import release as write

    write(images, run, out)
    typer.echo(out)


if __name__ == "__main__":
    app()
