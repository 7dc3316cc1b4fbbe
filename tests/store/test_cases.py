from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.test_entries import ENTRY

from colophon.entry import Basis, EntryState
from colophon.errors import Conflict, TooManyRequests
from colophon.store.cases import DAY_SECONDS, CaseTable, Contest, ContestState, Decision
from colophon.store.database import Store, open_store
from colophon.store.rulings import Ruling, keep_ruling

CONTEST = Contest("c" * 32, "1" * 64, "ai_generated.detector", "I took this", owner="f" * 64)
MADE = Decision("d" * 32, "captured", "a camera took it", "Reviewers", "1" * 64)


async def rule(store: Store, ruling: Ruling) -> Decision:
    return await keep_ruling(store.engine, ruling, ["1" * 64], 7)


async def test_a_contest_is_answered_once(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.cases.open(CONTEST)
        assert [c.id for c in await store.cases.open_contests()] == [CONTEST.id]
        assert (await store.cases.contested(), await store.cases.number_open()) == (
            frozenset({CONTEST.sha256}),
            1,
        )
        assert (await store.changes.since(1)).sha256s == (CONTEST.sha256,)
        rulings = [
            Ruling(replace(MADE, id=f"{n:032x}", contest=CONTEST.id), closed=ContestState.CHANGED)
            for n in range(4)
        ]
        answers = await asyncio.gather(*(rule(store, r) for r in rulings), return_exceptions=True)
        assert sorted(type(a).__name__ for a in answers) == ["Conflict"] * 3 + ["Decision"]
        assert await store.cases.open_contests() == []
        assert (await store.cases.contested(), await store.cases.number_open()) == (frozenset(), 0)
        found = await store.cases.contest(CONTEST.id)
        assert found is not None
        assert (found.state, found.answer) == (ContestState.CHANGED, "a camera took it")
        assert await store.cases.contest("d" * 32) is None
        assert len(await store.cases.decisions("1" * 64)) == 1
        assert await store.changes.generation() == 3, "who came too late counted nothing on"


async def test_a_day_has_so_many_contests_of_one_reader_however_many_come_at_once(place: str | Path) -> None:
    now = 20_000 * DAY_SECONDS + 100
    contests = (replace(CONTEST, id=f"{n:032x}") for n in itertools.count())
    async with open_store(place) as store:
        cases = CaseTable(store.engine, lambda: now)

        async def taken(times: int, owner: str = "f" * 64, most: int = 2) -> int:
            each = [replace(one, owner=owner) for one in itertools.islice(contests, times)]
            answers = await asyncio.gather(*(cases.open(one, most) for one in each), return_exceptions=True)
            refused = [answer for answer in answers if not isinstance(answer, int)]
            waits = [one.retry_after if isinstance(one, TooManyRequests) else one for one in refused]
            assert waits == [DAY_SECONDS - now % DAY_SECONDS] * len(refused)
            return times - len(refused)

        assert await taken(5) == 2
        assert await store.changes.generation() == 3, "who was refused counted nothing on"
        assert await taken(3, owner="e" * 64) == 2
        assert await taken(3, most=0) == 3
        now += DAY_SECONDS - 101  # the last second of the day
        assert await taken(1) == 0
        now += 1
        assert await taken(5) == 2


async def test_the_log_of_decisions_keeps_all_of_them(place: str | Path) -> None:
    async with open_store(place) as store:
        for n, verdict in enumerate(("ai_generated", "no_finding")):
            decision = Decision(f"{n:032x}", verdict, "looked", "Reviewers", "1" * 64)
            made = await rule(store, Ruling(decision))
            assert made == replace(decision, created=7, generation=n + 2)
        log = await store.cases.decisions("1" * 64)
        assert [d.verdict for d in log] == ["ai_generated", "no_finding"]
        assert await store.cases.decisions("2" * 64) == []


async def test_the_last_decision_about_an_image_counts_alone(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.entries.add([ENTRY], [])
        rulings = [
            Ruling(
                replace(MADE, id=f"{n:032x}"),
                entry=replace(ENTRY, id=f"{n:032x}", basis=Basis.REVIEWED, words=f"word {n}"),
            )
            for n in range(4)
        ]
        await asyncio.gather(*(rule(store, r) for r in rulings))
        stated, reviewed = await store.entries.of_image("1" * 64)
        assert (stated.id, reviewed.basis) == (ENTRY.id, Basis.REVIEWED)
        assert len(await store.cases.decisions("1" * 64)) == 4


async def test_of_a_ruling_that_cannot_be_kept_nothing_is_kept(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.entries.add([ENTRY], [])  # counts already: nobody waits for this decision
        about = replace(MADE, entry=ENTRY.id)
        with pytest.raises(Conflict):
            await rule(store, Ruling(about, settled=EntryState.ACTIVE))
        new = replace(ENTRY, id="b" * 32, basis=Basis.REVIEWED)
        with pytest.raises(Conflict):  # there is no such contest
            await rule(store, Ruling(replace(MADE, contest="e" * 32), new, closed=ContestState.KEPT))
        assert await store.cases.decisions("1" * 64) == []
        assert [entry.id for entry in await store.entries.of_image("1" * 64)] == [ENTRY.id]
        assert await store.changes.generation() == 2
