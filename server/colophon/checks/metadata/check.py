"""The check of embedded metadata: what the file says about itself. None of it is signed (facts 2)."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from colophon.checks.base import Report, failed
from colophon.checks.metadata.generators import Finding
from colophon.checks.metadata.reading import Reading
from colophon.config import Limits
from colophon.evidence import Confidence, Evidence, Outcome, Rank, Reason, Source, State, Why
from colophon.isolation import Job, Sandbox, WorkerError

if TYPE_CHECKING:  # a worker imports this package too, and should be ready soon
    from colophon.images.picture import Picture

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MetadataCheck:
    """Looks for IPTC source types and for the traces of generators. A `Check` of pictures.

    ``sandbox`` does `job` under the check's name.
    """

    sandbox: Sandbox
    name: ClassVar[str] = "metadata"
    version: ClassVar[str] = "2"

    @staticmethod
    def job(limits: Limits) -> Job:
        """Reading metadata within these limits."""
        return Job("colophon.checks.metadata.reading:Reader", asdict(limits))

    def look(self, subject: Picture) -> Report:
        """One piece of evidence per distinct statement; problems do not hide what else was read."""
        try:
            reading = Reading.decode(self.sandbox.answer(subject, self.name))
        except WorkerError as error:
            log.warning("metadata was not read: %s", error)
            return failed(error.reason)
        except (ValueError, TypeError, KeyError):
            return failed(Reason(Why.ANSWER_NOT_UNDERSTOOD))
        return report_of(reading)


def report_of(reading: Reading) -> Report:
    """The statements of a file as evidence."""
    outcome = Outcome(State.ERROR if reading.problems else State.DONE, reading.problems)
    return Report(tuple(_evidence(finding) for finding in reading.findings), outcome)


def _evidence(finding: Finding) -> Evidence:
    return Evidence(
        Source.METADATA,
        finding.process,
        Confidence.STATED,
        Rank.UNSIGNED,
        source_name=finding.generator,
        details={
            "generator": finding.generator,
            "field": finding.field,
            "digital_source_type": finding.digital_source_type,
        },
    )
