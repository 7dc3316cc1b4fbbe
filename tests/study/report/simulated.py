"""Studies of made-up people, taken part in over HTTP, and their reports."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.study.report.made_up import planned, study

from colophon.cli.study_simulation import Simulation, run
from colophon.study.names import participant_of
from colophon.study.report.whole import Whole, whole
from colophon.study.simulate.person import Simulated
from colophon.study.simulate.world import Amount, World
from colophon.study.spec.frozen import Frozen, identity, versions

FACTORS = [
    {
        "name": "detail",
        "levels": [
            {"name": "control", "treatment": {"show": "nothing"}},
            {"name": "words", "treatment": {"detail": "short"}},
            {"name": "source", "treatment": {"detail": "short_source"}},
        ],
    }
]
SURVEYED = {"name": "probe", "when": "item", "share": 1.0, "per_session": 50}
TESTS = [
    planned("answer", "ols", covariate="baseline", family="main"),
    planned("comprehension", "proportions", family="main"),
    planned("spillover", family="others"),
    planned("opened_card", "cluster", family="others"),
    planned("visible_ms", role="guard", margin=5000.0),
]
EFFECTS = {
    "answer_ols": Amount(-0.9),
    "comprehension_proportions": Amount(0.38),
    "opened_card_cluster": Amount(0.2),
}


def frozen(**changes: Any) -> Frozen:
    """The example's study with every image asked about, in strata, with looks."""
    surveys = [one.model_dump() for one in study().surveys]
    surveys[0] |= SURVEYED
    plan = study(
        **{
            "tests": TESTS,
            "factors": FACTORS,
            "surveys": surveys,
            "strata": {"by": ["locale"], "block": 6},
            "exclude": {"failed_attention": 1, "min_exposures": 1, "min_sessions": 0},
            "stopping": {"rule": "sequential", "n": 1000, "first_look": 60, "tightest_at": 150},
        }
        | changes
    )
    return Frozen(plan, identity(plan), dt.date(2026, 9, 1), versions(), "# a study\n")


@dataclass(frozen=True)
class Made:
    """A simulation with its export and its report."""

    world: World
    folder: Path
    done: Simulation
    report: Whole

    def names(self) -> set[str]:
        """What the data would call all who enrolled."""
        salt = hashlib.sha256(f"simulated {self.done.study} {self.world.seed}".encode()).digest()
        people = Simulated(self.report.frozen.study, self.world, 60)
        return {participant_of(salt, people.code(n)) for n in range(self.world.participants)}


def make(world: str, folder: Path) -> Made:
    """One of the worlds below, with its export in a new folder."""
    put, plan = WORLDS[world], frozen()
    done = asyncio.run(run(plan, put, folder, lambda *_: None))
    return Made(put, folder, done, whole(folder, lambda *_: None))


WORLDS = {
    "effects": World(160, EFFECTS, exposures=10, icc=0.6, seed=3, withdrawing={"": 0.06}),
    "nothing": World(90, exposures=8, seed=2),
    "broken": World(90, EFFECTS, exposures=2, withdrawing={"": 0.0, "source": 1.0}),
}
