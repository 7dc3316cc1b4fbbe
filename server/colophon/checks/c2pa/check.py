"""The check for signed provenance records."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.metadata import version
from types import TracebackType

import orjson

from colophon.checks.base import Report, failed
from colophon.checks.c2pa.pool import WORKER_COMMAND, Worker, WorkerError, WorkerPool
from colophon.checks.c2pa.prefilter import holds_box, may_hold_record
from colophon.checks.c2pa.reading import Reading
from colophon.checks.c2pa.record import evidence_of
from colophon.checks.c2pa.settings import tiers_of
from colophon.config import Limits
from colophon.evidence import Reason, Why
from colophon.images.picture import Picture
from colophon.trust import TrustLists

log = logging.getLogger(__name__)

_OWN_VERSION = "1"


class C2paCheck:
    """`Check[Picture]` that reads a picture's C2PA record in one of ``workers`` separate processes.

    Close it, or use it in a ``with`` statement. ``command`` starts a worker; tests put a hanging one there.
    """

    name = "c2pa"

    def __init__(
        self,
        trust: TrustLists,
        limits: Limits,
        workers: int = 1,
        command: Sequence[str] = WORKER_COMMAND,
    ) -> None:
        self.version = f"{_OWN_VERSION}-{version('c2pa-python')}-{trust.version}"
        self._seconds = limits.c2pa_seconds
        tiers = [{"trust": tier.trust, "settings": tier.settings} for tier in tiers_of(trust)]
        orders = orjson.dumps({"memory_bytes": limits.c2pa_memory_bytes, "tiers": tiers})
        self._pool = WorkerPool(workers, lambda: Worker(command, orders))

    def look(self, subject: Picture) -> Report:
        """At most one piece of evidence; none where the file holds no record. Never raises."""
        if not may_hold_record(subject.data, subject.media_type):
            return Report()
        try:
            answer = self._pool.ask(subject.media_type, subject.data, self._seconds)
            reading = Reading.decode(answer)
        except WorkerError as error:
            log.warning("a record was not read: %s", error)
            return failed(error.reason)
        except (ValueError, TypeError, KeyError):
            return failed(Reason(Why.ANSWER_NOT_UNDERSTOOD))
        if reading.outcome == "error" and not (reading.is_remote or holds_box(subject.data)):
            return failed(Reason(Why.RECORD_NOT_SOUGHT))
        evidence = evidence_of(reading)
        return Report((evidence,) if evidence else ())

    def close(self) -> None:
        """End the workers; a request in flight ends at its deadline."""
        self._pool.close()

    def __enter__(self) -> C2paCheck:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
