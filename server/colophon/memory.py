"""Memory that the C library holds: kept small, given back in quiet moments, trimmed while work does not end.

Where the C library is not glibc, nothing happens.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>
ARENAS = 2  # by default eight for each core, and pixels leave gaps in every one
QUIET_SECONDS = 5.0  # without work: what a burst took is not needed soon
BUSY_SECONDS = 60.0  # of work without a quiet moment: free pages between what is used add up meanwhile


def keep_small() -> None:
    """Have threads share a few arenas. Takes effect for arenas that do not exist yet: call it early."""
    with suppress(AttributeError, OSError):
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS)


def settle() -> None:
    """Everything is loaded: give back what loading took, and have the collector pass over what stays."""
    give_back()
    gc.freeze()


def give_back() -> None:
    """Return what is free to the system: some milliseconds."""
    gc.collect()
    trim()


def trim() -> None:
    """Return free pages to the system, also those in the middle of an arena, without a look at objects."""
    with suppress(AttributeError, OSError):
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).malloc_trim(0)


async def rest(
    idle_seconds: Callable[[], float],
    give: Callable[[], None] = give_back,
    trim: Callable[[], None] = trim,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Give memory back once after every time of work, and trim it while work does not end; until cancelled.

    ``idle_seconds`` says for how long there has been nothing to do.
    """
    last = busy = 0.0
    while True:
        await sleep(QUIET_SECONDS)
        idle = idle_seconds()
        busy += QUIET_SECONDS
        if idle >= QUIET_SECONDS:
            busy = 0.0
            if not idle > last >= QUIET_SECONDS:
                await asyncio.to_thread(give)
        elif busy >= BUSY_SECONDS:
            busy = 0.0
            await asyncio.to_thread(trim)
        last = idle
