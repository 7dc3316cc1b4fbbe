"""What a server refuses ends a simulation, in words."""

from __future__ import annotations

from typing import Any

import pytest
from tests.study.report.simulated import frozen

from colophon.errors import ColophonError
from colophon.study.simulate.person import Simulated
from colophon.study.simulate.run import Clock, Span, take_part
from colophon.study.simulate.world import World

DAY_MS = 86_400_000
ENROLLED = {
    "token": "t",
    "levels": {"detail": "words"},
    "holdout": False,
    "item_key": "k" * 64,
    "enrolled_at": 10**12,
    "baseline_ends": 10**12 + 3 * DAY_MS,
    "treatment_ends": 10**12 + 10 * DAY_MS,
}


async def took(said: dict[str, Any]) -> Any:
    async def post(path: str, _body: Any, _token: str | None) -> dict[str, Any]:
        return ENROLLED if path.endswith("/participants") else said

    people = Simulated(frozen().study, World(3, exposures=2, withdrawing={}), 60)
    span = Span(1_600_000_000, 1_603_000_000)
    return await take_part(post, "code", people, span, Clock(0), lambda *_: None)


async def test_what_was_taken_is_counted() -> None:
    done = await took({"accepted": 7, "refused": []})
    assert (done.enrolled, done.withdrew, done.events) == (3, 0, 3 * 7)


async def test_an_event_that_is_refused_ends_it() -> None:
    with pytest.raises(ColophonError, match="the server refused made-up events"):
        await took({"accepted": 0, "refused": [{"seq": 1, "why": "arm"}]})
