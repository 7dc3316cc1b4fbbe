"""What waits for a person is handed to one person, and every act is kept once."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.test_cases import CONTEST, MADE
from tests.store.test_entries import ENTRY

from colophon.entry import Basis, EntryState, Kind
from colophon.errors import Conflict
from colophon.store.cases import ContestState, standing
from colophon.store.chain import Act, first_misfit
from colophon.store.database import Store, open_store
from colophon.store.review_acts import Word, say
from colophon.store.review_items import HOLD_SECONDS
from colophon.store.review_words import Given, Item, ItemKind, ItemState, Person
from colophon.store.rulings import Ruling, Withdrawal, keep_ruling, keep_withdrawal

ANA, BEN, LEAD = Person("ana"), Person("ben"), Person("lea", lead=True)


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


def items(number: int, queue: str = "conflicts") -> list[Item]:
    return [Item(f"{n:032x}", queue, f"{n:064x}", doubt=n % 7, draw=-n) for n in range(1, number + 1)]


def word(item: str, verdict: str, person: Person = ANA, *more: Item, note: str | None = None) -> Word:
    acts = (Act(person.who, "verdict", item, data={"verdict": verdict}),)
    after = {"skip": ItemState.SKIPPED, "unsure": ItemState.UNSURE}.get(verdict, ItemState.DECIDED)
    return Word(person, Given(item, person.who, verdict, note=note), acts, more, after)


async def test_many_who_ask_at_once_never_get_the_same(store: Store) -> None:
    await store.review.put(items(24))
    people = [Person(f"person-{n}") for n in range(30)]
    for order in ("oldest", "doubt", "random"):
        taken = await asyncio.gather(*(store.review.take("conflicts", one, order) for one in people))
        held = [item.id for item in taken if item is not None]
        assert len(held) == len(set(held)) == 24
        for one, item in zip(people, taken, strict=True):
            if item is not None:
                assert (item.holder, item.state) == (one.who, ItemState.HELD)
                assert await store.review.release(item.id, one.who)


async def test_many_who_work_at_once_leave_each_item_decided_once(store: Store) -> None:
    await store.review.put(items(40))
    said: list[tuple[str, str]] = []

    async def work(person: Person) -> None:
        while item := await store.review.take("conflicts", person):
            await say(store.engine, word(item.id, "agree", person), 7)
            said.append((person.who, item.id))

    await asyncio.gather(*(work(Person(f"person-{n}")) for n in range(6)))
    assert sorted(id for _, id in said) == [item.id for item in items(40)]
    rows = [row async for row in store.log.rows()]
    assert sorted((row.who, str(row.item)) for row in rows) == sorted(said)
    assert first_misfit(rows, *await store.log.end()) is None


async def test_who_asks_again_gets_what_they_hold_and_others_the_next(store: Store) -> None:
    await store.review.put(items(3))
    first = await store.review.take("conflicts", ANA)
    assert first == replace(await _got(store, 1), holder="ana")
    again = await store.review.take("conflicts", ANA)
    assert again == replace(first, held_until=again.held_until if again else None)
    assert await _taken(store, BEN) == 2
    assert await store.review.hold(f"{1:032x}", BEN) is None
    assert await store.review.take("nothing", BEN) is None


async def test_a_hold_ends_by_itself_and_is_renewed_by_its_page(place: str | Path) -> None:
    now = 1000.0
    async with open_store(place, clock=lambda: now) as store:
        await store.review.put(items(1))
        assert await _taken(store, ANA) == 1
        now += HOLD_SECONDS - 1
        assert await _taken(store, BEN) is None
        assert await store.review.hold(items(1)[0].id, ANA) is not None
        now += HOLD_SECONDS - 1
        assert await _taken(store, BEN) is None
        now += 1
        assert await _taken(store, BEN) == 1
        with pytest.raises(Conflict, match="somebody else is looking"):
            await say(store.engine, word(items(1)[0].id, "agree", ANA), now)


async def test_what_is_passed_on_goes_to_somebody_else(store: Store) -> None:
    await store.review.put(items(1))
    [item] = items(1)
    await say(store.engine, word(item.id, "skip", ANA), 7)
    assert (await _got(store, 1)).state is ItemState.SKIPPED
    assert await _taken(store, ANA) is None
    assert await _taken(store, BEN) == 1
    await say(store.engine, word(item.id, "unsure", BEN), 7)
    assert await _taken(store, ANA) is None
    with pytest.raises(Conflict, match="waits for a lead"):
        await say(store.engine, word(item.id, "agree", ANA), 7)
    assert await _taken(store, LEAD) == 1
    await say(store.engine, word(item.id, "agree", LEAD), 7)
    with pytest.raises(Conflict, match="decided already"):
        await say(store.engine, word(item.id, "agree", LEAD), 7)
    assert [given.who for given in await store.review.verdicts(item.id)] == ["ana", "ben", "lea"]
    [queue] = await store.review.queues()
    assert (queue.waiting, queue.unsure, queue.decided, queue.oldest) == (0, 0, 1, None)


@pytest.mark.parametrize("kind", [ItemKind.APPEAL, ItemKind.SECOND])
async def test_another_look_is_by_somebody_else(store: Store, kind: ItemKind) -> None:
    [first] = items(1)
    again = Item("a" * 32, "second", first.sha256, kind, first=first.id)
    await store.review.put([first])
    await say(store.engine, word(first.id, "agree", ANA, again), 7)
    assert await store.review.take("second", ANA) is None
    assert await store.review.hold(again.id, ANA) is None
    with pytest.raises(Conflict, match="for somebody who said nothing"):
        await say(store.engine, word(again.id, "agree", ANA), 7)
    taken = await store.review.take("second", BEN)
    assert taken is not None
    await say(store.engine, word(again.id, "agree", BEN), 7)


async def test_one_time_links_count_as_one_person_where_that_matters(store: Store) -> None:
    [first] = items(1)
    again = Item("a" * 32, "second", first.sha256, ItemKind.SECOND, first=first.id)
    await store.review.put([first])
    one, other = Person("link-1111"), Person("link-2222")
    await say(store.engine, word(first.id, "agree", one, again), 7)
    assert await store.review.take("second", other) is None
    assert await store.review.take("second", BEN) is not None


async def test_items_are_kept_once(store: Store) -> None:
    assert await store.review.put(items(3)) == 3
    assert await store.review.put(items(5)) == 2
    assert [item.id for item in await store.review.page("conflicts", 9)] == [item.id for item in items(5)]


async def test_a_contest_is_an_item_and_one_about_a_decided_image_an_appeal(store: Store) -> None:
    await store.cases.open(CONTEST)
    item = await store.review.get(CONTEST.id)
    assert item is not None
    assert (item.queue, item.kind, item.process) == ("contests", ItemKind.FIRST, "ai_generated")
    about = replace(MADE, contest=CONTEST.id)
    await keep_ruling(store.engine, Ruling(about, closed=ContestState.KEPT), [], 7)
    closed = await store.review.get(CONTEST.id)
    assert closed is not None
    assert closed.state is ItemState.CLOSED, "answered past the queue"
    again = replace(CONTEST, id="e" * 32)
    await store.cases.open(again)
    appeal = await store.review.get(again.id)
    assert appeal is not None
    assert appeal.kind is ItemKind.APPEAL


async def test_a_word_and_its_decision_count_together_or_not_at_all(store: Store) -> None:
    [item] = items(1)
    await store.review.put([item])
    assert await store.review.hold(item.id, BEN) is not None
    ruling = Ruling(replace(MADE, sha256=item.sha256), word=word(item.id, "agree", ANA))
    with pytest.raises(Conflict):
        await keep_ruling(store.engine, ruling, [], 7)
    assert await store.cases.decisions(item.sha256) == []
    assert [row async for row in store.log.rows()] == []
    assert await store.changes.generation() == 1


async def test_a_decision_that_is_taken_back_leaves_what_stood_before(store: Store) -> None:
    """Also when several try at once: only the last decision goes, and once."""
    [item] = items(1, "audit:one")
    await store.review.put([item, replace(items(2)[1], sha256=item.sha256, queue="near")])
    about = replace(ENTRY, basis=Basis.REVIEWED, sha256=item.sha256)
    ids = [f"{n:032x}" for n in range(3)]
    for n, id in enumerate(ids[:2]):
        made, entry = replace(MADE, id=id, sha256=item.sha256), replace(about, id=id)
        said = word(item.id, "agree", ANA) if n else None
        await keep_ruling(store.engine, Ruling(made, entry, word=said), [], 7)
    assert (await _got(store, 2)).state is ItemState.CLOSED
    back = Withdrawal(
        replace(MADE, id="a" * 32, verdict="withdrawn", sha256=item.sha256, withdraws=ids[1]),
        retracts=True,
        entry=replace(about, id=ids[2], words="again"),
        given=Given(item.id, "ana", "agree"),
    )
    early = replace(back, decision=replace(back.decision, withdraws=ids[0]))
    with pytest.raises(Conflict, match="another was made since"):
        await keep_withdrawal(store.engine, early, [], 7)
    tries = [replace(back, decision=replace(back.decision, id=f"{n:032x}")) for n in range(10, 14)]
    done = await asyncio.gather(
        *(keep_withdrawal(store.engine, one, [], 7) for one in tries), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict"] * 3 + ["Decision"]
    assert [entry.words for entry in await store.entries.of_image(item.sha256)] == ["again"]
    assert [one.id for one in standing(await store.cases.decisions(item.sha256))] == [ids[0]]
    assert (await _got(store, 1)).state is ItemState.HELD


async def test_of_a_protected_image_nothing_is_left_in_the_queue(store: Store) -> None:
    [item, other] = [*items(1), replace(items(2)[1], sha256=items(1)[0].sha256)]
    await store.review.put([replace(one, known={"permalink": "x"}, pdq="0" * 64) for one in (item, other)])
    listed = replace(ENTRY, id="f" * 32, kind=Kind.PROTECTED, sha256=item.sha256)
    made = replace(MADE, verdict="protected", sha256=item.sha256)
    ruling = Ruling(made, listed, word=word(item.id, "protected"))
    await keep_ruling(store.engine, ruling, [], 7)
    for one in await store.review.some([item.id, other.id]):
        assert (one.known, one.pdq) == ({}, None)
    assert (await _got(store, 2)).state is ItemState.CLOSED
    back = Withdrawal(
        replace(made, id="a" * 32, verdict="withdrawn", withdraws=MADE.id),
        unlisted=listed.id,
        given=Given(item.id, "ana", "protected"),
    )
    await keep_withdrawal(store.engine, back, [], 7)
    entry = await store.entries.get(listed.id)
    assert entry is not None
    assert entry.state is EntryState.WITHDRAWN
    assert (await _got(store, 2)).state is ItemState.WAITING


async def test_the_log_of_many_at_once_is_one_chain(store: Store) -> None:
    await store.review.put(items(20))
    words = [word(item.id, "skip", Person(f"p{n}")) for n, item in enumerate(items(20))]
    await asyncio.gather(*(say(store.engine, one, 7) for one in words))
    rows = [row async for row in store.log.rows()]
    assert [row.number for row in rows] == list(range(1, 21))
    assert all(after.prev_sha256 == before.sha256 for before, after in itertools.pairwise(rows))
    assert first_misfit(rows, *await store.log.end()) is None
    assert [row.who for row in await store.log.by("p3", 9)] == ["p3"]
    assert [row.number for row in await store.log.latest(2)] == [20, 19]


async def _got(store: Store, n: int) -> Item:
    item = await store.review.get(f"{n:032x}")
    assert item is not None
    return item


async def _taken(store: Store, person: Person) -> int | None:
    item = await store.review.take("conflicts", person)
    return None if item is None else int(item.id, 16)
