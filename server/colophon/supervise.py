"""Background tasks that go on: one that fails is logged, begun anew, and told of while it is down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.5  # seconds before a task that failed begins anew; doubled each time, up to
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 5.0  # a task that has run for so long is well again


class Tasks:
    """Runs coroutines that never end. Belongs to one event loop.

    ``restarted`` is told the name of each that failed. What ``explains`` says it has told of is not logged
    here. A task counts as failing from its failure until it has run for `STEADY_SECONDS` again, or for as
    long as the pause before it if that was shorter.
    """

    def __init__(
        self,
        restarted: Callable[[str], None] | None = None,
        explains: Callable[[Exception], bool] = lambda _: False,
    ) -> None:
        self._restarted = restarted
        self._explains = explains
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._failing: set[str] = set()

    def start(self, name: str, make: Callable[[], Awaitable[None]]) -> None:
        """Run what ``make`` gives, and again whenever it fails. One that returns is done."""
        self._tasks[name] = asyncio.create_task(self._run(name, make), name=name)

    @property
    def states(self) -> dict[str, bool]:
        """Every task, and whether it works."""
        return {name: name not in self._failing for name in self._tasks}

    async def close(self) -> None:
        """End them all."""
        for task in self._tasks.values():
            task.cancel()
        for task in self._tasks.values():
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self, name: str, make: Callable[[], Awaitable[None]]) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            begun = loop.time()
            well = loop.call_later(min(pause, STEADY_SECONDS), self._failing.discard, name)
            try:
                return await make()
            except Exception as error:
                if not self._explains(error):
                    log.exception("the task %r failed; it begins anew in %g s", name, pause)
            finally:
                well.cancel()
            self._failing.add(name)
            if self._restarted:
                self._restarted(name)
            if loop.time() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
