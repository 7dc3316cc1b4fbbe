"""Everything that can be wrong with a study file is told with its line, its limit and a way out."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.study.bad_files import BAD, GOOD, TODAY, changed

from colophon.study.spec.problems import StudyFileError
from colophon.study.spec.read import MAX_BYTES, load, read
from colophon.study.spec.wrong import MAX_PROBLEMS


def test_the_example_can_be_frozen_as_it_is() -> None:
    done = read(GOOD.encode(), freeze_on=TODAY)
    assert done.problems == ()
    assert done.study


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_on_its_line(name: str) -> None:
    _, marker, words = BAD[name]
    text = changed(name)
    line = text[: text.index(marker)].count("\n") + 1
    problems = read(text.encode()).problems
    assert problems
    said = {problem.line: problem.said("x.toml") for problem in problems}
    assert line in said, said
    assert [
        word for word in words if word not in " ".join(p.said("x") for p in problems if p.line == line)
    ] == []
    assert all(problem.limit and problem.way_out for problem in problems)


@pytest.mark.parametrize("name", BAD)
def test_one_thing_wrong_is_told_once(name: str) -> None:
    problems = read(changed(name).encode()).problems
    assert len(problems) == len({(problem.line, problem.at, problem.limit) for problem in problems})
    allowed = 20 if name == "a missing language" else 3  # what names the wrong part is wrong, too
    assert len(problems) <= allowed, [problem.said("x") for problem in problems]


def test_a_file_of_mistakes_only_is_told_in_part() -> None:
    text = GOOD + "\n[more]\n" + "".join(f"key{n} = {n}\n" for n in range(10))
    assert len(read(text.encode()).problems) == 1
    text = GOOD.replace("[exposure] ", "[exposure]\n" + "".join(f"key{n} = {n}\n" for n in range(5000)))
    assert len(read(text.encode()).problems) == MAX_PROBLEMS


def test_everything_is_told_at_once() -> None:
    names = ["a weight of nought", "an unknown key", "a rule without n", "people under 18", "a day as text"]
    text = GOOD
    for name in names:
        for old, new in BAD[name][0]:
            text = text.replace(old, new, 1)
    text = text.replace("expect = 2 ", "expect = 9 ")  # a rule, of a part that can be read
    done = read(text.encode())
    assert len(done.problems) == len(names) + 1
    assert [problem.line for problem in done.problems] == sorted(problem.line for problem in done.problems)
    assert done.unread == ("adults_only", "dates", "exposure", "factors", "stopping")


@pytest.mark.parametrize("key", ["closes", "retention"])
def test_a_day_that_is_over_cannot_be_frozen(key: str) -> None:
    later = dt.date(2099, 1, 1)
    assert read(GOOD.encode()).problems == ()
    [problem] = [one for one in read(GOOD.encode(), freeze_on=later).problems if one.path[-1] == key]
    assert GOOD.split("\n")[problem.line - 1].startswith(key)
    assert "this day is over" in problem.limit


def test_what_cannot_be_used_is_an_error_with_all_problems() -> None:
    with pytest.raises(
        StudyFileError, match=r"mine.toml:\d+: exposure.ration = 0.5\n.*no such key"
    ) as caught:
        load(changed("an unknown key").encode(), "mine.toml")
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id = \xff", "UTF-8"),
        (b"a = 1\nb = [1", "x:2: the file"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deep"),
        (b"a = " + b"9" * 5000, "TOML"),
        (b" " * (MAX_BYTES + 1), "at most 1,000,000"),
        (b'{"study": 1}', "a study file is TOML"),
        (b"", "there is nothing in the file"),
        (b"version = 1", "id is needed"),
        (b"\xef\xbb\xbfid = 1", "TOML"),
        (b"id = nan\nversion = inf", "a whole number"),
        (b"surveys = [%s]" % (b"1, " * 61), "(61 values)"),
        (b"[dates]\ncloses = 2027-01-01T00:00:00", "a day without quotes"),
        (b"factors = [1, [2]]\nsurveys = 1", "needed is a table"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_what_is_no_study_file_is_told(content: bytes, words: str) -> None:
    assert words in " ".join(problem.said("x") for problem in read(content).problems)
