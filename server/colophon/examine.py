"""One image through all checks, in one thread: decoded once, with a deadline, no check can fail another."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from colophon.checks.base import Check, Report, failed
from colophon.errors import Overloaded, Unreadable
from colophon.evidence import Findings, Reason, State, Why
from colophon.images.hashes import pdq
from colophon.images.picture import Picture

log = logging.getLogger(__name__)

ImageCheck = Check[Picture]


class Observer(Protocol):
    """Is told how long the stages took and how the checks went. Called from several threads."""

    def stage(self, name: str, seconds: float) -> None:
        """One stage of one image took this long."""

    def check(self, name: str, state: State) -> None:
        """One check ended like this."""

    def cache(self, tier: str) -> None:
        """An image was asked for and found in ``memory``, in the ``database``, or not (``miss``)."""


class Unobserved:
    """Nobody is told."""

    def stage(self, name: str, seconds: float) -> None:
        """Nothing."""

    def check(self, name: str, state: State) -> None:
        """Nothing."""

    def cache(self, tier: str) -> None:
        """Nothing."""


class Examination:
    """The checks of one picture. `snapshot` may be taken from another thread while `run` hangs."""

    def __init__(
        self,
        picture: Picture,
        checks: Sequence[ImageCheck],
        deadline_seconds: float,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._picture = picture
        self._checks = checks
        self._seconds = deadline_seconds
        self._clock = clock
        self._deadline = clock() + deadline_seconds
        self._observer = observer or Unobserved()
        self._reports: dict[str, Report] = {}
        self._pdq: tuple[str, int] | None = None
        self._unreadable: Reason | None = None
        self.in_time = True  # every check was reached before the deadline

    def run(self) -> Findings:
        """Decode, hash and run every check. Raises Overloaded when the deadline passed before the start."""
        if self._late():
            raise Overloaded(f"the image waited longer than {self._seconds:g} s")
        self._read_pixels()
        for check in self._checks:
            report = self._look(check)
            self._reports[check.name] = report
            self._observer.check(check.name, report.outcome.state)
        return self.snapshot()

    def snapshot(self) -> Findings:
        """What is known by now; checks without a report are errors that name the deadline."""
        reports = [self._reports.get(check.name) or self._too_late() for check in self._checks]
        pdq_hash, quality = self._pdq or (None, None)
        return Findings(
            sha256=self._picture.sha256,
            media_type=self._picture.media_type,
            evidence=tuple(piece for report in reports for piece in report.evidence),
            checks={check.name: report.outcome for check, report in zip(self._checks, reports, strict=True)},
            pdq=pdq_hash,
            pdq_quality=quality,
            unreadable=self._unreadable,
        )

    def _read_pixels(self) -> None:
        start = self._clock()
        try:
            pixels = self._picture.pixels()
            decoded = self._clock()
            self._observer.stage("decode", decoded - start)
            self._pdq = pdq(pixels)
            self._observer.stage("pdq", self._clock() - decoded)
        except Unreadable as error:  # checks of the container still have something to read
            self._unreadable = error.reason
        except Exception:
            log.exception("decoding failed")
            self._unreadable = Reason(Why.NOT_DECODED)

    def _look(self, check: ImageCheck) -> Report:
        if self._late():
            self.in_time = False
            return self._too_late()
        start = self._clock()
        try:
            return check.look(self._picture)
        except Unreadable as error:
            return failed(error.reason)
        except Exception:
            log.exception("check %s failed", check.name)
            return failed(Reason(Why.FAILED))
        finally:
            self._observer.stage(check.name, self._clock() - start)

    def _late(self) -> bool:
        return self._clock() >= self._deadline

    def _too_late(self) -> Report:
        return failed(Reason(Why.TIMED_OUT, {"seconds": f"{self._seconds:g}"}))
