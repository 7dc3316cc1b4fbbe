"""Notices that the database is away: where that begins, while it lasts, and its end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from colophon import away
from colophon.away import Away
from colophon.store.engine import no_answer

log = logging.getLogger(__name__)

AGAIN_SECONDS = 60.0  # between two lines about the same
SETTLED_SECONDS = 2.0  # without a failure, until it is said to be back: some questions are still on their way
_LONGEST = 200  # characters of what the database said


class Outage:
    """Hears of questions that failed, and of the registry's regular one that did not. For one event loop.

    That it does not answer is passed to ``tell``, by default into the log; what is our own fault has its
    trace there. Each at most once in `AGAIN_SECONDS`, whatever there is to do for the database.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, tell: Callable[[Away], None] = away.tell
    ) -> None:
        self.tell = tell
        self._clock = clock
        self._since: float | None = None  # when the first question failed
        self._latest = 0.0  # when the last one did
        self._back: float | None = None  # when it answered, after all that failed
        self._said = float("-inf")
        self._told = False  # whether this outage was told of
        self._lost = 0  # findings that were not kept, since that was told last
        self._traced: dict[str, float] = {}

    def failed(self, error: SQLAlchemyError, what: str, lost: int = 0) -> None:
        """``what`` was not possible, said in a few words; ``lost`` findings were not kept because of it."""
        now = self._clock()
        self._lost += lost
        if not no_answer(error):
            self._trace(error, what, now)
            return
        if self._since is None:
            self._since = now
        self._latest, self._back = now, None
        if now - self._said < AGAIN_SECONDS:
            return
        self.tell(Away("still" if self._told else "gone", int(now - self._since), _said(error)))
        self._said, self._told = now, True

    def explains(self, error: Exception) -> bool:
        """Whether the error is one of the database: then it is told of here."""
        if isinstance(error, SQLAlchemyError):
            self.failed(error, "a background task failed")
        return isinstance(error, SQLAlchemyError)

    def lose(self, findings: int) -> None:
        """So many were given up before anybody tried to keep them."""
        self._lost += findings

    def answered(self) -> None:
        """A question that is asked all the time had its answer."""
        if self._since is None:
            return
        now = self._clock()
        if self._back is None:
            self._back = now
        if now - self._latest < SETTLED_SECONDS:
            return
        if self._told:
            self.tell(Away("back", max(1, round(self._back - self._since)), lost=self._lost))
            self._lost = 0
        self._since, self._told = None, False

    def _trace(self, error: SQLAlchemyError, what: str, now: float) -> None:
        if now - self._traced.get(what, float("-inf")) >= AGAIN_SECONDS:
            self._traced[what] = now
            log.error("%s", what, exc_info=error)


def _said(error: SQLAlchemyError) -> str:
    """The database's or driver's own words, without the statement."""
    told: BaseException = getattr(error, "orig", None) or error
    told = told.__cause__ or told
    return (str(told).partition("\n")[0] or type(told).__name__)[:_LONGEST]
