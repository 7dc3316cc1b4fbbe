"""Freezing: an id that says exactly what will be run, and a file that cannot change unnoticed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study import toml
from tests.study.bad_files import GOOD, TODAY

from colophon.errors import Conflict, InputError
from colophon.study.spec.frozen import Frozen, file_name, freeze, identity, keep, load_frozen, plain
from colophon.study.spec.problems import StudyFileError
from colophon.study.spec.read import load, read
from colophon.study.spec.study import Study

DATA = tomllib.loads(GOOD)


def made(text: str = GOOD) -> Frozen:
    return freeze(text.encode(), TODAY)


def at(folder: Path, frozen: Frozen) -> Path:
    return folder / file_name(frozen.study)


def test_the_id_can_be_made_without_us(tmp_path: Path) -> None:
    frozen = made()
    kept = json.loads(at(tmp_path, keep(frozen, at(tmp_path, frozen))).read_bytes())
    told = json.dumps(kept["study"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(told.encode()).hexdigest() == frozen.sha256 == kept["sha256"]


def test_what_was_frozen_comes_back(tmp_path: Path) -> None:
    frozen = made()
    path = at(tmp_path, frozen)
    assert path.name == "example-study.v1.frozen.json"
    keep(frozen, path)
    assert load_frozen(path.read_bytes()) == frozen
    assert frozen.source == GOOD
    assert frozen.drift() == []


def test_the_same_again_is_left_as_it_was(tmp_path: Path) -> None:
    first = made()
    path = at(tmp_path, first)
    keep(first, path)
    before = path.read_bytes()
    again = freeze(f"# another comment\n{GOOD}".encode(), TODAY + dt.timedelta(days=1))
    assert keep(again, path) == first
    assert path.read_bytes() == before


def test_a_changed_file_needs_a_new_version(tmp_path: Path) -> None:
    first, other = made(), made(GOOD.replace("n = 600", "n = 700"))
    keep(first, at(tmp_path, first))
    with pytest.raises(Conflict, match=r"version 1 of example-study is frozen already.*write version = 2"):
        keep(other, at(tmp_path, other))
    newer = made(GOOD.replace("n = 600", "n = 700").replace("version = 1 ", "version = 2 "))
    keep(newer, at(tmp_path, newer))
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("day", [dt.date(2027, 8, 28), dt.date(2030, 1, 1)])
def test_a_study_that_is_over_is_not_frozen(day: dt.date) -> None:
    with pytest.raises(StudyFileError, match="closes = 2027-08-28\n    today is"):
        freeze(GOOD.encode(), day)


def test_an_enrolment_that_is_over_is_not_frozen() -> None:
    text = GOOD.replace('rule = "fixed" ', 'rule = "date"\non = 2027-03-01 # ')
    with pytest.raises(StudyFileError, match=r"stopping.on = 2027-03-01\n    today is 2027-03-01"):
        freeze(text.encode(), TODAY)


def test_a_changed_frozen_file_is_noticed(tmp_path: Path) -> None:
    path = at(tmp_path, made())
    keep(made(), path)
    data = json.loads(path.read_bytes())
    data["study"]["stopping"]["n"] = 60
    with pytest.raises(InputError, match="was changed"):
        load_frozen(json.dumps(data).encode())


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"1", b"{}", b"\xff", b"[" * 100_000),
        *(b'{"format": 2}', b'{"format": 1, "study": {}, "sha256": 1}'),
    ],
    ids=lambda content: str(content[:12]),
)
def test_what_is_no_frozen_study_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"no frozen study|of format 2"):
        load_frozen(content)


def test_drift_names_what_differs() -> None:
    frozen = made()
    older = Frozen(frozen.study, frozen.sha256, TODAY, frozen.versions | {"labels": "0" * 12}, GOOD)
    assert older.drift() == [f"labels: frozen with 000000000000, here is {frozen.versions['labels']}"]


def test_defaults_written_out_and_numbers_written_otherwise_are_the_same_study() -> None:
    same = GOOD.replace('unit = "participant"\n', "").replace("weight = 1\n", "weight = 1.0\n")
    assert same != GOOD
    assert identity(load(same.encode())) == identity(load(GOOD.encode()))


@given(st.randoms(use_true_random=False), st.text(st.characters(categories=["L", "N", "Zs"]), max_size=20))
@settings(max_examples=25)
def test_the_order_of_keys_and_comments_do_not_count(dice: random.Random, comment: str) -> None:
    text = toml.file(_shuffled(DATA, dice), comment)
    assert identity(load(text.encode())) == identity(load(GOOD.encode()))


@given(st.integers(2, 100_000).filter(lambda n: n != 600 and n >= 6), st.floats(0.01, 0.2))
@settings(max_examples=25)
def test_another_value_is_another_study_and_comes_back_the_same(n: int, alpha: float) -> None:
    text = GOOD.replace("n = 600", f"n = {n}").replace("alpha = 0.05", f"alpha = {alpha!r}")
    study = load(text.encode())
    assert identity(study) != identity(load(GOOD.encode()))
    assert Study.model_validate_json(json.dumps(plain(study))) == study


_LINES = GOOD.split("\n")
_KINDS = st.sampled_from(["drop", "double", "cut", "add", "swap"])
_EDITS = st.lists(st.tuples(_KINDS, st.integers(0, 10_000), st.text(max_size=6)), min_size=1, max_size=4)


@given(_EDITS)
@settings(max_examples=60)
def test_no_damage_to_the_text_is_a_crash(edits: list[tuple[str, int, str]]) -> None:
    lines = list(_LINES)
    for edit, number, text in edits:
        at = number % len(lines)
        row = lines[at]
        changed = {"drop": [], "double": [row, row], "cut": [row[: number % (len(row) + 1)]]}
        other = {"add": [row[: len(row) // 2] + text + row[len(row) // 2 :]], "swap": [lines[-at], row]}
        lines[at : at + 1] = (changed | other)[edit]
    _is_told("\n".join(lines))


_ANY = st.one_of(
    st.integers(), st.booleans(), st.text(max_size=5), st.floats(), st.just([]), st.just({}), st.just([{}]),
    st.dates(), st.lists(st.integers(), max_size=3), st.just({"en": ["x"]}), st.just({"rule": {}}),
)  # fmt: skip
_PLACES: list[tuple[Any, ...]] = []


def _collect(value: Any, path: tuple[Any, ...] = ()) -> None:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        _PLACES.append((*path, key))
        _collect(inner, (*path, key))


_collect(DATA)


@given(st.lists(st.tuples(st.sampled_from(_PLACES), _ANY), min_size=1, max_size=3))
@settings(max_examples=100)
def test_no_value_of_another_kind_is_a_crash(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = tomllib.loads(GOOD)
    for path, value in changes:
        inside: Any = data
        with suppress(LookupError, TypeError):  # an earlier change took the place away
            for step in path[:-1]:
                inside = inside[step]
            if isinstance(inside, dict) is isinstance(path[-1], str):
                inside[path[-1]] = value
    _is_told(toml.file(data))


def _is_told(text: str) -> None:
    try:
        content = text.encode()
    except UnicodeEncodeError:
        return
    done = read(content, freeze_on=TODAY)
    assert (done.study is None) == bool(done.problems)
    for problem in done.problems:
        assert 1 <= problem.line <= text.count("\n") + 2
        assert len(problem.said("x")) < 3000
    if done.study:
        assert len(identity(done.study)) == 64


def _shuffled(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        pairs = [(key, _shuffled(one, dice)) for key, one in value.items()]
        dice.shuffle(pairs)
        return dict(pairs)
    return [_shuffled(one, dice) for one in value] if isinstance(value, list) else value
