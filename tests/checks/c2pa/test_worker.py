"""The library in its worker."""

from __future__ import annotations

from tests.checks.c2pa.signing import Authority, picture
from tests.checks.c2pa.workers import c2pa_check
from tests.outcomes import error

from colophon.checks.c2pa import C2paCheck
from colophon.config import Limits
from colophon.evidence import Why
from colophon.trust import NO_LISTS


def test_memory_limit_holds(authority: Authority, plain_jpeg: bytes) -> None:
    """A worker that may not even load the library fails; it does not take the server with it."""
    signed = authority.sign(plain_jpeg, {"action": "c2pa.created"})
    with c2pa_check(NO_LISTS, Limits(reader_seconds=60, reader_memory_bytes=32 << 20)) as check:
        assert check.look(picture(signed)).outcome == error(Why.READER_STOPPED)


def test_version_follows_the_lists(case_check: C2paCheck) -> None:
    with c2pa_check(NO_LISTS) as check:
        assert check.version != case_check.version
        assert check.name == "c2pa"
