"""A study with participants, and what their browsers would send of a feed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.study.studies import study
from tests.study.taking_part import asked, frozen_file

from colophon.config import Limits
from colophon.pairing.codes import hash_code
from colophon.store.database import open_store
from colophon.store.shared import Alone
from colophon.study.enrolment import Studies
from colophon.study.spec.frozen import identity
from colophon.study.wire import EnrolIn

STUDY = study(strata={"by": ["platform"], "block": 4}, stopping={"rule": "fixed", "n": 100_000})
CODE = "AAAA-BBBB-CCCC"
T = 1_800_000_000_000
YEAR = 365 * 86_400
_LABEL = {"would_label": "ai_generated.detector", "would_process": "ai_generated", "would_source": "detector"}


async def enrolled(place: Path, people: int) -> list[str]:
    """Open the study and let so many people join; gives their tokens."""
    async with open_store(place) as store:
        await store.studies.open(STUDY.id, 1, identity(STUDY), frozen_file(STUDY), None)
        await store.studies.add_code(hash_code(CODE), STUDY.id, people, YEAR)
        studies = Studies(store, Alone(), Limits())
        bodies = [EnrolIn.model_validate(asked(STUDY, CODE, seed)) for seed in range(people)]
        return [(await studies.enrol(STUDY.id, body)).token for body in bodies]


def events(number: int, levels: dict[str, str] | None = None, seed: int = 0) -> Iterator[dict[str, Any]]:
    """A feed: images are checked, labelled or not, seen; now and then somebody opens a label or answers."""
    dice, item = random.Random(seed), ""
    for seq in range(number):
        step = seq % 4
        if step == 0:
            item = f"{dice.getrandbits(64):016x}"
        made = {"seq": seq, "t": T + seq * 700, "item": item, "place": seq // 4 + 1}
        yield made | _kind(step, dice, levels or {})


def _kind(step: int, dice: random.Random, levels: dict[str, str]) -> dict[str, Any]:
    visible = dice.randrange(200, 9000)
    match step:
        case 0:
            data = {"platform": "mastodon", "phase": "treatment", "levels": levels, "after_labelled": None}
            labelled = _LABEL if dice.random() < 0.3 else dict.fromkeys(_LABEL)
            return {"kind": "eligible", "data": data | labelled}
        case 1:
            shown = {"applied": True, "shown_label": "ai_generated.detector", "latency_ms": visible // 20}
            return {"kind": "painted", "data": shown | {"not_applied_reason": None}}
        case 2:
            return {"kind": "exposed", "data": {"visible_ms": 1000, "longest_ms": 1000}}
    if dice.random() < 0.1:
        return {"kind": "opened", "data": {"level": 2}}
    return {"kind": "dwell", "data": {"visible_ms": visible, "longest_ms": visible // 2}}
