"""``colophon check``: what is known about image files, one assessment each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon import config
from colophon.assess import assessment
from colophon.checks.all import image_checks
from colophon.checks.base import Check
from colophon.checks.disclosure import statements_of
from colophon.cli.files import image_files, in_order, read_within, refuse_nothing, with_progress
from colophon.errors import InputError, NotAnImage, TooLarge
from colophon.evidence import Findings, Occurrence, Reason, Why
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.labels import LABELS_VERSION
from colophon.resolve import RESOLVER_VERSION
from colophon.wire import AssessmentOut

Checks = Sequence[Check[Picture]]
_UNKNOWN = "application/octet-stream"


def check(
    paths: Annotated[list[Path], typer.Argument(help="Image files or folders.", metavar="PATH...")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    caption: Annotated[str | None, typer.Option(help="The post's text.")] = None,
    alt: Annotated[str | None, typer.Option(help="The image's alternative text.")] = None,
    platform_label: Annotated[str | None, typer.Option(help="The platform's own label, as shown.")] = None,
    locale: Annotated[str, typer.Option(help="Language of the labels, for example en or es.")] = "en",
) -> None:
    """Look at image files and print one assessment each."""
    files = image_files(paths)
    refuse_nothing(files, paths)
    statements = statements_of(Occurrence(caption=caption, alt=alt, platform_label=platform_label))
    settings = config.load()
    failures = 0
    with image_checks(settings) as image:
        versions = {"resolver": RESOLVER_VERSION, "labels": LABELS_VERSION, **image.versions}
        look = partial(_look_at, checks=image.checks, limits=settings.limits)
        looking = in_order(files, look, settings.workers)
        for path, findings in with_progress(looking, len(files), "checking"):
            if isinstance(findings, InputError):
                typer.echo(f"{path}: {findings}", err=True)
                failures += 1
                continue
            result = assessment(findings, statements, locale, versions, settings.detector_chip)
            failures += findings.media_type == _UNKNOWN
            typer.echo(_as_json(path, result) if json else _as_text(path, result))
    if failures:
        raise typer.Exit(1)


def _look_at(path: Path, checks: Checks, limits: config.Limits) -> Findings | InputError:
    """Findings of one file: `not_checked` and why where it is no image; an error where there is none."""
    try:
        data = read_within(path, limits.body_bytes)
        picture = Picture.of(data, limits.pixels)
    except TooLarge:
        return _refused(path, Reason(Why.TOO_LARGE, {"limit": f"{limits.body_bytes / 2**20:g}"}))
    except NotAnImage:
        return _refused(path, Reason(Why.NOT_AN_IMAGE if path.stat().st_size else Why.EMPTY))
    except InputError as error:
        return error
    return Examination(picture, checks, limits.deadline_seconds).run()


def _refused(path: Path, reason: Reason) -> Findings:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Findings(sha256, _UNKNOWN, unreadable=reason)


def _as_json(path: Path, result: AssessmentOut) -> str:
    return orjson.dumps({"path": str(path), **result.model_dump(mode="json")}).decode()


def _as_text(path: Path, result: AssessmentOut) -> str:
    headline = result.label.short if result.label else (result.reason or "no label")
    rows = [f"    {row.text}" for row in result.evidence]
    gaps = [f"    {name}: {outcome}" for name, outcome in result.checks.items() if outcome != "done"]
    return "\n".join([f"{path}: {headline}", *rows, *gaps])
