"""``colophon study simulate``: made-up people take part in a study, on a server of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from colophon.cli.progress import progress_bar
from colophon.cli.server import Data, Database, server_config, with_store
from colophon.cli.study_extra import needs_the_extra
from colophon.errors import InputError, NotFound
from colophon.study.simulate.world import EVERYBODY, World, amounts, means, numbers
from colophon.study.spec.frozen import MAX_BYTES, Frozen, identity, load_frozen, versions
from colophon.study.spec.plan import DateStop
from colophon.study.spec.read import load

if TYPE_CHECKING:  # it needs the extra `study`
    from colophon.cli.study_simulation import Simulation

MOST = 5000


def simulate(
    study: Annotated[
        str,
        typer.Argument(help="A study file, a frozen one, or a study of the server.", metavar="FILE|STUDY"),
    ],
    out: Annotated[Path, typer.Option(help="A folder that is not there yet.", metavar="FOLDER")],
    participants: Annotated[
        int | None,
        typer.Option(min=1, max=MOST, help="How many people.", show_default="as planned"),
    ] = None,
    effect: Annotated[
        list[str] | None,
        typer.Option(
            help="What a planned test is to find, in its unit or (0.3d) in standard deviations; repeatable.",
            metavar="TEST=VALUE",
            show_default="nothing differs",
        ),
    ] = None,
    baseline: Annotated[
        list[str] | None,
        typer.Option(help="The mean or share without an effect; several times.", metavar="TEST=VALUE"),
    ] = None,
    labelled: Annotated[float, typer.Option(min=0, max=1, help="Share of images with a label.")] = 0.4,
    exposures: Annotated[int, typer.Option(min=0, max=500, help="Images seen by each person.")] = 30,
    icc: Annotated[
        float, typer.Option(min=0, max=0.95, help="Share of an answer's variance between people.")
    ] = 0.2,
    attrition: Annotated[float, typer.Option(min=0, max=1, help="Share who stop taking part.")] = 0.1,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            help="Share who withdraw, of all or of one level.",
            metavar="[LEVEL=]SHARE",
            show_default="0.02",
        ),
    ] = None,
    dismissed: Annotated[float, typer.Option(min=0, max=1, help="Share of surveys declined.")] = 0.1,
    inattentive: Annotated[
        float, typer.Option(min=0, max=1, help="Share of attention checks failed.")
    ] = 0.03,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same people.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Print what was put in, and what came of it.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Let made-up people take part, and export what they did: effects are known, and nobody was asked.

    They enrol and send over HTTP, to a server that is started for it with a database of its own: they never
    come near participants of a real study.
    """
    needs_the_extra("scipy", "duckdb")
    from colophon.cli.study_simulation import run

    if out.exists():
        raise InputError(f"{out} is there already: name a folder that is not, or remove it first")
    frozen = _frozen(study, data, database)
    planned = [test.name for test in frozen.study.analysis.tests]
    world = World(
        participants=_number(frozen, participants),
        effects=amounts(effect or (), planned),
        baselines=means(baseline or (), planned),
        labelled=labelled,
        exposures=exposures,
        icc=icc,
        attrition=attrition,
        withdrawing=_shares(frozen, withdraw),
        dismissed=dismissed,
        inattentive=inattentive,
        seed=seed,
    )
    with progress_bar() as tell:
        done = asyncio.run(run(frozen, world, out, tell))
    _say(frozen, done, out, json)


def _frozen(named: str, data: Path | None, database: str | None) -> Frozen:
    """A study by its file or, where there is none of that name, from the server."""
    path = Path(named)
    if path.is_file():
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if content.lstrip()[:1] == b"{":
            return load_frozen(content)
        study = load(content, str(path))
        return Frozen(study, identity(study), dt.date.today(), versions(), content.decode())
    if path.suffix or len(path.parts) > 1:
        raise InputError(f"{named} cannot be read: there is no such file")
    kept = with_store(server_config(data, database), lambda store: store.studies.get(named))
    if kept is None:
        raise NotFound(
            f"there is no file and no study {named!r} here; `colophon study list` shows the studies"
        )
    return load_frozen(kept.frozen.encode())


def _number(frozen: Frozen, asked: int | None) -> int:
    rule = frozen.study.stopping
    if asked is not None and asked > rule.n and not isinstance(rule, DateStop):
        raise InputError(f"--participants {asked}: enrolment of this study ends with participant {rule.n}")
    return asked or min(rule.n, MOST)


def _shares(frozen: Frozen, words: list[str] | None) -> dict[str, float]:
    shares = {EVERYBODY: 0.02} | numbers(words or ())
    known = {level.name for factor in frozen.study.factors for level in factor.levels} | {EVERYBODY}
    for name, share in shares.items():
        if name not in known or not 0 <= share <= 1:
            raise InputError(
                f"--withdraw {name}={share:g}: name a level of the study and a share from 0 to 1"
            )
    return shares


def _say(frozen: Frozen, done: Simulation, out: Path, json: bool) -> None:
    if json:
        typer.echo(
            orjson.dumps(done.plain() | {"came_of_it": asdict(done.took), "export": str(out)}).decode()
        )
        return
    took, study = done.took, frozen.study
    typer.echo(
        f"{study.id}: {took.enrolled:,} made-up people, {took.events:,} events; {took.dropped_out} stopped "
        f"early, {took.withdrew} withdrew (seed {done.world.seed})"
    )
    typer.echo("put in:")
    for test in study.analysis.tests:
        truth = done.truth[test.name]
        said = "no simple figure" if truth is None else f"a difference of {truth:.3f}"
        typer.echo(f"  {test.name} ({test.outcome}, {test.contrast[1]} against {test.contrast[0]}): {said}")
    typer.echo(f"{out} written; next: colophon study report {out} --out {out}/report")
