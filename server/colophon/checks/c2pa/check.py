"""The check for signed provenance records."""

from __future__ import annotations

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING

from colophon.checks.base import Report, failed
from colophon.checks.c2pa.prefilter import holds_box
from colophon.checks.c2pa.reading import Reading
from colophon.checks.c2pa.record import evidence_of
from colophon.checks.c2pa.settings import tiers_of
from colophon.evidence import Reason, Why
from colophon.isolation import Job, Sandbox, WorkerError

if TYPE_CHECKING:  # a worker imports this package too, and should be ready soon
    from colophon.images.picture import Picture
    from colophon.trust import TrustLists

log = logging.getLogger(__name__)

_OWN_VERSION = "2"


class C2paCheck:
    """`Check[Picture]` that judges a picture's C2PA record. ``sandbox`` does `job` under the check's name."""

    name = "c2pa"

    def __init__(self, sandbox: Sandbox, trust: TrustLists) -> None:
        self.version = f"{_OWN_VERSION}-{version('c2pa-python')}-{trust.version}"
        self._sandbox = sandbox

    @staticmethod
    def job(trust: TrustLists) -> Job:
        """Reading a record with these lists."""
        tiers = [tier._asdict() for tier in tiers_of(trust)]
        return Job("colophon.checks.c2pa.reader:Library", {"tiers": tiers})

    def look(self, subject: Picture) -> Report:
        """At most one piece of evidence; none where the file holds no record. Never raises."""
        try:
            reading = Reading.decode(self._sandbox.answer(subject, self.name))
        except WorkerError as error:
            log.warning("a record was not read: %s", error)
            return failed(error.reason)
        except (ValueError, TypeError, KeyError):
            return failed(Reason(Why.ANSWER_NOT_UNDERSTOOD))
        if reading.outcome == "error" and not (reading.is_remote or holds_box(subject.data)):
            return failed(Reason(Why.RECORD_NOT_SOUGHT))
        evidence = evidence_of(reading)
        return Report((evidence,) if evidence else ())
