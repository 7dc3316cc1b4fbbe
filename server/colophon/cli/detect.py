"""``colophon detect``: what the pixel detector says about image files, for researchers and moderators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from colophon import config
from colophon.cli.files import image_files, in_order, read_within, refuse_nothing, with_progress
from colophon.cli.server import Data, local_config
from colophon.errors import InputError, ModelError
from colophon.images.picture import Picture
from colophon.models.current import load, load_chosen
from colophon.models.describe import cautions
from colophon.models.inventory import find_anywhere
from colophon_model import Detector, Manifest, ModelFailed, Reading, State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: a reading, or in ``unread`` why it could not be read as a picture."""

    path: Path
    reading: Reading | None
    unread: str | None = None

    @property
    def state(self) -> State:
        """A file that could not be read was not assessed."""
        return self.reading.state if self.reading else State.NOT_ASSESSED

    @property
    def reason(self) -> str | None:
        """Why there is no score."""
        stopped = self.reading.reason if self.reading else None
        return stopped.text if stopped else self.unread

    @property
    def score(self) -> float | None:
        """That of the reading, if there is one."""
        return self.reading.score if self.reading else None


def detect(
    paths: Annotated[list[Path], typer.Argument(help="Image files or folders.", metavar="PATH...")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    model: Annotated[
        str | None, typer.Option(help="A model or its folder.", show_default="the one in use")
    ] = None,
    data: Data = None,
) -> None:
    """Ask the pixel detector about image files. A low score says nothing about where a picture comes from."""
    files = image_files(paths)
    refuse_nothing(files, paths)
    settings = local_config(data)
    detector = _load(model, settings.models_folder)
    write = _as_json if json else _as_text
    unread = 0
    for caution in cautions(detector.manifest):
        typer.echo(caution, err=True)
    look = partial(_one, detector=detector, limits=settings.limits)
    looking = in_order(files, look, settings.workers)
    for _, outcome in with_progress(looking, len(files), "detecting"):
        unread += outcome.unread is not None
        typer.echo(write(outcome, detector.manifest))
    if unread:
        raise typer.Exit(1)


def _load(name: str | None, models: Path) -> Detector:
    try:
        if name is not None:
            return load(find_anywhere(models, name))
        chosen = load_chosen(models)
    except ModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if chosen.detector is None:
        typer.echo(chosen.refused or "no model is in use; name one with --model", err=True)
        raise typer.Exit(2)
    return chosen.detector


def _one(path: Path, detector: Detector, limits: config.Limits) -> Outcome:
    try:
        picture = Picture.of(read_within(path, limits.body_bytes), limits.pixels)
        return Outcome(path, detector.assess(picture.pixels()))
    except (InputError, ModelFailed) as error:
        return Outcome(path, None, unread=str(error))


def _as_json(outcome: Outcome, manifest: Manifest) -> str:
    line: dict[str, Any] = {
        "path": str(outcome.path),
        "assessed": outcome.state is not State.NOT_ASSESSED,
        "reason": outcome.reason,
        "score": outcome.score,
        "state": outcome.state,
        "band": outcome.reading.band if outcome.reading else None,
        "model": manifest.id,
        "version": manifest.version,
        "calibrated": manifest.calibration is not None,
        "experimental": manifest.experimental,
    }
    return orjson.dumps(line).decode()


def _as_text(outcome: Outcome, manifest: Manifest) -> str:
    said = f"{outcome.path}: {outcome.state.replace('_', ' ')}"
    if outcome.reason:
        return f"{said} ({outcome.reason})"
    bare = all(value is None for value in manifest.thresholds.values())
    return f"{said}, score {outcome.score:.2f}{' (no threshold)' if bare else ''}"
