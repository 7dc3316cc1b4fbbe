"""Overviews of studies, counted in the background: who opens the page does not wait for a million events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from colophon.store.database import Store
from colophon.study.overview import Overview, overview
from colophon.study.spec.study import Study

WAIT_SECONDS = 1.0  # for the first overview: small studies are counted within
FRESH_SECONDS = 10.0  # an overview is good for so long,
REST = 20  # and for so many times as long as counting it took


@dataclass(frozen=True, slots=True)
class Counted:
    """An overview, from when it is (Unix time), and how long it took (seconds)."""

    overview: Overview
    at: float
    took: float


class Overviews:
    """The latest overview of each study. Its methods belong to one event loop."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._counted: dict[str, Counted] = {}
        self._failed: dict[str, SQLAlchemyError] = {}
        self._counting: dict[str, asyncio.Task[None]] = {}

    async def of(self, study: Study) -> Counted | None:
        """The latest; None while the first one is being counted. Begins anew where it is old.

        Raises SQLAlchemyError where there is none and the database does not answer.
        """
        known = self._counted.get(study.id)
        if known and self._clock() - known.at < max(FRESH_SECONDS, REST * known.took):
            return known
        task = self._counting.get(study.id)
        if task is None or task.done():
            self._counting[study.id] = task = asyncio.create_task(self._count(study))
        if known is None:
            await asyncio.wait([task], timeout=WAIT_SECONDS)
            if error := self._failed.pop(study.id, None):
                raise error
        return self._counted.get(study.id)

    async def close(self) -> None:
        """Count no more."""
        for task in self._counting.values():
            task.cancel()
        await asyncio.gather(*self._counting.values(), return_exceptions=True)

    async def _count(self, study: Study) -> None:
        begun = self._clock()
        try:
            tally = await self._store.tallies.count(study.id)
            withdrew = sum(number for _, number in await self._store.participants.withdrawals(study.id))
        except SQLAlchemyError as error:
            self._store.outage.failed(error, "a study could not be counted")
            self._failed[study.id] = error
            return
        self._counted[study.id] = Counted(overview(study, tally, withdrew), begun, self._clock() - begun)
