"""A server that is about to end: it wants no new connections, and answers what still comes on open ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable


class Draining:
    """Whether this process is about to end. Then every answer closes its connection.

    ``answer_held`` answers the questions that are held open.
    """

    def __init__(self, answer_held: Callable[[], Awaitable[None]]) -> None:
        self.on = False
        self._answer_held = answer_held

    async def begin(self) -> None:
        """Say so from now on. A second time does nothing more."""
        self.on = True
        await self._answer_held()
