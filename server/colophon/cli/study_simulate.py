"""``colophon study simulate``: made-up people take part in a study, on a server of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import orjson
import typer

from colophon.app import build_app
from colophon.cli.progress import Tell, progress_bar
from colophon.cli.server import Data, Database, server_config, with_store
from colophon.cli.study_extra import needs_the_extra
from colophon.config import Config
from colophon.errors import InputError, NotFound
from colophon.http.asking import asking
from colophon.http.listen import listening
from colophon.http.services import SERVICES
from colophon.pairing.codes import hash_code, random_code
from colophon.store.database import Store, open_store
from colophon.store.studies import StudyState
from colophon.study.export.export import export
from colophon.study.names import item_key
from colophon.study.simulate.person import Simulated
from colophon.study.simulate.run import AT_ONCE, DAY_SECONDS, Clock, Span, Took, take_part
from colophon.study.simulate.truth import true_differences
from colophon.study.simulate.world import EVERYBODY, World, amounts, numbers
from colophon.study.spec.frozen import MAX_BYTES, Frozen, content_of, identity, load_frozen, versions
from colophon.study.spec.read import load

MOST = 5000
PUT_IN = "simulated.json"  # beside the tables: what was put in


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was put in, and what became of it. ``truth`` is the difference that each test is about."""

    study: str
    world: World
    truth: dict[str, float | None]
    took: Took

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        world = asdict(self.world) | {"effects": {n: str(a) for n, a in self.world.effects.items()}}
        return {"simulated": True, "study": self.study, "put_in": world, "true_differences": self.truth}


def simulate(
    study: Annotated[str, typer.Argument(help="A study file, a frozen one, or a study of the server.")],
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
    """Let made-up people take part, and export what they did. Effects are known: nothing else here is real.

    They enrol and send over HTTP, to a server that is started for it with a database of its own: they never
    come near participants of a real study.
    """
    needs_the_extra("scipy", "duckdb")
    if out.exists():
        raise InputError(f"{out} is there already: name a folder that is not, or remove it first")
    frozen = _frozen(study, data, database)
    planned = min(frozen.study.stopping.n, MOST)
    world = World(
        participants=min(participants or planned, planned),
        effects=amounts(effect or ()),
        baselines=numbers(baseline or ()),
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


async def run(frozen: Frozen, world: World, out: Path, tell: Tell) -> Simulation:
    """Simulate into a folder that is not there yet. Raises InputError for what cannot be put in."""
    study, code = frozen.study, random_code()
    simulated = Simulated(study, world, images=max(60, 4 * world.exposures))
    truth = true_differences(simulated.moved)
    today = int(time.time()) // DAY_SECONDS * DAY_SECONDS
    span = Span.of(study, today)
    clock = Clock(span.begins)
    with TemporaryDirectory() as folder:
        config = Config(data=Path(folder), port=0, workers=1, checks=())
        app = build_app(config, clock=clock)
        async with listening(app, config.host, config.port) as origin, asking(origin, AT_ONCE) as post:
            store = app[SERVICES].store
            salt = hashlib.sha256(f"simulated {study.id} {world.seed}".encode()).digest()
            text = content_of(frozen).decode()
            await store.studies.open(study.id, study.version, frozen.sha256, text, None, salt)
            seconds = span.ends - span.begins + DAY_SECONDS
            await store.studies.add_code(hash_code(code), study.id, world.participants, seconds)
            took = await take_part(post, code, simulated, span, clock, tell)
            await store.studies.advance(study.id, StudyState.CLOSED)
        done = Simulation(study.id, world, truth, took)
        async with open_store(config.store, patient=True) as store:
            await _export(store, frozen, done, simulated, out, tell)
    return done


async def _export(
    store: Store, frozen: Frozen, done: Simulation, simulated: Simulated, out: Path, tell: Tell
) -> None:
    kept = await store.studies.get(frozen.study.id)
    assert kept is not None
    put_in = orjson.dumps(done.plain(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    files = {"study.frozen.json": kept.frozen.encode(), PUT_IN: put_in}
    files |= {"study.toml": frozen.source.encode()} if frozen.source else {}
    await export(store, kept, frozen.study, files, out, tell, simulated.truth(item_key(kept.salt)))


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
