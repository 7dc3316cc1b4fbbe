"""From events in a store, through an export's files, to the figures of a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.study.report.exported import PEOPLE, STUDY, folder, point, written

from colophon.errors import InputError
from colophon.study.analysis import welch
from colophon.study.analysis.proportions import Difference
from colophon.study.analysis.sample import Sample
from colophon.study.report.contrasts import contrasts
from colophon.study.report.source import MAX_ANSWER, from_folder

__all__ = ["folder", "written"]


def test_from_events_to_figures(folder: Path) -> None:
    frozen, data = from_folder(folder)
    assert frozen.study == STUDY
    report = contrasts(frozen.study, data)
    assert [line.counts for line in report.balances] == [{"control": 12, "words": 12, "source": 12}] * 2
    assert report.balances[1].stratum == "locale=en"
    kept = report.exclusions[-1]
    assert (kept.reason, kept.count) == ("kept", None)  # 35 of 36: the one would be known
    answer, opened, meaning = report.comparisons
    control = [point(n) for n in range(PEOPLE - 1) if n % 3 == 0]
    source = [point(n) for n in range(PEOPLE - 1) if n % 3 == 2]
    assert answer.effect == welch.difference(Sample.of(control), Sample.of(source))
    assert isinstance(opened.effect, Difference)
    assert opened.effect.value == sum(n % 4 == 0 for n in range(2, PEOPLE - 1, 3)) / 11
    assert isinstance(meaning.effect, Difference)
    assert meaning.effect.value == pytest.approx(sum(n % 2 for n in range(2, 35, 3)) / 11 - 6 / 12)
    shares = {row.level: row.share for row in report.understanding}
    assert shares["control"] is not None
    assert (shares["control"].successes, shares["control"].n) == (6, 12)


def test_words_of_people_are_not_held(folder: Path) -> None:
    """One long answer would make every other as large in memory, and no report reads it."""
    _, data = from_folder(folder)
    long = data.answers.answer[data.answers.question == "end.remarks"]
    assert [len(one) for one in long] == [MAX_ANSWER]


def test_a_file_that_was_changed_is_refused(folder: Path) -> None:
    with (folder / "answers.parquet").open("ab") as file:
        file.write(b"x")
    with pytest.raises(InputError, match=r"answers\.parquet is not the file that was exported"):
        from_folder(folder)


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    (folder / "exposures.parquet").unlink()
    with pytest.raises(InputError, match=r"exposures\.parquet cannot be read"):
        from_folder(folder)


@pytest.mark.parametrize("content", [None, "{}", "[", json.dumps({"files": [1]})])
def test_no_export(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match="manifest"):
        from_folder(tmp_path)
