from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.http.plots import SIZE, Span, nice_top, plot
from colophon.http.quantities import age, duration, per_second, share, size

numbers = st.none() | st.floats(allow_nan=True, allow_infinity=True)
PATH = re.compile(r"([ML]\d+ \d+|h0|z)*")


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, list[float | None], list[float | None]]:
    steps = draw(st.lists(st.floats(1, 100), max_size=40))
    end = 1e9
    at = [end - sum(steps[i:]) for i in range(len(steps))]
    values = st.lists(numbers, min_size=len(at), max_size=len(at))
    return Span(at, end, draw(st.sampled_from([600.0, 3600.0])), 10.0), draw(values), draw(values)


@given(spans())
def test_whatever_the_values_a_plot_stays_within_its_frame(
    drawn: tuple[Span, list[float | None], list[float | None]],
) -> None:
    span, one, other = drawn
    for series in ({"one": one}, {"one": one, "other": other}):
        for say in (per_second, duration, size, share):
            made = plot("x", "X", "about", series, span, say)
            for curve in made.curves:
                for path in (curve.path, curve.dots, curve.area):
                    assert PATH.fullmatch(path), path
                    assert all(0 <= int(number) <= SIZE for number in re.findall(r"\d+", path))
            assert all(strip.x >= 0 and strip.x + strip.width <= SIZE for strip in made.strips)
            text = str(made)
            assert "nan" not in text
            assert "inf" not in text
            assert not (made.empty and made.strips)


@given(st.floats(min_value=0, allow_infinity=False))
def test_the_top_of_an_axis_is_round_and_not_below(highest: float) -> None:
    top = nice_top(highest)
    assert top > 0
    assert math.isfinite(top)
    assert top >= highest or highest >= 1e300
    assert not 1e-9 < highest < 1e9 or top <= 2.01 * highest


def test_lines_break_where_nothing_is_known_and_a_lone_moment_is_a_dot() -> None:
    at = [0.0, 10.0, 20.0, 30.0, 100.0, 110.0]
    made = plot("x", "X", "", {"v": [1, 1, None, 2, 2, 2]}, Span(at, 110.0, 600.0, 10.0), per_second)
    [curve] = made.curves
    assert curve.path.count("M") == 2
    assert curve.dots.count("M") == 1
    assert curve.now == "2"
    assert made.ticks == ("2", "1", "0")


def test_a_value_that_is_old_is_not_now() -> None:
    made = plot("x", "X", "", {"v": [1.0]}, Span([0.0], 100.0, 600.0, 10.0), per_second)
    assert made.curves[0].now == "–"


def test_nothing_at_all_is_said_to_be_nothing() -> None:
    made = plot("x", "X", "", {"v": []}, Span([], 100.0, 600.0, 10.0), per_second)
    assert made.empty
    assert not made.strips
    assert all(cells == ("–",) for _, cells in made.rows)


def test_the_table_says_what_is_drawn() -> None:
    at = [590.0, 595.0, 310.0]
    made = plot("x", "X", "", {"v": [2.0, 4.0, 8.0]}, Span(at, 600.0, 600.0, 10.0), per_second)
    assert made.rows[0] == ("0 to 1 min ago", ("3",))
    assert made.rows[4][1] == ("8",)
    assert made.strips[0].text == "now: v 4"
    assert made.strips[1].text == "10 s ago: v 2"


@pytest.mark.parametrize(
    ("say", "value", "words"),
    [
        (per_second, 0, "0"),
        (per_second, 0.004, "< 0.01"),
        (per_second, 2.5, "2.5"),
        (per_second, 12.0, "12"),
        (per_second, 1234.5, "1,234"),
        (duration, 0.0123, "12.3 ms"),
        (duration, 2.0, "2 s"),
        (age, 59.6, "60 s"),
        (age, 150, "2 min"),
        (age, 7200, "2 h"),
        (age, 3 * 86_400, "3 days"),
        (size, 148_000_000, "148 MB"),
        (size, 12, "12 bytes"),
        (share, 0.417, "42 %"),
    ],
)
def test_values_in_words(say: object, value: float, words: str) -> None:
    assert say(value) == words  # type: ignore[operator]
