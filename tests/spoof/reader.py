"""Both readers of records, as in the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.checks.c2pa.signing import PATIENT, picture

from colophon.checks.base import Report
from colophon.checks.c2pa import C2paCheck
from colophon.checks.metadata import MetadataCheck
from colophon.config import Limits
from colophon.evidence import Evidence, Resolution
from colophon.images.picture import Picture
from colophon.isolation import Sandbox
from colophon.resolve import resolve
from colophon.trust import TrustLists


@dataclass(frozen=True)
class Reader:
    """Evidence and label of a file's own records."""

    c2pa: C2paCheck
    metadata: MetadataCheck

    def reports(self, subject: Picture) -> tuple[Report, Report]:
        return self.c2pa.look(subject), self.metadata.look(subject)

    def evidence(self, data: bytes) -> tuple[Evidence, ...]:
        return tuple(e for report in self.reports(picture(data)) for e in report.evidence)

    def resolution(self, data: bytes, *others: Evidence) -> Resolution:
        return resolve([*self.evidence(data), *others])

    def label(self, data: bytes, *others: Evidence) -> str | None:
        return self.resolution(data, *others).label_id


@contextmanager
def reader(trust: TrustLists, limits: Limits = PATIENT) -> Iterator[Reader]:
    jobs = {MetadataCheck.name: MetadataCheck.job(limits), C2paCheck.name: C2paCheck.job(trust)}
    with Sandbox(jobs, limits) as sandbox:
        yield Reader(C2paCheck(sandbox, trust), MetadataCheck(sandbox))
