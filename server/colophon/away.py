"""What is said of a database that is away: by one process for itself, or once for all of a server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

import orjson

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Away:
    """What one process found out: the database is ``gone``, ``still`` so, or ``back``.

    ``seconds`` since it went, ``why`` in its own words, ``lost``: findings that were not kept meanwhile.
    """

    state: Literal["gone", "still", "back"]
    seconds: int = 0
    why: str = ""
    lost: int = 0

    def line(self) -> bytes:
        """As it is sent to the parent."""
        return orjson.dumps(asdict(self)) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Away:
        """As it was received."""
        return cls(**orjson.loads(line))


def tell(news: Away) -> None:
    """Into the log."""
    match news.state:
        case "gone":
            log.error(
                "the database does not answer (%s): changes are refused until it does; pictures are looked "
                "at, and what is in memory is answered",
                news.why,
            )
        case "still":
            log.warning("the database has not answered for %d s (%s)", news.seconds, news.why)
        case "back":
            log.warning(
                "the database answers again after %d s; findings not kept, which will be found anew: %d",
                news.seconds,
                news.lost,
            )


class Together:
    """Of several processes, by their numbers: it is gone with the first of them, and back with the last."""

    def __init__(self, tell: Callable[[Away], None] = tell) -> None:
        self._tell = tell
        self._missed_by: set[int] = set()
        self._seconds = 0  # the longest, of those that have it back
        self._lost = 0

    def hear(self, process: int, news: Away) -> None:
        """One of them says this."""
        match news.state:
            case "gone":
                if not self._missed_by:
                    self._tell(news)
                self._missed_by.add(process)
            case "still":
                if process == min(self._missed_by, default=process):
                    self._tell(news)
            case "back":
                self._missed_by.discard(process)
                self._seconds = max(self._seconds, news.seconds)
                self._lost += news.lost
                self._look_whether_over()

    def ended(self, process: int) -> None:
        """It says nothing any more, not even that the database is back."""
        if process in self._missed_by:
            self._missed_by.discard(process)
            self._look_whether_over()

    def _look_whether_over(self) -> None:
        if not self._missed_by and self._seconds:
            self._tell(Away("back", self._seconds, lost=self._lost))
            self._seconds = self._lost = 0
