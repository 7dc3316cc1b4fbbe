"""``colophon study open``, ``link``, ``list``, ``close``, ``debrief``: studies on a server."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from colophon.cli.server import AsJson, Data, Database, moment, origin_of, server_config, with_store
from colophon.cli.study_link import Asked, takes_link_options
from colophon.errors import Conflict, InputError, NotFound
from colophon.pairing.codes import hash_code, random_code
from colophon.store.database import Store
from colophon.store.studies import JoinCode, Study, StudyState
from colophon.study.spec.frozen import MAX_BYTES, Frozen, load_frozen
from colophon.study.spec.hosted import Hosted
from colophon.study.spec.study import Study as Spec

DAY_SECONDS = 86_400

Name = Annotated[str, typer.Argument(help="The study's id.", metavar="STUDY")]


@takes_link_options
def open_study(
    file: Annotated[Path, typer.Argument(help="A frozen study.", metavar="FILE")], asked: Asked
) -> None:
    """Let people take part in a frozen study, and print the link for them. It is shown this once."""
    frozen, text = _frozen(file)
    for line in frozen.drift():
        typer.echo(f"note: {line}; labels may differ from those that were planned", err=True)
    study = frozen.study
    after = study.dates.retention + dt.timedelta(days=1)
    keep_until = int(dt.datetime.combine(after, dt.time(), dt.UTC).timestamp())

    async def run(store: Store) -> JoinCode:
        await store.studies.open(study.id, study.version, frozen.sha256, text, keep_until)
        return await _new_code(store, code, frozen, asked)

    code = random_code()
    _tell_link(asked, code, with_store(asked.config, run), study)


@takes_link_options
def link(study: Name, asked: Asked) -> None:
    """Print one more link to a study that is open, for another panel or wave. It is shown this once."""
    code = random_code()

    async def run(store: Store) -> tuple[JoinCode, Frozen]:
        kept = await _found(store, study)
        if kept.state is not StudyState.ENROLLING:
            raise Conflict(f"study {study!r} is {kept.state}: nobody can join any more, by no link")
        frozen = load_frozen(kept.frozen.encode())
        return await _new_code(store, code, frozen, asked), frozen

    made, frozen = with_store(asked.config, run)
    _tell_link(asked, code, made, frozen.study)


def list_studies(json: AsJson = False, data: Data = None, database: Database = None) -> None:
    """List the studies of a server, the latest first."""
    config = server_config(data, database)
    for study, participants in with_store(config, lambda store: store.studies.all()):
        row = _row(study, participants)
        if json:
            typer.echo(orjson.dumps(row).decode())
        else:
            typer.echo(
                f"{study.id}  version {study.version}, {study.state}, {participants:,} participants, "
                f"opened {moment(study.opened)}, frozen as {study.freeze[:12]}"
            )


def close(study: Name, data: Data = None, database: Database = None) -> None:
    """Close a study: nobody joins any more and nothing is recorded. This cannot be undone."""
    config = server_config(data, database)
    with_store(config, lambda store: store.studies.advance(study, StudyState.CLOSED))
    typer.echo(f"{study} is closed. `colophon study export {study} --out FOLDER` writes its data;")
    typer.echo(f"`colophon study debrief {study}` tells its participants what it was about.")


def debrief(study: Name, data: Data = None, database: Database = None) -> None:
    """Tell the participants of a closed study what it was about. This cannot be undone."""
    config = server_config(data, database)
    with_store(config, lambda store: store.studies.advance(study, StudyState.DEBRIEFED))
    typer.echo(f"{study}: participants see the debrief when their browser asks next.")


async def _found(store: Store, id: str) -> Study:
    kept = await store.studies.get(id)
    if kept is None:
        raise NotFound(f"there is no study {id!r} on this server; `colophon study list` shows them")
    return kept


async def _new_code(store: Store, code: str, frozen: Frozen, asked: Asked) -> JoinCode:
    seconds = asked.days * DAY_SECONDS if asked.days else _seconds_left(frozen)
    named = frozen.study.id, asked.uses, seconds, asked.name, asked.preview
    return await store.studies.add_code(hash_code(code), *named)


def _seconds_left(frozen: Frozen) -> int:
    after = frozen.study.dates.closes + dt.timedelta(days=1)
    left = dt.datetime.combine(after, dt.time(), dt.UTC) - dt.datetime.now(dt.UTC)
    if left.total_seconds() < 1:
        raise InputError(f"the last day of {frozen.study.id} was {frozen.study.dates.closes} (UTC)")
    return int(left.total_seconds())


def _frozen(file: Path) -> tuple[Frozen, str]:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    try:
        return load_frozen(content), content.decode()
    except InputError as error:
        raise InputError(f"{file}: {error}") from error


def _tell_link(asked: Asked, code: str, made: JoinCode, study: Spec) -> None:
    config = asked.config
    address = f"{origin_of(config)}/study/{made.study}#{code}"
    if study.feed == "hosted":
        who = (study.hosted or Hosted()).participant
        address = f"{origin_of(config)}/study/{made.study}/feed?code={code}&{who}=WHO"
    if asked.json:
        row = {"link": address, "study": made.study, "name": made.name, "preview": made.preview}
        more = {"uses": made.uses_left, "expires": moment(made.expires)}
        typer.echo(orjson.dumps(row | more).decode())
        return
    typer.echo(address)
    people = "one person" if made.uses_left == 1 else f"{made.uses_left:,} people"
    tries = ", to try it out" if made.preview else ""
    typer.echo(f"{made.study}: for {people}{tries}, until {moment(made.expires)}", err=True)
    if study.feed == "hosted":
        typer.echo("The panel puts its own id of each participant in place of WHO.", err=True)
    if not config.hosted:
        typer.echo(
            f"This server can be joined on this computer only: it has no public_url. The link is for port "
            f"{config.port}; for a server on another one, say --port here too.",
            err=True,
        )


def _row(study: Study, participants: int) -> dict[str, Any]:
    return {
        "id": study.id,
        "version": study.version,
        "freeze": study.freeze,
        "state": study.state,
        "participants": participants,
        "opened": moment(study.opened),
        "closed": study.closed and moment(study.closed),
        "debriefed": study.debriefed and moment(study.debriefed),
        "keep_until": study.keep_until and moment(study.keep_until),
    }
