"""The tables of an export as columns, joined: people, what they were shown, what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colophon.errors import InputError
from colophon.study.spec.study import Study

Texts = NDArray[np.str_]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]
Column = Any  # an array, masked or not, or a list; None, "" and NaN are missing
Table = Mapping[str, Column]

_YES = {"true", "1", "1.0", "t"}


@dataclass(frozen=True)
class People:
    """One row per participant; ``levels`` of factors drawn by participant, "" in the holdout."""

    ids: Texts
    stratum: Texts
    holdout: Flags
    sessions: Floats
    levels: dict[str, Texts]


@dataclass(frozen=True)
class Rows:
    """One row per appearance of an item before a participant; ``person`` is the row in `People`."""

    person: Numbers
    item: Texts
    treatment: Flags
    exposed: Flags
    would: Flags
    shown: Texts
    truth: Texts
    levels: dict[str, Texts]
    acts: dict[str, Floats]


@dataclass(frozen=True)
class Answers:
    """One row per answer; ``row`` is its appearance in `Rows`, -1 where it is about no item or about
    none found.
    """

    person: Numbers
    row: Numbers
    question: Texts
    answer: Texts
    number: Floats
    correct: Floats
    about_item: Flags


@dataclass(frozen=True)
class Data:
    """A study's data."""

    people: People
    rows: Rows
    answers: Answers


ACTS = (
    *("visible_ms", "opened_card", "opened_evidence", "contested", "hidden"),
    *("share_click", "like", "reply"),
)


def read(study: Study, participants: Table, exposures: Table, answers: Table) -> Data:
    """Join the tables of an export. Rows of people who are not in ``participants`` are dropped.

    Raises InputError for a column that is absent or does not fit.
    """
    people = People(
        ids=text(participants, "participant"),
        stratum=text(participants, "stratum"),
        holdout=flag(participants, "holdout"),
        sessions=number(participants, "sessions"),
        levels={
            f.name: text(participants, f"level_{f.name}") for f in study.factors if f.unit == "participant"
        },
    )
    place = {str(name): index for index, name in enumerate(people.ids)}
    rows, keys = _rows(study, exposures, place)
    return Data(people, rows, _answers(answers, place, keys))


def _rows(study: Study, table: Table, place: Mapping[str, int]) -> tuple[Rows, dict[tuple[str, ...], int]]:
    person = np.array([place.get(str(name), -1) for name in text(table, "participant")], dtype=np.intp)
    here = person >= 0
    rows = Rows(
        person=person[here],
        item=text(table, "item")[here],
        treatment=(text(table, "phase") == "treatment")[here],
        exposed=flag(table, "exposed")[here],
        would=(text(table, "would_label") != "")[here],
        shown=text(table, "shown_label")[here],
        truth=text(table, "truth")[here],
        levels={f.name: text(table, f"level_{f.name}")[here] for f in study.factors},
        acts={
            name: number(table, name)[here]
            if name == "visible_ms"
            else flag(table, name)[here].astype(np.float64)
            for name in ACTS
        },
    )
    keys = [column[here] for column in _appearance(table)]
    return rows, {tuple(map(str, key)): index for index, key in enumerate(zip(*keys, strict=True))}


def _appearance(table: Table) -> list[Texts]:
    numbered = [str(int(one)) if one == one else "" for one in number(table, "appearance")]
    return [
        *(text(table, name) for name in ("participant", "session", "item")),
        np.array(numbered, dtype=str),
    ]


def _answers(table: Table, place: Mapping[str, int], keys: Mapping[tuple[str, ...], int]) -> Answers:
    person = np.array([place.get(str(name), -1) for name in text(table, "participant")], dtype=np.intp)
    here = person >= 0
    found = [keys.get(tuple(map(str, key)), -1) for key in zip(*_appearance(table), strict=True)]
    survey, question = text(table, "survey"), text(table, "question")
    return Answers(
        person=person[here],
        row=np.array(found, dtype=np.intp)[here],
        question=np.array([f"{s}.{q}" for s, q in zip(survey, question, strict=True)], dtype=str)[here],
        answer=text(table, "answer")[here],
        number=number(table, "number")[here],
        correct=number(table, "correct")[here],
        about_item=(text(table, "item") != "")[here],
    )


def _listed(table: Table, name: str) -> list[Any]:
    if name not in table:
        raise InputError(f"the export has no column {name}: export the study again with this version")
    column = table[name]
    return list(column.tolist() if isinstance(column, np.ndarray) else column)  # masked: None


def text(table: Table, name: str) -> Texts:
    """A column of words; "" where they are missing. Raises InputError where it is absent."""
    return np.array(
        ["" if one is None or one != one else str(one) for one in _listed(table, name)], dtype=str
    )


def number(table: Table, name: str) -> Floats:
    """A column of numbers; NaN where they are missing. Raises InputError where it is absent or holds
    words.
    """
    values = [_plain(one) for one in _listed(table, name)]
    try:
        return np.array([np.nan if one in (None, "") else float(one) for one in values], dtype=np.float64)
    except ValueError as error:
        raise InputError(f"column {name}: not all values are numbers ({error})") from error


def flag(table: Table, name: str) -> Flags:
    """A column of yes and no; what is missing is no. Raises InputError where it is absent."""
    return np.array([str(one).lower() in _YES for one in _listed(table, name)], dtype=bool)


def _plain(one: Any) -> Any:
    return {"true": 1, "false": 0}.get(one.lower(), one) if isinstance(one, str) else one
