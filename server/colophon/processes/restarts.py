"""How soon a process that ended by itself is replaced."""

from __future__ import annotations

import time
from collections.abc import Callable

STEADY_SECONDS = 10.0  # one that served for so long did not die of its start
FIRST_PAUSE = 0.5  # doubled with each that dies sooner, up to
LONGEST_PAUSE = 30.0


class Restarts:
    """The pauses of one slot: none at first, growing ones while its processes die soon after their start."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._served_since: float | None = None
        self._pause = 0.0

    def begun(self) -> None:
        """A process serves now."""
        self._served_since = self._clock()

    def pause(self) -> float:
        """Seconds to wait, now that it has ended or could not be started."""
        since, self._served_since = self._served_since, None
        if since is not None and self._clock() - since >= STEADY_SECONDS:
            self._pause = 0.0
        pause, self._pause = self._pause, min(max(2 * self._pause, FIRST_PAUSE), LONGEST_PAUSE)
        return pause
