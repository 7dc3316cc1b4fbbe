"""The page of a report: in order, whole, and by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.report.reading import Reading, leads_within, looks_right, needs_nothing
from tests.study.report.simulated import Made

from colophon.labels.lint import banned
from colophon.labels.messages import messages
from colophon.study.analysis.sequence import Sequence
from colophon.study.report.looks import Look
from colophon.study.report.page.course import course
from colophon.study.report.page.forest import Line, forest, ticks
from colophon.study.report.page.numbers import SHARE, Unit, p_value
from colophon.study.report.page.page import page

Making = Callable[[str], Made]

HEADINGS = [
    *("Split", "Left out", "Planned comparisons", "With the baseline", "Telling images apart"),
    *("Images without a label", "Understanding", "Several comparisons", "Looks", "By stratum"),
    *("Missing data", "Method"),
]


@pytest.fixture(scope="module", params=["effects", "broken"])
def text(request: pytest.FixtureRequest, made: Making) -> str:
    return page(made(request.param).report)


def test_sections_are_in_the_order_to_be_read(text: str) -> None:
    read = Reading(text)
    assert read.level("h1") == ["Does it help to name who says so?"]
    assert read.level("h2") == HEADINGS
    assert len(read.headings) == 1 + len(HEADINGS)
    leads_within(read)


def test_it_needs_nothing_from_elsewhere(text: str) -> None:
    needs_nothing(text)


def test_it_says_what_it_rests_on(text: str, made: Making) -> None:
    report = made("effects").report
    words = " ".join(Reading(text).own)
    for said in (
        report.frozen.sha256,
        "2026-09-01",
        "resolver",
        "Waudby-Smith",
        "Holm (1979",
        "HC2",
        "Newcombe",
    ):
        assert said in words
    assert "These people are made up" in words
    assert banned(words, messages("en").banned_terms) == []


def test_what_a_study_file_says_is_only_text(made: Making) -> None:
    """Names of arms are bounded; the title is free."""
    report = made("effects").report
    title = {"en": '<script>alert(1)</script> & "more"'}
    object.__setattr__(report.frozen, "study", report.frozen.study.model_copy(update={"title": title}))
    try:
        read = Reading(page(report))
    finally:
        kept = {"title": {"en": "Does it help to name who says so?"}}
        object.__setattr__(report.frozen, "study", report.frozen.study.model_copy(update=kept))
    assert not [tag for tag, _ in read.elements if tag == "script"]
    assert "<script>alert(1)</script>" in "".join(read.own)


def test_places_of_a_forest() -> None:
    lines = [Line("a", "", "", -1.0, 0.0, 1.0), Line("b", "", "", 0.5, 0.75, 1.0, truth=3.0)]
    made_of = forest(Unit("points"), lines)
    assert made_of.zero == made_of.bars[0].value
    first, second = made_of.bars
    assert 0 < first.low < first.value < second.low < second.value < second.high == first.high
    assert second.truth is not None
    assert second.high < second.truth < 100
    assert (made_of.zero, "0.00") in made_of.ticks
    assert forest(Unit("points"), [Line("a", "", "", 0.0, 0.0, 0.0)]).bars[0].value < 100


@pytest.mark.parametrize("ends", [(-1, 1), (0.001, 0.0042), (-3e5, 2), (0, 1e-9)])
def test_ticks_are_few_and_within(ends: tuple[float, float]) -> None:
    found = ticks(*ends)
    assert 2 <= len(found) <= 7
    assert ends[0] <= found[0] <= found[-1] <= ends[1]


def test_figures_in_words() -> None:
    assert [SHARE.signed(value) for value in (0.0312, -0.0312, 0.0001, -0.0001, 0.0)] == [
        *("+3.1", "\N{MINUS SIGN}3.1", "0.0", "0.0", "0.0"),
    ]
    assert [p_value(p) for p in (0.0004, 0.04, 1.0, None)] == ["< .001", ".040", "1.000", "too few to tell"]


def look(enrolled: int, low: float, high: float) -> Look:
    return Look(enrolled, Sequence((low + high) / 2, 0.1, 0.1, low, high, enrolled, 0.05, 100.0))


def test_a_course() -> None:
    seen = [look(100, -3, 1), look(200, -2, 0.5), look(300, -2, -0.5), look(400, -1.5, 0.1)]
    drawn = course("one", Unit("points"), seen)
    assert drawn is not None
    assert drawn.excludes == 300
    assert drawn.band.count("L") == 7
    assert [words for _, words in drawn.people] == ["100", "250", "400"]
    assert len(drawn.table.rows) == 4
    assert course("one", Unit("points"), seen[:1]) is None


async def test_in_a_browser(tmp_path: Path, made: Making) -> None:
    files = {name: tmp_path / f"{name}.html" for name in ("effects", "broken")}
    for name, file in files.items():
        file.write_text(page(made(name).report), encoding="utf-8")
    await looks_right(*files.values())
