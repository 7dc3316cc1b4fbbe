from __future__ import annotations

from pathlib import Path

from colophon.store.cases import Contest, ContestState, Decision
from colophon.store.database import open_store

CONTEST = Contest("c" * 32, "1" * 64, "ai_generated.detector", "I took this", owner="f" * 64)


async def test_a_contest_is_answered_once(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.cases.open(CONTEST)
        assert [c.id for c in await store.cases.open_contests()] == [CONTEST.id]
        assert (await store.changes.since(1)).sha256s == (CONTEST.sha256,)
        assert await store.cases.answer(CONTEST.id, ContestState.CHANGED, "a camera took it")
        assert await store.cases.answer(CONTEST.id, ContestState.KEPT, "too late") is None
        assert await store.cases.open_contests() == []
        found = await store.cases.contest(CONTEST.id)
        assert found is not None
        assert (found.state, found.answer) == (ContestState.CHANGED, "a camera took it")
        assert await store.cases.contest("d" * 32) is None


async def test_the_log_of_decisions_keeps_all_of_them(place: str | Path) -> None:
    async with open_store(place) as store:
        for n, verdict in enumerate(("ai_generated", "no_finding")):
            made = await store.cases.record(Decision(f"{n:032x}", verdict, "looked", "Reviewers", "1" * 64))
            assert made.created > 0
        log = await store.cases.decisions("1" * 64)
        assert {d.verdict for d in log} == {"ai_generated", "no_finding"}
        assert await store.cases.decisions("2" * 64) == []
