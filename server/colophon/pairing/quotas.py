"""How much one reader of a hosted server may ask: images and contests a day, requests a minute."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from colophon.config import Config
from colophon.errors import TooManyRequests
from colophon.roles import Reader, Role
from colophon.store.outage import Outage
from colophon.store.shared import Counts, Shared
from colophon.store.usage import KEPT_DAYS, UsageTable

log = logging.getLogger(__name__)

DAY_SECONDS = 86_400
WRITE_SECONDS = 10.0
_MINUTE = 60


@dataclass(slots=True)
class _Day:
    """What this process knows of one day, counted from 1970, UTC."""

    number: int
    sent: dict[str, int] = field(default_factory=dict)  # images by token
    new: Counter[str] = field(default_factory=Counter)  # of these, what the database was not told yet
    used: set[str] = field(default_factory=set)  # tokens
    noted: set[str] = field(default_factory=set)  # of these, what the database was told


class Quotas:
    """Counts what readers send. Its methods belong to one event loop.

    Images are counted in the database, every few seconds, so that a restart forgets nothing and servers over
    one database know of each other; and, where there is one, in what processes share, at once. Requests are
    counted by each process alone: each protects itself. Contests are counted where they are kept. On a
    personal server nothing is counted; only the day on which a token was used last is noted. ``refused`` is
    called for every image that is not taken.
    """

    def __init__(
        self,
        usage: UsageTable,
        shared: Shared,
        config: Config,
        clock: Callable[[], float] = time.time,
        refused: Callable[[], None] = lambda: None,
        outage: Outage | None = None,
    ) -> None:
        self._usage = usage
        self._shared = shared
        self._hosted = config.hosted
        self._requests = config.limits.requests_per_minute
        self._contests = config.limits.contests_per_day
        self._clock = clock
        self._refused = refused
        self._outage = outage or Outage()
        self._minute = Counts(clock)
        self._day = _Day(0)
        self._past: list[_Day] = []  # days that are over and not written down

    def request(self, reader: Reader) -> None:
        """Count a request. Raises TooManyRequests."""
        self._today().used.add(reader.id)
        if not self._hosted:
            return
        spent = self._minute.add(reader.id, 1, _MINUTE)
        if spent.amount > self._requests:
            raise TooManyRequests(
                f"more than {self._requests} requests in a minute from one reader", spent.seconds_left
            )

    def contests(self, reader: Reader) -> int:
        """How many labels this reader may contest in a day (UTC); 0 is no limit."""
        return self._contests if self._hosted and reader.role is Role.READER else 0

    def counts(self, reader: Reader) -> bool:
        """Whether the images of this reader are counted."""
        return self._hosted or reader.quota > 0

    async def image(self, reader: Reader) -> None:
        """Count an image that is about to be taken in. Raises TooManyRequests."""
        if not self.counts(reader):
            return
        day = self._today()
        sent = await self._sent(day, reader.id)
        spent = await self._shared.spend(f"images:{reader.id}", 1, DAY_SECONDS)
        if reader.quota and max(sent + 1, spent.amount) > reader.quota:
            self._refused()
            raise TooManyRequests(
                f"this server takes {reader.quota} pictures a day (UTC) from one reader, and had them today; "
                "what it has looked at before is answered all the same",
                spent.seconds_left,
            )
        day.sent[reader.id] = day.sent.get(reader.id, sent) + 1
        day.new[reader.id] += 1

    async def run(self) -> None:
        """Write down what was counted every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(WRITE_SECONDS)
            try:
                await self.write()
            except SQLAlchemyError as error:
                self._outage.failed(error, "what readers sent could not be written down; it is tried again")

    async def close(self) -> None:
        """Write down the rest."""
        try:
            await self.write()
        except SQLAlchemyError:
            log.warning("what readers sent in the last seconds could not be written down")

    async def write(self) -> None:
        """Write down what was counted since, and take over what other processes counted."""
        while self._past:
            await self._write(self._past[0])
            await self._usage.forget(self._past[0].number + 1 - KEPT_DAYS)
            del self._past[0]
        await self._write(self._day)

    async def _write(self, day: _Day) -> None:
        new, used = day.new, day.used - day.noted
        if not new and not used:
            return
        day.new = Counter()
        try:
            totals = await self._usage.add(day.number, new, used)
        except BaseException:
            day.new += new
            raise
        day.noted |= used
        for token, total in totals.items():
            day.sent[token] = total + day.new[token]

    def _today(self) -> _Day:
        number = int(self._clock() // DAY_SECONDS)
        if number != self._day.number:
            self._past.append(self._day)
            self._day = _Day(number)
        return self._day

    async def _sent(self, day: _Day, token: str) -> int:
        if token not in day.sent:
            try:
                before = await self._usage.on(day.number, token)
            except SQLAlchemyError:
                return 0  # nobody is sent away because the database is
            day.sent.setdefault(token, before)
        return day.sent[token]
