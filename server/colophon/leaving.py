"""The end of the interpreter: threads that are at work are let finish first.

A daemon thread that comes back from a native library while the interpreter is taken down is ended right
there, between the frames of that library. Where these are C++, the process aborts ("terminate called without
an active exception"), whatever its exit code was to be.
"""

from __future__ import annotations

import atexit
from typing import Protocol
from weakref import WeakSet

SECONDS = 20.0  # for each that is at work: more than a check takes; what hangs is left to its fate


class Working(Protocol):
    """Has daemon threads."""

    def close(self, seconds: float) -> None:
        """Let what runs end within ``seconds``. May be called again."""


_working: WeakSet[Working] = WeakSet()


def close_at_exit(one: Working) -> None:
    """Have ``one`` closed before the interpreter ends, if it is still there."""
    _working.add(one)


@atexit.register
def _close() -> None:
    for one in list(_working):
        one.close(SECONDS)
