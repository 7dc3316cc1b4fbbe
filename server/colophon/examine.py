"""One image through all checks, in one thread: decoded once, with a deadline, no check can fail another."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from colophon.checks.base import Check, Report, SlowCheck, failed
from colophon.errors import Overloaded, Unreadable
from colophon.evidence import Findings, Outcome, Reason, State, Why
from colophon.images.picture import Picture

log = logging.getLogger(__name__)

ImageCheck = Check[Picture]
SlowImageCheck = SlowCheck[Picture]

PENDING = Report(outcome=Outcome(State.PENDING))


class Observer(Protocol):
    """Is told how long the stages took and how the checks went. Called from several threads."""

    def stage(self, name: str, seconds: float) -> None:
        """One stage of one image took this long."""

    def check(self, name: str, state: State) -> None:
        """One check ended like this."""

    def cache(self, tier: str, images: int = 1) -> None:
        """So many images were found in ``memory``, ``redis`` or the ``database``, or not (``miss``)."""

    def worker(self, event: str) -> None:
        """A thread that looks at images ``died`` or was ``written_off``."""

    def slow(self, event: str) -> None:
        """A look after the answer was ``done``, ``dropped`` or ``refused``."""


class Unobserved:
    """Nobody is told."""

    def stage(self, name: str, seconds: float) -> None:
        """Nothing."""

    def check(self, name: str, state: State) -> None:
        """Nothing."""

    def cache(self, tier: str, images: int = 1) -> None:
        """Nothing."""

    def worker(self, event: str) -> None:
        """Nothing."""

    def slow(self, event: str) -> None:
        """Nothing."""


class Examination:
    """The checks of one picture. `snapshot` may be taken from another thread while `run` hangs.

    ``slow`` checks only glance at the picture in `run`; `finish` carries out what that left pending.
    ``protects`` says whether the picture is on a list of intimate images: then nothing else is done.
    ``generation`` and ``looked_with`` go into the findings as they are.
    """

    def __init__(
        self,
        picture: Picture,
        checks: Sequence[ImageCheck],
        deadline_seconds: float,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.monotonic,
        slow: Sequence[SlowImageCheck] = (),
        protects: Callable[[Picture], bool] | None = None,
        generation: int = 0,
        looked_with: str = "",
    ) -> None:
        self.picture = picture
        self._checks = checks
        self._slow = slow
        self._protects = protects
        self._generation = generation
        self._looked_with = looked_with
        self._seconds = deadline_seconds
        self._clock = clock
        self._deadline = clock() + deadline_seconds
        self._observer = observer or Unobserved()
        self._reports: dict[str, Report] = {}
        self._unreadable: Reason | None = None
        self._protected = False
        self.in_time = True  # every check was reached before the deadline

    def run(self) -> Findings:
        """Decode, hash and run every check. Raises Overloaded when the deadline passed before the start."""
        if self._late():
            raise Overloaded(f"the image waited longer than {self._seconds:g} s")
        self._read_pixels()
        self._protected = self._protects is not None and self._protects(self.picture)
        if not self._protected:
            for check in self._checks:
                self._note(check.name, check.look)
            for slow in self._slow:
                self._note(slow.name, partial(_glance, slow))
        return self.snapshot()

    def finish(self) -> Findings:
        """Carry out what is pending, with no deadline, and say what is known then."""
        for slow in self._slow:
            if self._reports.get(slow.name) is PENDING:
                self._deadline = self._clock() + self._seconds
                self._note(slow.name, slow.look)
        return self.snapshot()

    def snapshot(self) -> Findings:
        """What is known by now; checks without a report are errors that name the deadline."""
        picture = self.picture
        if self._protected:
            return Findings(
                picture.sha256,
                picture.media_type,
                protected=True,
                generation=self._generation,
                looked_with=self._looked_with,
            )
        names = [check.name for check in (*self._checks, *self._slow)]
        reports = [self._reports.get(name) or self._too_late() for name in names]
        frames = picture.known_frames
        return Findings(
            sha256=picture.sha256,
            media_type=picture.media_type,
            evidence=tuple(piece for report in reports for piece in report.evidence),
            checks={name: report.outcome for name, report in zip(names, reports, strict=True)},
            pdq=frames[0].hash.hex() if frames else None,
            pdq_quality=frames[0].quality if frames else None,
            unreadable=self._unreadable,
            hashes=tuple(frame.hash.hex() for frame in frames),
            generation=self._generation,
            looked_with=self._looked_with,
        )

    def _read_pixels(self) -> None:
        start = self._clock()
        try:
            self.picture.pixels()
            decoded = self._clock()
            self._observer.stage("decode", decoded - start)
            self.picture.frames()
            self._observer.stage("pdq", self._clock() - decoded)
        except Unreadable as error:  # checks of the container still have something to read
            self._unreadable = error.reason
        except Exception:
            log.exception("decoding failed")
            self._unreadable = Reason(Why.NOT_DECODED)

    def _note(self, name: str, look: Callable[[Picture], Report]) -> None:
        report = self._look(name, look)
        self._reports[name] = report
        self._observer.check(name, report.outcome.state)

    def _look(self, name: str, look: Callable[[Picture], Report]) -> Report:
        if self._late():
            self.in_time = False
            return self._too_late()
        start = self._clock()
        try:
            return look(self.picture)
        except Unreadable as error:
            return failed(error.reason)
        except Exception:
            log.exception("check %s failed", name)
            return failed(Reason(Why.FAILED))
        finally:
            self._observer.stage(name, self._clock() - start)

    def _late(self) -> bool:
        return self._clock() >= self._deadline

    def _too_late(self) -> Report:
        return failed(Reason(Why.TIMED_OUT, {"seconds": f"{self._seconds:g}"}))


def _glance(slow: SlowImageCheck, picture: Picture) -> Report:
    return slow.glance(picture) or PENDING
