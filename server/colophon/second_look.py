"""What comes after the first answer: slow checks, and remembering what an image's own record says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from colophon.entry import Entry
from colophon.evidence import Findings, Outcome, Reason, State, Why
from colophon.examine import Examination
from colophon.images.sketch import sketch_of
from colophon.registry.remember import to_remember
from colophon.slow import SlowLane
from colophon.store.outage import Outage

Keep = Callable[[Findings], Awaitable[None]]
Committed = Callable[[], Awaitable[None]]
Remember = Callable[[Entry], Awaitable[object]]
Announce = Callable[[str], Awaitable[None]]  # the SHA-256 of an image of which more is known now


class SecondLook:
    """Queues images in the slow lane and brings what was found there back. Belongs to one event loop."""

    def __init__(
        self,
        lane: SlowLane,
        keep: Keep,
        committed: Committed,
        remember: Remember | None,
        announce: Announce | None,
        outage: Outage,
    ) -> None:
        """``committed`` returns when all that was kept can be found by other processes."""
        self._lane = lane
        self._keep = keep
        self._committed = committed
        self._remember = remember
        self._announce = announce
        self._outage = outage
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many images wait."""
        return self._lane.waiting

    def look(self, examination: Examination, found: Findings) -> Findings:
        """Queue the image where something is pending or to be remembered.

        Gives ``found`` back, with what is pending skipped where there is no room. Where it is given up later,
        that is known instead of ``found`` from then on.
        """
        entry = to_remember(found) if self._remember else None
        if not found.pending and entry is None:
            return found
        picture, loop = examination.picture, asyncio.get_running_loop()
        picture.release()

        def work() -> None:
            finished = examination.finish() if found.pending else None
            made = _with_sketch(entry, examination) if entry else None
            picture.release()
            _hand_over(loop, self._start, finished, made, found.evidence != (finished or found).evidence)

        def drop() -> None:
            if found.pending:
                _hand_over(loop, self._start, without_slow_look(found), None, False)

        return found if self._lane.offer(work, len(picture.data), drop) else without_slow_look(found)

    async def close(self, seconds: float) -> None:
        """Drop what waits; let what runs end within ``seconds``."""
        await asyncio.to_thread(self._lane.close, seconds)
        await asyncio.sleep(0)  # what the lane handed over last becomes a task now
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _start(self, finished: Findings | None, entry: Entry | None, news: bool) -> None:
        task = asyncio.create_task(self._bring(finished, entry, news))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, finished: Findings | None, entry: Entry | None, news: bool) -> None:
        try:
            if finished is not None:
                await self._keep(finished)
                if news and self._announce is not None:  # a reader asks again once, and that may be too soon
                    await self._committed()
                    await self._announce(finished.sha256)
            if entry is not None and self._remember is not None:
                await self._remember(entry)
        except SQLAlchemyError as error:
            self._outage.failed(error, "what a second look found could not be stored")


def _hand_over(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *arguments: object) -> None:
    """To the event loop from any thread; nobody is there any more when the server has stopped."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call, *arguments)


def _with_sketch(entry: Entry, examination: Examination) -> Entry | None:
    sketch = sketch_of(examination.picture.pixels())
    return replace(entry, sketch=sketch.dump()) if sketch else None


def without_slow_look(found: Findings) -> Findings:
    """``found`` as if there was no room for what is pending."""
    busy = Outcome(State.SKIPPED, (Reason(Why.BUSY),))
    checks = {n: busy if o.state is State.PENDING else o for n, o in found.checks.items()}
    return replace(found, checks=checks)


def was_busy(found: Findings) -> bool:
    """Whether a slow look was given up."""
    return any(reason.key is Why.BUSY for outcome in found.checks.values() for reason in outcome.reasons)
