from __future__ import annotations

import pytest
from tests.checks.metadata.files import EXAMPLES, SILENT, app1_xmp, jpeg, look, said, xmp

from colophon.checks.metadata.source_type import PROCESSES, term_of
from colophon.evidence import DONE, Confidence, Rank, Source


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_way_of_saying_it(name: str) -> None:
    data, expected = EXAMPLES[name]
    assert said(data) == expected
    assert look(data).outcome == DONE


@pytest.mark.parametrize("name", SILENT)
def test_near_misses_and_wrong_places_say_nothing(name: str) -> None:
    assert said(SILENT[name]) == []


def test_the_shape_of_evidence() -> None:
    (evidence,) = look(EXAMPLES["iptc attribute"][0]).evidence
    assert evidence.source is Source.METADATA
    assert evidence.confidence is Confidence.STATED
    assert evidence.rank == Rank.UNSIGNED
    assert evidence.details == {
        "generator": None,
        "field": "xmp:DigitalSourceType",
        "digital_source_type": "trainedAlgorithmicMedia",
    }


def test_one_piece_of_evidence_per_distinct_statement() -> None:
    attributes = " ".join(
        f'Iptc4xmpExt:{name}="trainedAlgorithmicMedia"'
        for name in ("DigitalSourceType", "DigitalSourceFileType")
    )
    packet = xmp(attributes + ' photoshop:Credit="Made with Google AI"')
    assert said(jpeg(app1_xmp(packet), app1_xmp(packet))) == [
        ("ai_generated", None, "xmp:DigitalSourceType"),
        ("ai_generated", "Google AI", "xmp:Credit"),
    ]


@pytest.mark.parametrize("term", PROCESSES)
def test_all_spellings_of_a_source_type(term: str) -> None:
    base = "cv.iptc.org/newscodes/digitalsourcetype/"
    for value in (f"http://{base}{term}", f"https://{base}{term}/", f"digsrctype:{term}", term, f" {term} "):
        assert term_of(value) == term


@pytest.mark.parametrize("value", ["", "/", "x" * 10**6, "http://c2pa.org/digitalsourcetype/empty", "AI"])
def test_what_is_no_source_type(value: str) -> None:
    assert term_of(value) is None
