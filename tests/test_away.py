"""Several processes notice one outage; the log says it once."""

from __future__ import annotations

import logging

import pytest

from colophon.away import Away, Together, tell

GONE = Away("gone", why="no route to host")
STILL = Away("still", 60, "no route to host")


@pytest.fixture
def told() -> list[Away]:
    return []


@pytest.fixture
def together(told: list[Away]) -> Together:
    return Together(told.append)


def test_it_is_gone_with_the_first_and_back_with_the_last(together: Together, told: list[Away]) -> None:
    for process in (3, 1, 2):
        together.hear(process, GONE)
    assert told == [GONE]
    for process in (3, 1, 2):
        together.hear(process, STILL)
    assert told == [GONE, STILL]
    together.hear(1, Away("back", 70, lost=2))
    together.hear(3, Away("back", 72, lost=5))
    assert told == [GONE, STILL]
    together.hear(2, Away("back", 71))
    assert told[2:] == [Away("back", 72, lost=7)]


def test_each_outage_is_told_by_itself(together: Together, told: list[Away]) -> None:
    for seconds in (9, 4):
        together.hear(1, GONE)
        together.hear(1, Away("back", seconds, lost=1))
    assert told == [GONE, Away("back", 9, lost=1), GONE, Away("back", 4, lost=1)]


def test_one_that_ends_is_not_waited_for(together: Together, told: list[Away]) -> None:
    for process in (1, 2):
        together.hear(process, GONE)
    together.hear(1, Away("back", 5, lost=1))
    together.ended(2)
    together.ended(2)
    assert told == [GONE, Away("back", 5, lost=1)]
    together.hear(1, GONE)
    together.ended(1)  # nobody can say that it is back
    assert told[2:] == [GONE]


@pytest.mark.parametrize("news", [GONE, STILL, Away("back", 3, lost=4)])
def test_what_is_sent_to_the_parent_is_what_it_reads(news: Away) -> None:
    line = news.line()
    assert line.count(b"\n") == 1
    assert Away.read(line.strip()) == news


def test_what_the_log_says(caplog: pytest.LogCaptureFixture) -> None:
    for news in (GONE, STILL, Away("back", 3, lost=4)):
        tell(news)
    gone, still, back = (record.getMessage() for record in caplog.records)
    assert gone.startswith("the database does not answer (no route to host): changes are refused")
    assert still == "the database has not answered for 60 s (no route to host)"
    assert "again after 3 s" in back
    assert back.endswith(": 4")
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING, logging.WARNING]
