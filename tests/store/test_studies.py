"""Studies in the store: drawn once, recorded once, deleted wholly."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from colophon.config import Retention
from colophon.errors import Conflict, NotFound, Refused
from colophon.store.database import Store, open_store
from colophon.store.participants import Newcomer, Participant, ParticipantTable
from colophon.store.retention import OldRows
from colophon.store.studies import StudyState
from colophon.store.tables import metadata, study_events, study_participants

STUDY, FREEZE = "wording-2027", "f" * 64
YEAR = 365 * 86_400
ARMS = ("a", "b")
FOR_EVER = Retention(findings=0, contests=0, tokens=0)


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


async def opened(store: Store, uses: int = 1000, *, preview: bool = False) -> None:
    await store.studies.open(STUDY, 1, FREEZE, "{}", None)
    await store.studies.add_code("code", STUDY, uses, YEAR, preview=preview)


def newcomer(n: int, stratum: str | None = "en") -> Newcomer:
    return Newcomer(
        STUDY, f"{n:016x}", f"{n:064x}", "code", "c" * 64, "en", "mastodon", "1.0", False, stratum
    )


def by_turns(place: int) -> dict[str, str]:
    return {"wording": ARMS[place % 2]}


def event(seq: int, **more: Any) -> dict[str, Any]:
    made = {"seq": seq, "kind": "exposed", "t": 1_800_000_000_000 + seq, "item": "0" * 16, "place": 1}
    return made | {"data": {"visible_ms": seq, "longest_ms": 5}} | more


async def join(store: Store, n: int = 1) -> Participant:
    return await store.participants.enrol(newcomer(n), by_turns)


async def everything(store: Store) -> list[tuple[Any, ...]]:
    async with store.engine.connect() as connection:
        query = select(study_events).order_by(study_events.c.participant, study_events.c.session)
        rows = (await connection.execute(query.order_by(study_events.c.seq))).all()
        return [tuple(row)[:5] + tuple(row)[6:] for row in rows]  # without the moment of arrival


async def send(store: Store, n: int, session: str, events: Sequence[dict[str, Any]]) -> int:
    return await store.events.add(f"{n:064x}", session, "1.0 12 30", events)


async def test_what_was_frozen_does_not_change_under_participants(store: Store) -> None:
    first = await store.studies.open(STUDY, 1, FREEZE, "{}", 7)
    assert await store.studies.open(STUDY, 1, FREEZE, "{}", 7) == first
    changed = await store.studies.open(STUDY, 2, "e" * 64, '{"x":1}', 7)
    assert (changed.version, changed.salt != first.salt) == (2, True), "nobody is in it yet"
    await store.studies.add_code("code", STUDY, 1, YEAR)
    await join(store)
    with pytest.raises(Conflict, match="has participants under version 2"):
        await store.studies.open(STUDY, 3, FREEZE, "{}", 7)
    assert await store.studies.get(STUDY) == replace(changed, enrolled=1)


async def test_a_study_only_goes_forward(store: Store) -> None:
    await opened(store)
    with pytest.raises(Conflict, match="is enrolling, so it cannot become debriefed"):
        await store.studies.advance(STUDY, StudyState.DEBRIEFED)
    closed = await store.studies.advance(STUDY, StudyState.CLOSED)
    assert closed.closed
    with pytest.raises(Conflict, match="is closed on this server"):
        await store.studies.open(STUDY, 1, FREEZE, "{}", None)
    with pytest.raises(Conflict, match="no more participants"):
        await join(store)
    with pytest.raises(NotFound):
        await store.studies.advance("nothing", StudyState.CLOSED)


async def test_the_same_participant_is_drawn_once(store: Store) -> None:
    await opened(store, uses=2)
    one = await join(store, 1)
    two = await join(store, 2)
    assert (one.levels, two.levels) == ({"wording": "a"}, {"wording": "b"})
    # the code is used up by now
    assert await join(store, 1) == one
    assert await store.participants.of_token(STUDY, f"{1:064x}") == one
    assert await store.participants.of_token("another", f"{1:064x}") is None
    with pytest.raises(Refused, match="used as often as it may"):
        await join(store, 3)
    study = await store.studies.get(STUDY)
    assert study is not None
    assert study.enrolled == 2, "who was refused is not counted"
    assert (await store.studies.all())[0][1] == 2


async def test_places_of_a_block_are_taken_by_stratum(store: Store) -> None:
    await opened(store)
    people = [newcomer(n, stratum=("en", "es", None)[n % 3]) for n in range(9)]
    drawn = [
        (await store.participants.enrol(one, lambda n: {"place": str(n)})).levels["place"] for one in people
    ]
    assert drawn == ["0", "0", "0", "1", "1", "0", "2", "2", "0"]


async def test_a_study_is_full_at_its_number(store: Store) -> None:
    await opened(store)
    await store.participants.enrol(newcomer(1), by_turns, most=1)
    with pytest.raises(Conflict, match="the 1 participants it wanted"):
        await store.participants.enrol(newcomer(2), by_turns, most=1)


async def test_many_who_come_at_once_get_a_place_each(store: Store) -> None:
    await opened(store)
    people = [newcomer(n % 12) for n in range(24)]  # each of them twice
    made = await asyncio.gather(*(store.participants.enrol(one, by_turns) for one in people))
    assert len({one.number for one in made}) == 12
    arms = Counter(one.levels["wording"] for one in made[:12])
    assert arms == {"a": 6, "b": 6}
    for first, second in zip(made[:12], made[12:], strict=True):
        assert first == second
    study = await store.studies.get(STUDY)
    assert study is not None
    assert study.enrolled == 12


ENROL = """
import asyncio, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from tests.store.test_studies import by_turns, event, newcomer, send
from colophon.store.database import open_store

