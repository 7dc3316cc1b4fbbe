from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from colophon.evidence import Confidence, Evidence, Findings, Outcome, Process, Reason, Source, State, Why
from colophon.store.codec import dump_findings, load_findings

details = st.dictionaries(
    st.text(), st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.lists(st.text())
)
evidence = st.builds(
    Evidence,
    source=st.sampled_from(Source),
    process=st.sampled_from(Process),
    confidence=st.sampled_from(Confidence),
    rank=st.integers(0, 100),
    source_name=st.none() | st.text(),
    date=st.none() | st.dates().map(str),
    details=details,
)
reasons = st.builds(Reason, st.sampled_from(Why), st.dictionaries(st.text(), st.text()))
outcomes = st.builds(Outcome, st.sampled_from(State), st.lists(reasons, max_size=3).map(tuple))
findings = st.builds(
    Findings,
    sha256=st.just("ab" * 32),
    media_type=st.just("image/png"),
    evidence=st.lists(evidence, max_size=3).map(tuple),
    checks=st.dictionaries(st.text(), outcomes),
    pdq=st.none() | st.just("0" * 64),
    pdq_quality=st.none() | st.integers(0, 100),
    unreadable=st.none() | reasons,
)


@given(findings)
def test_what_is_stored_comes_back_equal(found: Findings) -> None:
    assert load_findings(dump_findings(found)) == found


def test_read_only_details_can_be_stored() -> None:
    piece = Evidence(
        Source.SIGNED,
        Process.UNKNOWN,
        Confidence.NONE,
        0,
        details=MappingProxyType({"a": MappingProxyType({})}),
    )
    assert load_findings(dump_findings(Findings("a", "b", (piece,)))).evidence[0].details == {"a": {}}
