"""Taking part in a study, once more over PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from tests.http.test_studies import (
    test_a_closed_study_takes_nothing_and_then_says_what_it_was_about,
    test_codes_run_out_and_studies_fill_up,
    test_events_of_another_arm_are_refused_by_themselves,
    test_the_same_code_gets_the_same_answer,
    test_what_is_sent_again_is_recorded_once,
    test_withdrawal_undoes_everything,
)
from tests.http_fixtures import Running, Start

__all__ = [
    "test_a_closed_study_takes_nothing_and_then_says_what_it_was_about",
    "test_codes_run_out_and_studies_fill_up",
    "test_events_of_another_arm_are_refused_by_themselves",
    "test_the_same_code_gets_the_same_answer",
    "test_what_is_sent_again_is_recorded_once",
    "test_withdrawal_undoes_everything",
]


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colophon.study.enrolment.KEPT_SECONDS", -1.0)


@pytest.fixture
def start(start: Start, postgres_url: str) -> Start:
    """Servers over one PostgreSQL database."""

    async def begin(*checks: Any, **settings: Any) -> Running:
        return await start(*checks, database=postgres_url, **settings)

    return begin
