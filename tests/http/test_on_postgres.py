"""What readers and reviewers write and see, once more over PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from tests.http.test_disclosures import (
    test_a_copy_that_was_known_before_is_asked_for_again_and_named,
    test_a_plain_picture_is_known_by_its_exact_copies_only,
    test_nothing_is_kept_of_a_protected_picture,
    test_on_a_shared_server_it_is_the_senders_alone_until_accepted,
    test_the_same_disclosure_is_kept_once,
    test_what_a_post_said_comes_back_with_a_recompressed_copy,
    test_what_is_withdrawn_labels_nothing_any_more,
)
from tests.http.test_review import (
    get,
    moderated,
    post,
    test_a_contest_can_change_what_everybody_sees,
    test_a_contested_estimate_is_withdrawn_until_it_is_reviewed,
    test_a_decision_ends_with_its_last_day,
    test_a_decision_is_what_readers_see_and_the_log_keeps_it,
    test_a_decision_reaches_near_copies_where_that_is_asked,
    test_a_later_decision_takes_the_place_of_an_earlier_one,
    test_a_question_about_changes_is_held_until_something_changes,
    test_entries_are_listed_by_state_without_their_hashes,
    test_what_another_process_adds_is_seen_here,
)
from tests.http_fixtures import Running, Start

__all__ = [
    "test_a_contest_can_change_what_everybody_sees",
    "test_a_contested_estimate_is_withdrawn_until_it_is_reviewed",
    "test_a_copy_that_was_known_before_is_asked_for_again_and_named",
    "test_a_decision_ends_with_its_last_day",
    "test_a_decision_is_what_readers_see_and_the_log_keeps_it",
    "test_a_decision_reaches_near_copies_where_that_is_asked",
    "test_a_later_decision_takes_the_place_of_an_earlier_one",
    "test_a_plain_picture_is_known_by_its_exact_copies_only",
    "test_a_question_about_changes_is_held_until_something_changes",
    "test_entries_are_listed_by_state_without_their_hashes",
    "test_nothing_is_kept_of_a_protected_picture",
    "test_on_a_shared_server_it_is_the_senders_alone_until_accepted",
    "test_the_same_disclosure_is_kept_once",
    "test_what_a_post_said_comes_back_with_a_recompressed_copy",
    "test_what_another_process_adds_is_seen_here",
    "test_what_is_withdrawn_labels_nothing_any_more",
]


@pytest.fixture
def start(start: Start, postgres_url: str) -> Start:
    """Servers over one PostgreSQL database."""

    async def begin(*checks: Any, **settings: Any) -> Running:
        return await start(*checks, database=postgres_url, **settings)

    return begin


async def test_what_somebody_writes_may_hold_any_character(start: Start) -> None:
    running, moderator = await moderated(start)
    reason = "a\0b \ufeff \u202e \U0001f5bc"
    asked = {"sha256": "1" * 64, "verdict": "captured", "reason": reason, "note": "\0"}
    status, made = await post(running, "/v1/decisions", asked, moderator)
    assert (status, made["reason"]) == (201, reason)
    log = await get(running, f"/v1/decisions?sha256={'1' * 64}")
    assert log["decisions"][0]["reason"] == reason.replace("\0", "\ufffd")
    asked = {"sha256": "1" * 64, "label": "captured.review", "reason": "\0"}
    status, _ = await post(running, "/v1/contests", asked)
    assert status == 201
