"""Keeps a process in every slot: starts, replaces, restarts and stops them."""

from __future__ import annotations

import asyncio
import itertools
import logging
import socket
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from colophon.away import Away, Together
from colophon.http.doors import close
from colophon.http.metrics import Metrics
from colophon.processes import figures
from colophon.processes.member import Member, NotStarted
from colophon.processes.orders import DRAIN, OPEN, SHUT, STOP, Flags, Orders, Ready
from colophon.processes.restarts import Restarts

log = logging.getLogger(__name__)

SILENT_BEATS = 30  # longer than anything that an event loop does in one piece, on any machine
PARENT = 0  # its number among the processes that count


@dataclass(eq=False)
class Slot:
    """A place for one process, with its own listening sockets."""

    number: int
    sockets: Sequence[socket.socket]
    member: Member | None = None
    restarts: Restarts = field(default_factory=Restarts)
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)


class Supervisor:
    """The processes of one server. ``ending_seconds`` bounds how long one may take to end in order."""

    def __init__(
        self,
        sockets: Sequence[Sequence[socket.socket]],
        flags: Flags,
        folder: Path,
        metrics: Metrics,
        ending_seconds: float,
        *,
        every_request: bool = False,
    ) -> None:
        self._slots = [Slot(number, each) for number, each in enumerate(sockets)]
        self._flags = flags
        self._folder = folder
        self._metrics = metrics
        self._ending_seconds = ending_seconds
        self._every_request = every_request
        self._numbers: set[int] = {PARENT}
        self._members: set[Member] = set()  # all that live
        self._watches: set[asyncio.Task[None]] = set()
        self._away = Together()
        self._stopping = False

    async def start(self) -> Ready:
        """Start the first process and, once it is ready, the others; give what the first one said.

        So what is done once for a database is done once. Raises NotStarted when one does not come up.
        """
        first, *others = self._slots
        said = await self._fill(first, first=True)
        await asyncio.gather(*(self._fill(slot) for slot in others))
        return said

    async def restart(self) -> int:
        """Replace one process after another; each ends when nobody is being answered by it any more.

        Where a new one does not come up, the old one stays, and so do those that were not replaced yet. Gives
        how many were replaced.
        """
        for done, slot in enumerate(self._slots):
            async with slot.changing:
                old = slot.member
                if self._stopping:
                    return done
                try:
                    await self._fill(slot)
                except NotStarted as error:
                    log.error("the restart is given up, the processes that run stay: %s", error)  # noqa: TRY400
                    return done
                self._metrics.process_restarted("restart")
                if old is not None:
                    old.tell(DRAIN)
                    await self._end(old)
        return len(self._slots)

    async def stop(self) -> None:
        """Stop all of them in order, and end those that take too long."""
        self._stopping = True
        for slot in self._slots:
            close(slot.sockets)  # the children close theirs, and then nobody waits to be accepted
        members = list(self._members)
        for member in members:
            member.tell(STOP)
        await asyncio.gather(*(self._end(member) for member in members))
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)

    async def _fill(self, slot: Slot, *, first: bool = False) -> Ready:
        """Start a process in ``slot``; from the moment it is ready it is the one of this slot."""
        member = await self._started(slot, first)
        self._members.add(member)
        self._keep(self._watch(slot, member))
        said = await member.ready()
        self._keep(self._attend(member))
        slot.member = member
        slot.restarts.begun()
        self._cover()
        return said

    async def _started(self, slot: Slot, first: bool) -> Member:
        number = next(n for n in itertools.count() if n not in self._numbers)
        self._numbers.add(number)
        orders = Orders(
            flags=self._flags,
            slot=slot.number,
            number=number,
            sockets=[[each.fileno() for each in other.sockets] for other in self._slots],
            figures=str(self._folder),
            every_request=self._every_request,
            first=first,
        )

        def hear(news: Away) -> None:
            self._away.hear(number, news)

        try:
            return await Member.start(orders, hear)
        except OSError as error:
            self._numbers.discard(number)
            raise NotStarted(f"a server process cannot be started: {error.strerror}") from error

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._watches.add(task)
        task.add_done_callback(self._watches.discard)

    async def _attend(self, member: Member) -> None:
        """End ``member`` when its event loop hangs: what it accepted would never be answered."""
        await member.fall_silent(SILENT_BEATS)
        if member in self._members:
            log.error("server process %d hangs; it is ended", member.slot)
            member.kill()

    async def _watch(self, slot: Slot, member: Member) -> None:
        """Wait for the end of ``member``. One that still has its slot was not told to end: replace it."""
        how = await member.ended()
        self._members.discard(member)
        self._numbers.discard(member.number)
        self._away.ended(member.number)
        figures.leave(self._folder, member.number)
        if slot.member is not member:
            return
        slot.member = None
        if self._stopping:
            return
        log.error("server process %d ended by itself (%s); it is replaced", slot.number, how)
        self._cover()
        async with slot.changing:
            await self._replace(slot)

    async def _replace(self, slot: Slot) -> None:
        while slot.member is None and not self._stopping:
            await asyncio.sleep(slot.restarts.pause())
            try:
                await self._fill(slot)
            except NotStarted as error:
                log.error("server process %d: %s; it is tried again", slot.number, error)  # noqa: TRY400
            else:
                self._metrics.process_restarted("crash")

    def _cover(self) -> None:
        """Have the sockets of every slot without a process accepted from by that of another slot.

        Else connections that the system put there would wait until there is one.
        """
        living = [slot.member for slot in self._slots if slot.member is not None]
        empty = [slot.number for slot in self._slots if slot.member is None]
        for place, member in enumerate(living):
            wanted = {number for number in empty if number % len(living) == place}
            for number in wanted - member.covers:
                member.tell(OPEN, number)
            for number in member.covers - wanted:
                member.tell(SHUT, number)
            member.covers = wanted

    async def _end(self, member: Member) -> None:
        try:
            async with asyncio.timeout(self._ending_seconds):
                await member.ended()
        except TimeoutError:
            log.error("server process %d did not end in order", member.slot)  # noqa: TRY400 - nothing to trace
            member.kill()
            await member.ended()
