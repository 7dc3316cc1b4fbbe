"""From people to a report, the whole way: what was put in is found, and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from tests.study.report.simulated import Made

from colophon.study.analysis.estimate import Estimate
from colophon.study.report.page.page import page
from colophon.study.report.whole import as_data, whole

Making = Callable[[str], Made]


def values(data: Any) -> Iterator[Any]:
    """Every value somewhere in plain data."""
    if isinstance(data, dict):
        for value in data.values():
            yield from values(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from values(value)
    else:
        yield data


@pytest.fixture(scope="module")
def effects(made: Making) -> Made:
    return made("effects")


def test_a_known_effect_is_found(effects: Made) -> None:
    assert not any(line.blocks for line in effects.report.found.balances)
    found = {one.test.name: one for one in effects.report.found.comparisons}
    for name, truth in effects.done.truth.items():
        seen = found[name].sequence
        assert seen is not None, found[name].note
        assert truth is not None
        assert seen.low <= truth <= seen.high, name
    for name in ("answer_ols", "comprehension_proportions", "opened_card_cluster"):
        assert (found[name].adjusted or 1) < 0.05
    assert (found["spillover_welch"].adjusted or 0) > 0.05
    assert found["visible_ms_welch"].within_margin


def test_without_an_effect_none_is_claimed(made: Making) -> None:
    report = made("nothing").report
    compared = [one for one in report.found.comparisons if one.test.outcome != "opened_card"]
    assert all(one.effect is not None for one in compared)
    assert all(one.adjusted is None or one.adjusted > 0.05 for one in compared)
    assert "first lay on one side" not in page(report).replace("opened_card_cluster: the interval first", "")


def test_who_withdrew_is_nowhere(effects: Made) -> None:
    with (effects.folder / "participants.csv").open(encoding="utf-8") as stream:
        there = {row["participant"] for row in csv.DictReader(stream)}
    gone = effects.names() - there
    assert there < effects.names()
    assert len(gone) == effects.done.took.withdrew > 0
    files = [path.read_bytes() for path in effects.folder.iterdir()]
    for name in gone:
        assert not [1 for content in files if name.encode() in content]
    everything = page(effects.report) + orjson.dumps(as_data(effects.report)).decode()
    assert not [name for name in there | gone if name in everything]


def test_a_split_that_is_not_as_planned_stands_in_the_way(made: Making) -> None:
    report = made("broken").report
    assert any(line.blocks for line in report.found.balances)
    data = as_data(report)
    assert [one["effect"] for one in data["comparisons"]] == [None] * 5
    assert (data["looks"], data["adjustments"], data["missing"], data["understanding"]) == ({}, [], [], [])
    text = page(report)
    assert "not split as planned by detail" in text
    assert 'class="forest"' not in text
    assert 'class="plot"' not in text
    assert text.index("not split as planned") < text.index("Left out</h2>")


def test_a_broken_stratum_stands_in_the_way_too(made: Making) -> None:
    """Told of the page's words only; which stratum blocks is tested with the computation."""
    report = made("broken").report
    assert [line.stratum for line in report.found.balances if line.blocks] == ["", "locale=en"]
    assert "(over all; locale=en)" in page(report)


def test_small_numbers_are_not_told(effects: Made) -> None:
    """Whatever counts people is 0, 10 or more, or hidden."""
    data = as_data(effects.report)
    told = [data["participants"]]
    for line in data["exclusions"]:
        told += [line["count"], *line["by_level"].values()]
    for line in data["missing"]:
        told += [*line["kept"].values(), *line["missing"].values()]
    for one in data["comparisons"]:
        told += [arm["n"] for arm in one["arms"]]
    assert None in told
    assert all(number is None or number == 0 or number >= 10 for number in told)
    assert "under 10" in page(effects.report)


def test_looks_end_where_the_report_is(effects: Made) -> None:
    for one in effects.report.found.comparisons:
        course = effects.report.looks[one.test.name]
        assert course[0].enrolled >= 60
        assert course[-1].sequence == one.sequence
        widths = [look.sequence.high - look.sequence.low for look in course]
        assert widths[-1] < widths[0]


def test_a_baseline_is_set_beside_none(effects: Made) -> None:
    (one,) = effects.report.adjustments
    assert isinstance(one.adjusted, Estimate)
    assert one.test == "answer_ols"
    assert one.adjusted.se < one.without.se


def test_while_a_study_runs_only_planned_looks_are_told(effects: Made, tmp_path: Any) -> None:
    """The same export, said to be of a study that is open: with looks planned, effects; else none."""
    from tests.study.report.simulated import frozen

    from colophon.study.report.contrasts import contrasts
    from colophon.study.report.source import from_folder

    manifest = orjson.loads((effects.folder / "manifest.json").read_bytes())
    assert manifest["state"] == "closed"
    for path in effects.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "manifest.json").write_bytes(orjson.dumps(manifest | {"state": "enrolling"}))
    running = whole(tmp_path, lambda *_: None)
    assert running.found.comparisons == effects.report.found.comparisons
    assert "still runs" in page(running)
    assert "still runs" not in page(effects.report)
    _, data = from_folder(tmp_path)
    once = frozen(stopping={"rule": "fixed", "n": 1000}).study
    for early, told in ((True, False), (False, True)):
        found = contrasts(once, data, early)
        assert all((one.effect is not None) is told for one in found.comparisons)
        assert bool(found.understanding) is told
        assert all("one look at its data is planned" in one.note for one in found.comparisons) is not told
