"""A simulation as it runs: a server with a database of its own, made-up people, an export."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from colophon.app import build_app
from colophon.cli.progress import Tell
from colophon.config import Config
from colophon.http.asking import asking
from colophon.http.listen import listening
from colophon.http.services import SERVICES
from colophon.pairing.codes import hash_code, random_code
from colophon.store.database import Store, open_store
from colophon.store.studies import StudyState
from colophon.study.export.export import export
from colophon.study.names import item_key
from colophon.study.report.source import PUT_IN
from colophon.study.simulate.person import Simulated
from colophon.study.simulate.run import AT_ONCE, DAY_SECONDS, Clock, Span, Took, take_part
from colophon.study.simulate.truth import true_differences
from colophon.study.simulate.world import World
from colophon.study.spec.frozen import Frozen, content_of


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
