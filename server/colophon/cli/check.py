"""``colophon check``: what is known about image files, one assessment each."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon import config
from colophon.assess import Asking, assessment
from colophon.checks.all import ImageChecks, image_checks
from colophon.checks.disclosure import statements_of
from colophon.checks.platform import read_label
from colophon.cli.files import image_files, in_order, read_within, refuse_nothing, with_progress
from colophon.cli.server import Data, Database, local_config
from colophon.errors import InputError, NotAnImage, TooLarge
from colophon.evidence import Findings, Occurrence, Post, Reason, Status, Why
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.labels import LABELS_VERSION, LOCALES
from colophon.registry.local import local_registry
from colophon.registry.memory import Registry
from colophon.resolve import RESOLVER_VERSION
from colophon.wire import AssessmentOut

_UNKNOWN = "application/octet-stream"


def check(
    paths: Annotated[list[Path], typer.Argument(help="Image files or folders.", metavar="PATH...")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    caption: Annotated[str | None, typer.Option(help="The post's text.")] = None,
    alt: Annotated[str | None, typer.Option(help="The image's alternative text.")] = None,
    platform_label: Annotated[str | None, typer.Option(help="The platform's own label, as shown.")] = None,
    platform: Annotated[str | None, typer.Option(help="Where it is shown, for example instagram.")] = None,
    post: Annotated[
        Post | None,
        typer.Option(
            help="Whether it is the account's own post: words in an image then speak for the account."
        ),
    ] = None,
    locale: Annotated[str, typer.Option(help=f"Language of the labels: {', '.join(LOCALES)}.")] = "en",
    data: Data = None,
    database: Database = None,
) -> None:
    """Look at image files and print one assessment each. What is said of the post is said of every file.

    Exits with 1 when a file could not be opened or is no image.
    """
    files = image_files(paths)
    refuse_nothing(files, paths)
    reshare = post is Post.RESHARE
    occurrence = Occurrence(caption, alt, platform_label, platform, reshare=reshare)
    asking = Asking(statements_of(occurrence), post, locale=locale, scores=True)
    if platform_label and not read_label(platform_label, platform):
        _note(f"the platform label {platform_label!r} is none we know, so it counts for nothing")
    settings = local_config(data, database)
    failures, labels = 0, Counter[str]()
    registry = local_registry(settings)
    with image_checks(settings, registry) as image:
        if image.trust and not any(image.trust.values()):
            _note("no trust lists, so no signer is recognised; `colophon trust update` fetches them")
        if settings.detector_chip and (why := image.detector.why_silent(allowed=True)):
            _note(f"detector_chip is on, and yet the detector makes no label: {why}")
        versions: dict[str, str | int] = {
            "resolver": RESOLVER_VERSION,
            "labels": LABELS_VERSION,
            **image.versions,
            "generation": registry.generation,
        }
        look = partial(_look_at, image=image, registry=registry, limits=settings.limits)
        looking = in_order(files, look, settings.workers)
        for path, findings in with_progress(looking, len(files), "checking"):
            if isinstance(findings, InputError):
                typer.echo(f"{path}: {findings}", err=True)
                failures += 1
                continue
            result = assessment(findings, asking, versions, settings.detector_chip)
            failures += findings.media_type == _UNKNOWN
            labels[_headline(result)] += 1
            typer.echo(_as_json(path, result) if json else _as_text(path, result))
    if len(files) > 1:
        _note(f"{len(files)} files: " + ", ".join(f"{n} {what}" for what, n in labels.most_common()))
    if failures:
        raise typer.Exit(1)


def _note(text: str) -> None:
    typer.echo(text, err=True)


def _look_at(
    path: Path, image: ImageChecks, registry: Registry, limits: config.Limits
) -> Findings | InputError:
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
    examination = Examination(
        picture,
        image.checks,
        limits.deadline_seconds,
        slow=image.slow,
        protects=registry.protects,
        generation=registry.generation,
    )
    return examination.finish() if examination.run().pending else examination.snapshot()


def _refused(path: Path, reason: Reason) -> Findings:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Findings(sha256, _UNKNOWN, unreadable=reason)


def _as_json(path: Path, result: AssessmentOut) -> str:
    return orjson.dumps({"path": str(path), **result.model_dump(mode="json")}).decode()


def _headline(result: AssessmentOut) -> str:
    if result.label:
        return result.label.short
    return {Status.NOT_CHECKED: "not checked", Status.PROTECTED: "protected"}.get(result.status, "no label")


def _as_text(path: Path, result: AssessmentOut) -> str:
    """Label, then who says so, the weightiest first; an experimental model's score is for ``--json`` only."""
    told = [row for row in result.evidence if not row.details.get("experimental")]
    rows = [f"    {row.text}" for row in sorted(told, key=lambda row: (not row.headline, -row.rank))]
    gaps = [f"    {name}: {outcome}" for name, outcome in result.checks.items() if outcome != "done"]
    help = [f"    {result.help.text}", *(f"    {r.url}" for r in result.help.routes)] if result.help else []
    reason = f": {result.reason}" if result.reason else ""
    return "\n".join([f"{path}: {_headline(result)}{reason}", *rows, *gaps, *help])
