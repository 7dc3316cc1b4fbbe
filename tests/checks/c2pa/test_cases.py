"""Every row of the case table that does not depend on the reader."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checks.c2pa.signing import PATIENT, picture

from colophon.checks.c2pa import C2paCheck
from colophon.trust import NO_LISTS

TAMPERED = {
    "claimSignature.mismatch",
    "assertion.dataHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.hashedURI.mismatch",
    "claim.missing",
    "ingredient.manifest.missing",
}
TRUST = {"trusted_official": "official", "trusted_interim": "interim", "": "none"}
RECOGNISED = {"official", "interim", "local"}


def integrity_of(expected: str) -> str:
    """The table's words in the project's, by the README beside the table."""
    if expected.startswith(("ok", "structural:")):
        return "ok"
    if expected.startswith("fail:"):
        return "tampered" if TAMPERED & set(expected.removeprefix("fail:").split("|")) else "malformed"
    return {"not_fetched": "remote_only", "none": "none"}.get(expected, "malformed")


def test_every_row_is_as_expected(case_check: C2paCheck, cases: Path) -> None:
    with (cases / "c2pa" / "cases.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if not row["reader_dependent"]]
    assert len(rows) >= 70
    misses = []
    for row in rows:
        report = case_check.look(picture((cases / "c2pa" / row["file"]).read_bytes()))
        integrity = integrity_of(row["expected_integrity"])
        expected = [integrity, TRUST.get(row["expected_trust"], row["expected_trust"])]
        got = ["none", "none"]
        if report.evidence:
            got = [str(report.evidence[0].details[key]) for key in ("integrity", "trust")]
        if integrity == "ok":
            expected.append(row["expected_content_claim"])
            got.append(str(report.evidence[0].details.get("content_claim")) if report.evidence else "-")
        if got != expected or report.outcome != "done":
            misses.append(f"{row['file']}: expected {expected}, got {got}, {report.outcome}")
    assert not misses, "\n".join([f"{len(misses)} of {len(rows)} rows", *misses])


def test_without_lists_nobody_is_recognised(cases: Path) -> None:
    with C2paCheck(NO_LISTS, PATIENT) as check:
        for name in ("554070b837_conformant-a.jpg", "84962be3ea_ai-generated.jpg"):
            (evidence,) = check.look(picture((cases / "c2pa" / name).read_bytes())).evidence
            assert evidence.details["trust"] not in RECOGNISED
            assert evidence.rank <= 50


@pytest.mark.parametrize("name", ["7543a33fc5_conformant-b.jpg", "4a0da9fb3f_firefly-1.png"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(data=st.data())
def test_changed_bytes_are_never_trusted(
    case_check: C2paCheck, cases: Path, name: str, data: st.DataObject
) -> None:
    """A flipped bit in what is signed, wherever it is: in the record, in the picture, in between."""
    original = (cases / "c2pa" / name).read_bytes()
    # A record may exclude bytes from its hash; the picture's own data, where most draws fall, never.
    at = data.draw(st.integers(min_value=16, max_value=len(original) - 16))
    bit = data.draw(st.integers(min_value=0, max_value=7))
    changed = bytearray(original)
    changed[at] ^= 1 << bit
    for evidence in case_check.look(picture(bytes(changed))).evidence:
        assert evidence.details["trust"] not in RECOGNISED or evidence.details["integrity"] != "ok"


@pytest.mark.parametrize("keep", [0.05, 0.3, 0.6, 0.9, 0.999])
def test_truncated_files_are_never_trusted(case_check: C2paCheck, cases: Path, keep: float) -> None:
    original = (cases / "c2pa" / "7543a33fc5_conformant-b.jpg").read_bytes()
    report = case_check.look(picture(original[: int(len(original) * keep)]))
    assert all(e.details["trust"] not in RECOGNISED for e in report.evidence)
