"""When something is asked again: at once where there is more, ever more rarely where it fails, never not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from colophon.follow.pace import FIRST_PAUSE, LIST_SECONDS, LONGEST_PAUSE, SOON, Pace
from colophon.store.subscriptions import Following, Source

FAILS = st.sampled_from([Following.UNREACHABLE, Following.REFUSED])


@given(st.lists(FAILS, min_size=1, max_size=60))
def test_failures(states: list[Following]) -> None:
    pace = Pace()
    pauses = [pace.after(Source.STREAM, state, 0, False) for state in states]
    assert pauses[0] == FIRST_PAUSE
    assert pauses == sorted(pauses)
    assert pauses[-1] <= LONGEST_PAUSE
    pace.after(Source.STREAM, Following.WORKS, 0, False)
    assert pace.after(Source.STREAM, states[0], 0, False) == FIRST_PAUSE, "it has worked since"


def test_what_works() -> None:
    pace = Pace()
    works = Following.WORKS
    assert pace.after(Source.STREAM, works, 0.01, True) == SOON
    assert pace.after(Source.STREAM, works, 20, False) == 0, "it was held open there"
    assert 0 < pace.after(Source.STREAM, works, 0.01, False) <= 2 * SOON, "it was not"
    assert pace.after(Source.LIST, works, 0.01, False) == LIST_SECONDS
