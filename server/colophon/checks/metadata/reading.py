"""What a file says about itself, read in a worker process, and as JSON on the way from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from colophon.checks.metadata import stealth
from colophon.checks.metadata.fields import read_fields
from colophon.checks.metadata.generators import Finding, recognise
from colophon.checks.metadata.records import Records
from colophon.checks.metadata.source_type import PROCESSES
from colophon.config import Limits
from colophon.evidence import Process, Reason, Why
from colophon.images import sniff

_HIDDEN = "png:alpha"
_MAX_HIDDEN_PIXELS = 16_000_000  # decoding 40 million takes 1.7 s of a worker's 2
_MAX_NAME = 60  # characters of a generator's or a field's name; the longest has 33


@dataclass(frozen=True, slots=True)
class Reading:
    """All statements of one file, and why some of it could not be read."""

    findings: tuple[Finding, ...]
    problems: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """What `decode` reads."""
        findings = [(f.process, f.generator, f.field, f.digital_source_type) for f in self.findings]
        return {"findings": findings, "problems": [(r.key, dict(r.values)) for r in self.problems]}

    @classmethod
    def decode(cls, message: bytes) -> Reading:
        """From a worker's JSON. Raises ValueError, TypeError or KeyError when it is not a reading.

        A worker that a file has taken over can send anything: no word beyond those that readings have passes.
        """
        answer = orjson.loads(message)
        return cls(
            tuple(_finding(*found) for found in answer["findings"]),
            tuple(_reason(*problem) for problem in answer["problems"]),
        )


class Reader:
    """A job for a worker process; ``limits`` are the fields of `Limits`."""

    def __init__(self, **limits: Any) -> None:
        self._limits = Limits(**limits)

    def __call__(self, media_type: str, data: bytes) -> dict[str, Any]:
        """The JSON of a `Reading`."""
        return read(data, media_type, self._limits).as_json()


def read(data: bytes, media_type: str, limits: Limits) -> Reading:
    """Every distinct statement; problems do not hide what else was read."""
    records = Records(limits)
    findings = recognise(read_fields(data, media_type, records))
    if media_type == sniff.PNG and stealth.has_signature(data):
        findings += _hidden(data, findings, limits)
    return Reading(tuple(findings), tuple(records.problems))


def _hidden(data: bytes, known: list[Finding], limits: Limits) -> list[Finding]:
    """Findings of the alpha channel that the open fields did not give."""
    max_pixels = min(limits.pixels, _MAX_HIDDEN_PIXELS)
    fields = stealth.hidden_fields(data, max_pixels, limits.metadata_packet_bytes)
    found = recognise(fields) or [Finding(Process.AI_GENERATED, None, _HIDDEN)]
    said = {(finding.process, finding.generator) for finding in known}
    return [replace(f, field=_HIDDEN) for f in found if (f.process, f.generator) not in said]


def _finding(process: str, generator: str | None, field: str, term: str | None) -> Finding:
    if term is not None and term not in PROCESSES:
        raise ValueError("an unknown source type")
    return Finding(Process(process), None if generator is None else _word(generator), _word(field), term)


def _reason(key: str, values: Mapping[str, str]) -> Reason:
    return Reason(Why(key), {_word(name): _word(value) for name, value in dict(values).items()})


def _word(text: str) -> str:
    if not isinstance(text, str) or len(text) > _MAX_NAME or not text.isprintable():
        raise ValueError("not a name")
    return text
