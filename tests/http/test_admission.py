"""Who is let in, and what those are told who are not."""

from __future__ import annotations

import itertools

import pytest

from colophon.errors import Overloaded
from colophon.http.admission import FIRST_GUESS, HOLD_SECONDS, MAX_WAIT, REFUSALS, Admission, Place
from colophon.http.metrics import Metrics


class Connection:
    """Something that can be told apart."""


class World:
    def __init__(self, limit: int = 2, workers: int = 1) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self.admission = Admission(limit, Metrics(), workers, lambda: self.now, self.note)

    async def note(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def enter(self) -> Place:
        place = await self.admission.place(Connection())
        place.__enter__()
        return place

    async def refused(self, connection: Connection | None = None) -> int:
        """After how many seconds one is told to come back."""
        with pytest.raises(Overloaded) as error:
            await self.admission.place(connection or Connection())
        return error.value.retry_after

    async def measure(self, seconds: float) -> None:
        """Let images take their places, one at a time, for so many seconds each."""
        for _ in range(200):
            with await self.admission.place(Connection()):
                self.now += seconds


async def test_so_many_are_let_in_and_the_next_one_when_one_has_left() -> None:
    world = World(limit=2)
    first = await world.enter()
    await world.enter()
    with pytest.raises(Overloaded, match="2 images are being looked at already"):
        await world.admission.place(Connection())
    first.__exit__(None, None, None)
    await world.enter()


async def test_each_is_told_a_later_moment_than_the_one_before_as_fast_as_places_become_free() -> None:
    world = World(limit=1, workers=1)
    await world.measure(0.5)
    await world.enter()
    waits = [await world.refused() for _ in range(10)]
    assert waits == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


async def test_two_threads_free_places_twice_as_fast() -> None:
    world = World(limit=1, workers=2)
    await world.measure(0.5)
    await world.enter()
    assert [await world.refused() for _ in range(8)] == [1, 1, 1, 1, 2, 2, 2, 2]


async def test_the_promises_of_a_storm_are_forgotten_when_it_is_over() -> None:
    world = World(limit=1)
    await world.enter()
    for _ in range(50):
        last = await world.refused()
    assert last == 50 * FIRST_GUESS
    world.now += last
    assert await world.refused() == 1


async def test_nobody_is_sent_away_for_ever() -> None:
    world = World(limit=1)
    await world.enter()
    waits = [await world.refused() for _ in range(2000)]
    assert waits[-1] == MAX_WAIT


async def test_who_comes_back_early_costs_nobody_a_moment() -> None:
    world, hasty = World(limit=1), Connection()
    await world.measure(3.0)
    await world.enter()
    assert await world.refused(hasty) == 3
    for seconds in (3, 2, 1):
        assert await world.refused(hasty) == seconds
        world.now += 1
    assert await world.refused() == 3, "the promises before have been kept"
    assert await world.refused(hasty) == 6


async def test_refusals_are_said_only_so_often_a_second_and_none_is_held_for_long() -> None:
    world = World(limit=1)
    await world.enter()
    for _ in range(5 * REFUSALS):
        await world.refused()
    assert len(world.slept) == 5 * REFUSALS - 1
    assert world.slept[0] == pytest.approx(1 / REFUSALS)
    assert max(world.slept) == world.slept[-1] == pytest.approx(HOLD_SECONDS)
    world.now += 2 * HOLD_SECONDS
    world.slept.clear()
    await world.refused()
    assert not world.slept, "one alone is told at once"


async def test_who_comes_at_its_moment_finds_the_place_of_another() -> None:
    world, patient = World(limit=1), Connection()
    place = await world.enter()
    for _ in itertools.repeat(None, 3):
        world.now += await world.refused(patient)
    place.__exit__(None, None, None)
    with await world.admission.place(patient):
        assert not world.slept
