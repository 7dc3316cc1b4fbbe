"""The tables of an export as columns, joined: people, what they were shown, what they answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from colophon.study.report.columns import Flags, Floats, Numbers, Table, Texts, codes, flag, number, text
from colophon.study.spec.study import Study


@dataclass(frozen=True)
class People:
    """One row per participant; ``levels`` of factors drawn by participant, "" in the holdout.

    ``enrolled`` is in unix milliseconds.
    """

    ids: Texts
    enrolled: Floats
    stratum: Texts
    holdout: Flags
    sessions: Floats
    levels: dict[str, Texts]


@dataclass(frozen=True)
class Rows:
    """One row per appearance of an item before a participant; ``person`` is the row in `People`."""

    person: Numbers
    item: Numbers
    treatment: Flags
    exposed: Flags
    would: Flags
    shown: Texts
    truth: Texts
    levels: dict[str, Texts]
    acts: dict[str, Floats]


@dataclass(frozen=True)
class Answers:
    """One row per answer; ``row`` is the appearance in `Rows` that it is about, -1 for none or none found."""

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
        enrolled=number(participants, "enrolled_at"),
        stratum=text(participants, "stratum"),
        holdout=flag(participants, "holdout"),
        sessions=number(participants, "sessions"),
        levels={
            f.name: text(participants, f"level_{f.name}") for f in study.factors if f.unit == "participant"
        },
    )
    person, answering = _places(people.ids, exposures), _places(people.ids, answers)
    row = _appearances(exposures, person >= 0, answers)
    rows = _rows(study, exposures, person >= 0, person)
    return Data(people, rows, _answers(answers, answering >= 0, answering, row))


def _rows(study: Study, table: Table, here: Flags, person: Numbers) -> Rows:
    return Rows(
        person=person[here],
        item=codes(table, "item")[here],
        treatment=(text(table, "phase") == "treatment")[here],
        exposed=flag(table, "exposed")[here],
        would=(text(table, "would_label") != "")[here],
        shown=text(table, "shown_label")[here],
        truth=text(table, "truth")[here],
        levels={f.name: text(table, f"level_{f.name}")[here] for f in study.factors},
        acts={
            name: (number if name == "visible_ms" else flag)(table, name)[here].astype(np.float64)
            for name in ACTS
        },
    )


def _answers(table: Table, here: Flags, person: Numbers, row: Numbers) -> Answers:
    question = text(table, "survey").astype(object) + "." + text(table, "question").astype(object)
    return Answers(
        person=person[here],
        row=row[here],
        question=question.astype(str)[here],
        answer=text(table, "answer")[here],
        number=number(table, "number")[here],
        correct=number(table, "correct")[here],
        about_item=(text(table, "item") != "")[here],
    )


def _places(ids: Texts, table: Table) -> Numbers:
    """The row in ``ids`` of each participant in the table, -1 for none."""
    return np.asarray(pd.Index(ids).get_indexer(text(table, "participant")), dtype=np.intp)


def _appearances(exposures: Table, kept: Flags, answers: Table) -> Numbers:
    """For each answer the appearance of an item that it is about: its row among those kept, -1 for none."""
    key = np.zeros(len(kept) + len(text(answers, "participant")), dtype=np.int64)
    for name in ("participant", "session", "item", "appearance"):
        read_as = number if name == "appearance" else text
        column = np.concatenate([read_as(exposures, name), read_as(answers, name)])
        code, _ = pd.factorize(column, use_na_sentinel=False)
        key, _ = pd.factorize(key * (int(code.max(initial=0)) + 1) + code)  # small again: no overflow
    shown = pd.Series(np.arange(int(kept.sum())), index=key[: len(kept)][kept])
    shown = shown[~shown.index.duplicated()]
    return np.asarray(shown.reindex(key[len(kept) :], fill_value=-1), dtype=np.intp)
