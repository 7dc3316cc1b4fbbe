"""Draws inside the extension: the module of its background, run by each browser's own engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.e2e.inside import Inside
from tests.e2e.visitor import IN_BROWSER
from tests.study.assignment_table import TABLE

pytestmark = IN_BROWSER

DRAW = """import("/background/assignment.js").then(({ bucket }) =>
  JSON.stringify(%s.map(([seed, unit, version]) => bucket(seed, unit, version))))"""


async def drawn(inside: Inside, given: list[list[object]]) -> list[float | None]:
    page = await inside.open("popup.html")
    places: list[float | None] = json.loads(str(await page.evaluate(DRAW % json.dumps(given))))
    await page.close()
    return places


async def test_a_browser_draws_as_the_server_does(inside: Inside) -> None:
    rows = json.loads(TABLE.read_text(encoding="utf-8"))["rows"]
    assert await drawn(inside, [[seed, unit, 2] for seed, unit, *_ in rows]) == [row[2] for row in rows]


async def test_a_browser_draws_as_the_published_vectors_say(inside: Inside, cases: Path) -> None:
    path = cases / "stats" / "growthbook_assignment_cases.json"
    if not path.exists():
        pytest.skip(f"no assignment vectors: {path} is absent")
    vectors = json.loads(path.read_text(encoding="utf-8"))["hash"]
    assert await drawn(inside, [row[:3] for row in vectors]) == [row[3] for row in vectors]
