from __future__ import annotations

import pytest
from tests.outcomes import error
from tests.pictures import AI_IN_METADATA, FakeCheck, picture

from colophon.checks.base import Report
from colophon.errors import Overloaded
from colophon.evidence import DONE, Why
from colophon.examine import Examination
from colophon.images.picture import Picture


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


PICTURE = Picture.of(picture(), 40_000_000)


def test_an_image_that_waited_too_long_is_not_begun(clock: Clock) -> None:
    check = FakeCheck()
    examination = Examination(PICTURE, [check], 20, clock=clock)
    clock.now = 20
    with pytest.raises(Overloaded, match="waited longer than 20 s"):
        examination.run()
    assert check.looks == 0


def test_no_check_begins_after_the_deadline(clock: Clock) -> None:
    def slow(_: Picture) -> Report:
        clock.now += 30
        return Report((AI_IN_METADATA,))

    first, second = FakeCheck("first", say=slow), FakeCheck("second")
    examination = Examination(PICTURE, [first, second], 20, clock=clock)
    found = examination.run()
    assert dict(found.checks) == {"first": DONE, "second": error(Why.TIMED_OUT, seconds="20")}
    assert found.evidence == (AI_IN_METADATA,)
    assert second.looks == 0
    assert not examination.in_time
