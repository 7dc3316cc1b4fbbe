"""Every row of the case table that does not depend on the reader."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.checks.c2pa.signing import picture
from tests.checks.c2pa.workers import c2pa_check

from colophon.checks.c2pa import C2paCheck
from colophon.evidence import DONE
from colophon.images.sniff import media_type_of
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
GOOGLE = "7543a33fc5_conformant-b.jpg"  # official list
FIREFLY = "4a0da9fb3f_firefly-1.png"  # interim list
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
        if got != expected or report.outcome != DONE:
            misses.append(f"{row['file']}: expected {expected}, got {got}, {report.outcome}")
    assert not misses, "\n".join([f"{len(misses)} of {len(rows)} rows", *misses])


def test_without_lists_nobody_is_recognised(cases: Path) -> None:
    with c2pa_check(NO_LISTS) as check:
        for name in ("554070b837_conformant-a.jpg", "84962be3ea_ai-generated.jpg"):
            (evidence,) = check.look(picture((cases / "c2pa" / name).read_bytes())).evidence
            assert evidence.details["trust"] not in RECOGNISED
            assert evidence.rank <= 50


def flipped(data: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


BITS = st.integers(min_value=0, max_value=7)
MUTATIONS = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(("name", "pixels_from"), [(GOOGLE, 25_000), (FIREFLY, 69_000)])
@MUTATIONS
@given(place=st.floats(min_value=0, max_value=1), bit=BITS)
def test_a_changed_picture_is_never_trusted(
    case_check: C2paCheck, cases: Path, name: str, pixels_from: int, place: float, bit: int
) -> None:
    original = (cases / "c2pa" / name).read_bytes()
    at = pixels_from + int(place * (len(original) - 16 - pixels_from))
    for evidence in case_check.look(picture(flipped(original, at, bit))).evidence:
        assert evidence.details["trust"] not in RECOGNISED
        assert evidence.rank == 0


@pytest.mark.parametrize(("name", "record"), [(GOOGLE, (4_764, 23_491)), (FIREFLY, (33, 68_682))])
@MUTATIONS
@given(place=st.floats(min_value=0, max_value=1), bit=BITS)
def test_a_changed_record_is_not_trusted_or_says_the_same(
    case_check: C2paCheck, cases: Path, name: str, record: tuple[int, int], place: float, bit: int
) -> None:
    """Padding, and certificates beside the signature that nothing depends on, may change without effect."""
    original = (cases / "c2pa" / name).read_bytes()
    (unchanged,) = case_check.look(picture(original)).evidence
    at = record[0] + int(place * (record[1] - record[0]))
    assume(media_type_of(flipped(original, at, bit)))
    for evidence in case_check.look(picture(flipped(original, at, bit))).evidence:
        assert evidence.details["trust"] not in RECOGNISED or evidence == unchanged


@pytest.mark.parametrize("keep", [0.05, 0.3, 0.6, 0.9, 0.999])
def test_truncated_files_are_never_trusted(case_check: C2paCheck, cases: Path, keep: float) -> None:
    original = (cases / "c2pa" / GOOGLE).read_bytes()
    report = case_check.look(picture(original[: int(len(original) * keep)]))
    assert all(e.details["trust"] not in RECOGNISED for e in report.evidence)
