"""The terms that are written are those that the metadata check knows."""

from __future__ import annotations

import pytest

from colophon.checks.metadata.source_type import PROCESSES, term_of
from colophon.disclose.source_type import Claim


@pytest.mark.parametrize("claim", Claim)
def test_a_claim_is_written_as_the_term_of_its_process(claim: Claim) -> None:
    assert claim.uri.startswith("http://cv.iptc.org/newscodes/digitalsourcetype/")
    assert term_of(claim.uri) == claim.term
    assert PROCESSES[claim.term] is claim.process
