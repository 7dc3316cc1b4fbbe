"""What the signals of a server mean."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable


def on_signals(restart: Callable[[], None]) -> asyncio.Event:
    """An event for: stop (SIGTERM, SIGINT). SIGHUP calls ``restart``.

    Where the terminal was closed in which the server was started, SIGHUP means stop, too.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    terminal = os.isatty(0)

    def hang_up() -> None:
        if terminal and not os.isatty(0):
            stop.set()
        else:
            restart()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, hang_up)
    return stop