async def run():
    place = sys.argv[1]
    async with open_store(place if "://" in place else Path(place)) as store:
        for n in range(20):
            await store.participants.enrol(newcomer(n), by_turns)
            print(await send(store, n, "session1", [event(seq) for seq in range(30)]))

asyncio.run(run())
"""


def starting(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


async def test_two_processes_draw_and_record_once(place: str | Path, store: Store) -> None:
    await opened(store)
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", ENROL, str(place), root]
    both = [starting(*command) for _ in range(2)]
    said = [(await asyncio.to_thread(one.communicate, timeout=120))[0].split() for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum(map(int, said[0] + said[1])) == 20 * 30, "each event counts as new in one process"
    async with store.engine.connect() as connection:
        levels = (await connection.execute(select(study_participants.c.levels))).scalars().all()
        number = (await connection.execute(select(func.count()).select_from(study_events))).scalar_one()
    assert Counter(json.loads(one)["wording"] for one in levels) == {"a": 10, "b": 10}
    assert number == 20 * 30


@pytest.mark.parametrize("seed", range(4))
async def test_retries_reorder_and_duplicates_leave_the_same_rows(store: Store, seed: int) -> None:
    await opened(store)
    for n in (1, 2):
        await join(store, n)
    sent = {(n, session): [event(seq) for seq in range(40)] for n in (1, 2) for session in ("s1", "s2")}
    chance = random.Random(seed)
    batches = []
    for key, events in sent.items():
        for _ in range(8):
            some = chance.choices(events, k=15)  # with repetition, in any order
            batches.append((key, some))
        batches.append((key, events))
    chance.shuffle(batches)
    new = await asyncio.gather(*(send(store, n, session, some) for (n, session), some in batches))
    assert sum(new) == 4 * 40
    rows = await everything(store)
    assert [(row[1], row[2]) for row in rows] == 2 * [(s, q) for s in ("s1", "s2") for q in range(40)]
    assert [json.loads(row[7])["visible_ms"] for row in rows] == 4 * list(range(40))
    before = rows
    await asyncio.gather(*(send(store, n, session, some) for (n, session), some in batches))
    assert await everything(store) == before


async def test_what_came_first_stays(store: Store) -> None:
    await opened(store)
    await join(store)
    assert await send(store, 1, "s", [event(1, kind="like", item=None, place=None, data={})]) == 1
    assert await send(store, 1, "s", [event(1), event(2)]) == 1
    [first, second] = await everything(store)
    assert first[2:4] == (1, "like")
    assert first[5:8] == (None, None, "{}")
    assert second[2:7] == (2, "exposed", 1_800_000_000_002, "0" * 16, 1)


async def test_odd_words_come_back(store: Store) -> None:
    await opened(store)
    await join(store)
    words = 'a "quoted"\nline \U0001f5bc \u202e \\ \ufeff \\u0000'
    await send(store, 1, "s", [event(1, data={"answer": words, "list": ["x"], "none": None, "yes": True})])
    [row] = await everything(store)
    assert json.loads(row[7]) == {"answer": words, "list": ["x"], "none": None, "yes": True}


async def test_withdrawal_leaves_a_number_and_nothing_else(store: Store) -> None:
    await opened(store)
    gone, stays = await join(store, 1), await join(store, 2)
    for n in (1, 2):
        await send(store, n, "s", [event(seq) for seq in range(5)])
    assert await store.participants.withdraw(gone.number)
    assert not await store.participants.withdraw(gone.number)
    assert await store.participants.find(STUDY, gone.participant) is None
    assert {row[0] for row in await everything(store)} == {stays.number}
    assert await store.participants.withdrawals(STUDY) == [({"wording": "a"}, 1)]
    assert await send(store, 1, "s", [event(9)]) == 0, "the token opens nothing any more"
    async with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                assert gone.participant not in map(str, row), table.name


async def test_events_that_come_while_somebody_withdraws_belong_to_nobody(store: Store) -> None:
    await opened(store)
    for n in range(6):
        one = await join(store, n)
        adding = [send(store, n, f"s{k}", [event(seq) for seq in range(20)]) for k in range(4)]
        *_, left = await asyncio.gather(*adding, store.participants.withdraw(one.number))
        assert left
    assert await everything(store) == []
    assert await store.events.number_in(STUDY) == 0


async def test_previews_are_in_no_count_and_no_stream(store: Store) -> None:
    await opened(store, preview=True)
    tries = await join(store, 1)
    assert tries.preview
    await store.studies.add_code("real", STUDY, 1, YEAR)
    await store.participants.enrol(replace(newcomer(2), code="real"), by_turns)
    for n in (1, 2):
        await send(store, n, "s", [event(seq) for seq in range(5)])
    [text] = [text async for text in store.events.lines(STUDY)]
    lines = text.split("\r\n")
    assert [line.split(",")[:4] for line in lines[:-1]] == [
        [f"{2:016x}", "s", str(q), "exposed"] for q in range(5)
    ]
    assert lines[-1] == ""
    assert await store.events.number_in(STUDY) == 5
    assert await store.events.number_of(tries.number) == 5
    assert (await store.studies.all())[0][1] == 1
    await store.participants.withdraw(tries.number)
    assert await store.participants.withdrawals(STUDY) == []


async def test_after_the_promised_date_only_what_was_frozen_stays(store: Store) -> None:
    await store.studies.open(STUDY, 1, FREEZE, "{}", 5000)
    await store.studies.add_code("code", STUDY, 100, YEAR)
    for n in range(30):
        await join(store, n)
    await send(store, 3, "s", [event(1)])
    early, due = (OldRows(store.engine, store.engine, store.tokens, partial(float, n)) for n in (4999, 5000))
    assert "study participants" not in await early.remove(FOR_EVER)
    assert (await store.studies.all())[0][1] == 30
    removed = await due.remove(FOR_EVER)
    assert removed["study participants"] == 30
    assert await everything(store) == []
    assert await store.studies.codes(STUDY) == []
    assert await store.studies.get(STUDY) is not None


async def test_a_code_of_another_study_opens_nothing(store: Store) -> None:
    await opened(store)
    await store.studies.open("other-study", 1, FREEZE, "{}", None)
    assert await store.studies.code("other-study", "code") is None
    with pytest.raises(Refused):
        await store.participants.enrol(replace(newcomer(1), study="other-study"), by_turns)
    known = await store.studies.code(STUDY, "code")
    assert known is not None
    assert (known.uses_left, known.preview) == (1000, False)
    late = ParticipantTable(store.engine, lambda: known.expires)
    with pytest.raises(Refused, match="too old"):
        await late.enrol(newcomer(1), by_turns)
