"""``python -m training pseudo IMAGES RUN``: reconstructing nets, their pictures, what these are worth."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import orjson
import typer

FOLDER = "pseudo"


def pseudo(
    images: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the picture pack.")],
    run: Annotated[Path, typer.Argument(help=f"Folder of the run; everything goes into {FOLDER}/ in it.")],
    steps: Annotated[
        int | None, typer.Option(min=1, help="Steps of each net; by default as the device allows.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of nets and crops.")] = None,
    measured: Annotated[
        bool,
        typer.Option("--measure/--no-measure", help="Write report.json: PSNR, and AUC of a linear probe."),
    ] = True,
    threads: Annotated[int, typer.Option(min=1, help="Threads on a CPU.")] = 1,
    full: Annotated[
        bool | None,
        typer.Option("--full/--reduced", help="All nets and the long recipe; by default where CUDA is."),
    ] = None,
) -> None:
    """Train small autoencoders on the pack's non-AI pictures and reconstruct these with them.

    Writes NET.pt (the net) and NET.npz (one array for each picture) for every net. A run that was interrupted
    goes on.
    """
    import dataclasses

    import torch

    from training.pseudo.designs import ALL, FEW
    from training.pseudo.fit import FULL, REDUCED, device
    from training.pseudo.measure import measure
    from training.pseudo.run import run as make

    torch.set_num_threads(threads)
    full = device() == "cuda" if full is None else full
    changed = {name: value for name, value in (("steps", steps), ("seed", seed)) if value is not None}
    started = time.monotonic()

    def report(line: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.0f} s  {line}", err=True)

    out = run / FOLDER
    recipe = dataclasses.replace(FULL if full else REDUCED, **changed)
    make(images, out, ALL if full else FEW, recipe, report)
    if measured:
        (out / "report.json").write_bytes(
            orjson.dumps(measure(images, out, report), option=orjson.OPT_INDENT_2)
        )
    typer.echo(out)
