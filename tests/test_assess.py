"""What a reader is told about how the checks went, in the reader's language."""

from __future__ import annotations

import pytest
from tests.outcomes import error, skipped

from colophon.assess import Asking, assessment
from colophon.evidence import (
    DONE,
    Findings,
    Outcome,
    Process,
    Reason,
    Source,
    State,
    Statement,
    Status,
    Why,
)
from colophon.wire import AssessmentOut

INVENTED = Statement(Source.CREATOR, Process.AI_GENERATED, "en-invented", "en")


def assessed(found: Findings, locale: str, *statements: Statement) -> AssessmentOut:
    return assessment(found, Asking(statements, locale=locale), {})


@pytest.mark.parametrize(
    ("outcome", "english", "spanish"),
    [
        (DONE, "done", "done"),
        (Outcome(State.PENDING), "pending", "pending"),
        (
            skipped(Why.TOO_SMALL, limit="32"),
            "skipped: the image is less than 32 pixels wide or high",
            "skipped: la imagen mide menos de 32 píxeles de ancho o de alto",
        ),
        (
            error(Why.TIMED_OUT, seconds="0.5"),
            "error: the check gave no answer within 0.5 s",
            "error: la comprobación no respondió en 0.5 s",
        ),
        (
            Outcome(State.ERROR, (Reason(Why.BLOCK_DAMAGED), Reason(Why.TOO_MANY_BLOCKS, {"limit": "200"}))),
            "error: a data block in the file is damaged; the file has more than 200 data blocks",
            "error: un bloque de datos del archivo está dañado; el archivo tiene más de 200 bloques de datos",
        ),
    ],
)
def test_an_outcome_is_told_in_the_readers_language(outcome: Outcome, english: str, spanish: str) -> None:
    found = Findings("ab" * 32, "image/png", checks={"detector": outcome})
    assert assessed(found, "en").checks == {"detector": english}
    assert assessed(found, "es").checks == {"detector": spanish}


def test_statements_that_were_left_out_are_counted_in_words() -> None:
    found = Findings("ab" * 32, "image/png")
    assert assessed(found, "en", INVENTED).checks == {"statements": "done: 1 of unknown pattern left out"}
    assert assessed(found, "es", INVENTED).checks == {
        "statements": "done: 1 sin usar, por patrón desconocido"
    }


def test_why_an_image_was_not_checked_names_the_limit_in_words() -> None:
    reason = Reason(Why.TOO_MANY_PIXELS, {"limit": "40"})
    found = Findings("ab" * 32, "image/png", checks={"detector": DONE}, unreadable=reason)
    assert assessed(found, "en").reason == "the image has more than 40 million pixels"
    spanish = assessed(found, "es")
    assert spanish.status is Status.NOT_CHECKED
    assert spanish.reason == "la imagen tiene más de 40 millones de píxeles"


def test_only_an_error_makes_the_status_one() -> None:
    for outcome, status in ((skipped(Why.NO_MODEL), Status.NONE), (error(Why.FAILED), Status.ERROR)):
        assert assessed(Findings("ab" * 32, "image/png", checks={"x": outcome}), "en").status is status
