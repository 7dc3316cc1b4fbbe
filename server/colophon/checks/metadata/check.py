"""The check of embedded metadata: what the file says about itself. None of it is signed (facts 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from colophon.checks.base import Report
from colophon.checks.metadata import stealth
from colophon.checks.metadata.fields import read_fields
from colophon.checks.metadata.generators import Finding, recognise
from colophon.checks.metadata.records import Records
from colophon.config import Limits
from colophon.evidence import Confidence, Evidence, Outcome, Process, Rank, Source, State
from colophon.images import sniff
from colophon.images.picture import Picture

_HIDDEN = "png:alpha"


@dataclass(frozen=True, slots=True)
class MetadataCheck:
    """Looks for IPTC source types and for the traces of generators. A `Check` of pictures."""

    limits: Limits
    name: ClassVar[str] = "metadata"
    version: ClassVar[str] = "1"

    def look(self, subject: Picture) -> Report:
        """One piece of evidence per distinct statement; problems do not hide what else was read."""
        records = Records(self.limits)
        findings = recognise(read_fields(subject.data, subject.media_type, records))
        if subject.media_type == sniff.PNG and stealth.has_signature(subject.data):
            findings += self._hidden(subject, findings)
        outcome = Outcome(State.ERROR if records.problems else State.DONE, tuple(records.problems))
        return Report(tuple(_evidence(finding) for finding in findings), outcome)

    def _hidden(self, subject: Picture, known: list[Finding]) -> list[Finding]:
        """Findings of the alpha channel that the open fields did not give."""
        fields = stealth.hidden_fields(subject.data, subject.max_pixels, self.limits.metadata_packet_bytes)
        found = recognise(fields) or [Finding(Process.AI_GENERATED, None, _HIDDEN)]
        said = {(finding.process, finding.generator) for finding in known}
        return [replace(f, field=_HIDDEN) for f in found if (f.process, f.generator) not in said]


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
