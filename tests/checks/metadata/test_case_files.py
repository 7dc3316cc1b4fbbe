"""The real files of generators and cameras: facts 2.4."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.checks.metadata.files import LIMITS, look

from colophon.checks.metadata.generators import AI_SYSTEMS
from colophon.checks.metadata.source_type import PROCESSES
from colophon.errors import NotAnImage
from colophon.images.picture import Picture

AI = {"ai_generated", "ai_edited", "ai_involved", "composite_ai"}
# Holds a signed record and nothing else, which is the C2PA check's to read: no XMP is in the file.
SIGNED_ONLY = {"a4421ef045_firefly-1.png"}


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "cases.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_says_what_is_expected(cases: Path) -> None:
    right = 0
    for row in rows(cases / "meta"):
        data = (cases / "meta" / row["file"]).read_bytes()
        if row["expected_verdict"] == "error":
            with pytest.raises(NotAnImage):
                Picture.of(data, LIMITS.pixels)
            right += 1
            continue
        found = {(e.process.value, e.source_name) for e in look(data).evidence}
        processes = {process for process, _ in found} & AI
        if row["expected_verdict"] in ("none", "none?") or row["file"] in SIGNED_ONLY:
            assert processes == set(), row["file"]
        else:
            assert processes == {row["expected_verdict"]}, row["file"]
            names = [name for _, name in found if name]
            assert names, row["file"]
            assert all(name in row["expected_generator"] for name in names), row["file"]
        right += row["file"] not in SIGNED_ONLY
    assert right == len(rows(cases / "meta")) - len(SIGNED_ONLY) == 40


def test_the_retired_term_of_the_reference_file_is_a_detail_only(cases: Path) -> None:
    (evidence,) = look((cases / "meta" / "919d137c67_Issue_258__dotnet_.jpg").read_bytes()).evidence
    assert evidence.process == "unknown"
    assert evidence.details["digital_source_type"] == "softwareImage"


def test_no_word_of_an_answer_comes_from_a_file(cases: Path) -> None:
    """No prompts, places, names or serial numbers: every string is of our own tables."""
    own = {
        None, *PROCESSES, *AI_SYSTEMS, "AUTOMATIC1111", "Fooocus", "InvokeAI", "Google AI", "TC260 AIGC",
        "Samsung Photo assist", "xAI Grok",
    }  # fmt: skip
    places = {"png", "xmp", "exif", "iptc", "samsung", "jpeg", "gif"}
    said = 0
    for folder in (cases / "meta", cases / "c2pa"):
        for row in rows(folder):
            data = (folder / row["file"]).read_bytes()
            for evidence in look(data).evidence if data else ():
                said += 1
                assert set(evidence.details) == {"generator", "field", "digital_source_type"}
                assert evidence.details["generator"] in own
                assert evidence.details["digital_source_type"] in own
                assert str(evidence.details["field"]).partition(":")[0] in places
                assert evidence.date is None
    assert said > 15
