"""What is counted, and in which steps of time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.audit.made import finished, statuses
from tests.audit.rows import post, protected

from colophon.audit.report.outcome import Outcome
from colophon.audit.report.tally import Tally, class_of, day_of, monday, week_of
from colophon.audit.report.times import MAX_STEPS, times
from colophon.audit.rows import rows


def test_every_row_is_counted_once(tmp_path: Path) -> None:
    tally, found = Tally(), list(rows(finished(tmp_path, 700)))
    for row in found:
        tally.add(row)
    said = statuses(700)
    assert tally.images == 700
    assert tally.outcomes == {
        Outcome.LABELLED: said["labelled"],
        Outcome.NONE: said["none"],
        Outcome.PARTLY: said["error"],
        Outcome.UNCHECKED: said["not_checked"] + said["unreadable"],
        Outcome.PROTECTED: said["protected"],
    }
    told = 700 - said["protected"]
    assert tally.kinds.total() == told
    assert sum(one.images for one in tally.accounts.values()) == told
    assert sum(one.images for one in tally.sites.values()) == told
    assert tally.weeks.total() + tally.undated == told
    assert tally.reasons.total() == tally.outcomes[Outcome.UNCHECKED]
    assert tally.conflicts == sum(bool(row.get("conflict")) for row in found) > 0
    assert len(tally.shown_conflicts) <= tally.conflicts


def test_protected_images_are_a_number_and_nothing_else() -> None:
    tally = Tally()
    tally.add(protected(0))
    assert tally == Tally(outcomes=Counter({Outcome.PROTECTED: 1}))


def test_one_piece_of_a_class_counts_once_for_an_image() -> None:
    piece = {"source": "metadata", "process": "ai_generated", "headline": False, "source_name": "Tool"}
    tally = Tally()
    tally.add(post(0, None, None, "a", evidence=[piece, {**piece, "headline": True}, piece]))
    assert tally.evidence == {("metadata", "ai_generated", ""): 1}
    assert tally.headlines == {("metadata", "ai_generated", ""): 1}
    assert tally.names == {("metadata", "Tool"): 1}


def test_signed_records_are_told_apart_by_whether_they_fit_and_who_knows_the_signer() -> None:
    said = {"source": "signed", "process": "ai_generated"}
    for integrity, trust, reach in (
        ("ok", "official", "official"),
        ("ok", "untrusted", "untrusted"),
        ("tampered", "official", "tampered"),
    ):
        details = {"integrity": integrity, "trust": trust}
        assert class_of({**said, "details": details}) == ("signed", "ai_generated", reach)
    detector = {"source": "detector", "process": "ai_generated", "details": {"band": "mid"}}
    assert class_of(detector) == ("detector", "ai_generated", "mid")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2026, 11, 29), date(2026, 11, 30), date(9999, 12, 31)])
def test_weeks_begin_on_monday(day: date) -> None:
    begins = monday(week_of(day))
    assert begins.weekday() == 0
    assert 0 <= (day - begins).days < 7
    assert day_of(f"{day.isoformat()}T23:59:59+00:00") == day


def weeks_of(*days: date) -> Counter[tuple[int, str]]:
    return Counter((week_of(day), "none") for day in days)


def test_bars_are_weeks_while_they_can_be_told_apart() -> None:
    begin = date(2024, 1, 1)
    days = [begin + timedelta(weeks=n) for n in range(MAX_STEPS)]
    found = times(weeks_of(*days))
    assert found is not None
    assert found.step.word == "week"
    assert found.of(None) == [1] * MAX_STEPS
    longer = times(weeks_of(*days, *[begin + timedelta(weeks=3 * MAX_STEPS)] * 9))
    assert longer is not None
    assert longer.step.word == "month"
    assert sum(longer.of("none")) == MAX_STEPS + 9
    assert longer.step.name(longer.first) == "2024-01"


def test_a_wrong_date_does_not_flatten_the_others() -> None:
    days = [date(2026, 1, 5) + timedelta(days=n % 50) for n in range(300)]
    found = times(weeks_of(date(1970, 1, 1), *days, date(2038, 1, 19)))
    assert found is not None
    assert (found.before, found.after, found.step.word) == (1, 1, "week")
    assert sum(found.of(None)) == 300


@pytest.mark.parametrize("days", [(date(1, 1, 1), date(9999, 12, 31)), (date(2026, 1, 1),)])
def test_any_span_has_few_bars(days: tuple[date, ...]) -> None:
    found = times(weeks_of(*days))
    assert found is not None
    assert len(found.of(None)) <= MAX_STEPS
    assert sum(found.of(None)) == len(days)
    assert times({}) is None
