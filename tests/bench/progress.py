"""A live line on stderr: what runs now, how long it has taken, how long it will."""

from __future__ import annotations

import sys
import time


class Progress:
    """Tell it of every step. ``seconds`` is the estimate of the whole."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._estimate = seconds
        self._live = sys.stderr.isatty()
        self.say(f"about {_clock(seconds)} minutes in all")

    def step(self, what: str) -> None:
        """Show what begins; overwritten by the next on a terminal."""
        line = f"{_clock(time.monotonic() - self._start)} of about {_clock(self._estimate)}  {what}"
        if self._live:
            sys.stderr.write(f"\r\x1b[K{line}")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def say(self, line: str) -> None:
        """A line that stays."""
        sys.stderr.write(f"\r\x1b[K{line}\n" if self._live else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Say how long it took."""
        self.say(f"{_clock(time.monotonic() - self._start)} minutes taken")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
