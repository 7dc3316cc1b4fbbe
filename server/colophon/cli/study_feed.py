"""``colophon study feed``: a feed of the study's own, from a researcher's folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon.checks.all import image_checks
from colophon.cli.files import in_order, with_progress
from colophon.cli.group import Commands
from colophon.cli.server import AsJson, Data, Database, server_config, with_store
from colophon.cli.study_file import study_of
from colophon.config import Config
from colophon.errors import InputError, NotFound
from colophon.evidence import Findings
from colophon.examine import Examination
from colophon.labels import LABELS_VERSION
from colophon.registry.local import local_registry
from colophon.resolve import RESOLVER_VERSION
from colophon.store.database import Store
from colophon.store.studies import Study as Kept
from colophon.store.study_items import Item
from colophon.study.feed.fits import misfits, notes
from colophon.study.feed.folder import FILE, Folder, Shown, read_folder
from colophon.study.feed.prepare import prepared
from colophon.study.spec.frozen import load_frozen
from colophon.study.spec.problems import StudyFileError
from colophon.study.spec.study import Study

WRONG = 2  # exit code of a folder that cannot be used
_TOLD = ("line", "at", "value", "limit", "way_out")  # of a problem, as data

app = typer.Typer(help="A feed of the study's own.", no_args_is_help=True, cls=Commands)

Place = Annotated[Path, typer.Argument(help=f"Holds {FILE} and the pictures.", metavar="FOLDER")]


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A study file, or a frozen study.", metavar="FILE")],
    folder: Place,
    json: AsJson = False,
) -> None:
    """Say everything that is wrong with a feed, or what is in it. Exits with 2 where something is wrong."""
    study = study_of(file)
    try:
        found = _read(study, folder)
    except StudyFileError as error:
        _refuse(error, json)
    else:
        _tell(study, found, json)


@app.command()
def add(
    study: Annotated[str, typer.Argument(help="The study's id.", metavar="STUDY")],
    folder: Place,
    json: AsJson = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Look at every picture and put the feed in an open study, in place of an earlier one.

    Nothing changes any more once somebody takes part.
    """
    config = server_config(data, database)

    async def kept_study(store: Store) -> Kept:
        kept = await store.studies.get(study)
        if kept is None:
            raise NotFound(f"there is no study {study!r} on this server; `colophon study list` shows them")
        return kept

    kept = with_store(config, kept_study)
    frozen = load_frozen(kept.frozen.encode()).study
    try:
        found = _read(frozen, folder)
    except StudyFileError as error:
        _refuse(error, json)
        return
    items = _prepared(config, frozen, kept.salt, found)
    rows = list(zip(items, (one.picture.data for one in found.posts), strict=True))
    with_store(config, lambda store: store.items.put(study, rows))
    _tell(frozen, found, json, items)


def _prepared(config: Config, study: Study, salt: bytes, folder: Folder) -> list[Item]:
    registry = local_registry(config)
    with image_checks(config, registry) as image:
        versions: dict[str, str | int] = {
            "resolver": RESOLVER_VERSION,
            "labels": LABELS_VERSION,
            **image.versions,
        }
        posts = {Path(one.post.file): one for one in folder.posts}

        def look(path: Path) -> Findings:
            seen = Examination(
                posts[path].picture,
                image.checks,
                config.limits.deadline_seconds,
                slow=image.slow,
                protects=registry.protects,
                generation=registry.generation,
            )
            return seen.finish() if seen.run().pending else seen.snapshot()

        looking = with_progress(in_order(posts, look, config.workers), len(posts), "looking at pictures")
        return [
            _item(number, posts[path], findings, salt, study, versions, config.detector_chip)
            for number, (path, findings) in enumerate(looking, 1)
        ]


def _item(
    number: int,
    shown: Shown,
    findings: Findings,
    salt: bytes,
    study: Study,
    versions: dict[str, str | int],
    may_speak: bool,
) -> Item:
    if findings.protected:
        raise InputError(f"{shown.post.file} is on a list of protected images: it cannot be a stimulus")
    return prepared(number, shown, findings, salt, study.locales, versions, may_speak)


def _read(study: Study, folder: Path) -> Folder:
    found = read_folder(folder)
    if problems := misfits(study, found):
        raise StudyFileError(sorted(problems, key=lambda one: one.line), str(folder / FILE))
    return found


def _refuse(error: StudyFileError, json: bool) -> None:
    if json:
        rows = [{name: getattr(one, name) for name in _TOLD} for one in error.problems]
        typer.echo(orjson.dumps({"problems": rows}).decode())
    else:
        typer.echo(str(error), err=True)
        things = "1 thing is" if len(error.problems) == 1 else f"{len(error.problems)} things are"
        typer.echo(f"{things} wrong", err=True)
    raise typer.Exit(WRONG)


def _tell(study: Study, folder: Folder, json: bool, items: list[Item] | None = None) -> None:
    posts = [one.post for one in folder.posts]
    truths = Counter(post.truth or "not said" for post in posts)
    remarks = list(notes(study, posts))
    if json:
        row = {"posts": len(posts), "sha256": folder.sha256, "truth": truths, "notes": remarks}
        typer.echo(orjson.dumps(row).decode())
        return
    size = sum(len(one.picture.data) for one in folder.posts)
    typer.echo(f"{len(posts)} posts, {size:,} bytes of pictures; truth: " + _counted(truths))
    if items is not None:
        typer.echo("labels: " + _counted(Counter(item.label or item.own_label or "none" for item in items)))
    for remark in remarks:
        typer.echo(f"note: {remark}")
    typer.echo(f"SHA-256 of this feed, for [hosted] feed: {folder.sha256}")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.most_common())
