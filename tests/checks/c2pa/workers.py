"""The check with a sandbox of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.checks.c2pa.signing import PATIENT

from colophon.checks.c2pa import C2paCheck
from colophon.config import Limits
from colophon.isolation import Sandbox
from colophon.isolation.process import WORKER_COMMAND
from colophon.trust import TrustLists


@contextmanager
def c2pa_check(
    trust: TrustLists, limits: Limits = PATIENT, command: Sequence[str] = WORKER_COMMAND
) -> Iterator[C2paCheck]:
    with Sandbox({C2paCheck.name: C2paCheck.job(trust)}, limits, command=command) as sandbox:
        yield C2paCheck(sandbox, trust)
