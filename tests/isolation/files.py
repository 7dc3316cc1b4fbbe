"""Files as a sandbox sees them, and sandboxes for them."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.config import Limits
from colophon.isolation import Job

PATIENT = Limits(reader_seconds=60)
SHORT = Limits(reader_seconds=0.3)


@dataclass(eq=False)
class Bytes:
    data: bytes
    media_type: str = "image/jpeg"


def faulty(only: str = "") -> Job:
    return Job("tests.isolation.jobs:faulty", {"only": only})
