"""A confidence sequence as it narrowed: what each planned look would have shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colophon.errors import Undetermined
from colophon.study.analysis.sequence import Sequence
from colophon.study.report.cells import SMALLEST
from colophon.study.report.compare import Arms, by_rows, people, rows, running
from colophon.study.report.contrasts import Comparison
from colophon.study.report.data import Data
from colophon.study.report.exclusions import exclusions
from colophon.study.spec.plan import SequentialStop
from colophon.study.spec.study import Study

MOST = 40  # looks drawn; they lie as close as needed for a curve


@dataclass(frozen=True, slots=True)
class Look:
    """The sequence when so many had enrolled, with what is known of those people now."""

    enrolled: int
    sequence: Sequence


def looks(study: Study, data: Data, found: list[Comparison]) -> dict[str, list[Look]]:
    """By test, in the order of enrolment, from the first planned look on; empty without such a plan."""
    if not isinstance(study.stopping, SequentialStop):
        return {}
    kept, _ = exclusions(study, data)
    inside = np.flatnonzero(~data.people.holdout)
    order = inside[np.argsort(data.people.enrolled[inside], kind="stable")]
    place = np.full(len(data.people.ids), len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    counts = np.unique(np.linspace(study.stopping.first_look, len(order), MOST).astype(int))
    table: dict[str, list[Look]] = {}
    for one in found:
        if one.sequence is None:
            continue
        arms = (rows if by_rows(study, one.test) else people)(study, data, kept, one.test)
        table[one.test.name] = [
            look for count in counts if (look := _look(study, one, arms, place, int(count))) is not None
        ]
    return table


def _look(
    study: Study, one: Comparison, arms: Arms, place: np.ndarray[tuple[int], np.dtype[np.intp]], count: int
) -> Look | None:
    here = place[arms.person] < count
    part = Arms(
        arms.person[here],
        arms.value[here],
        arms.treated[here],
        None if arms.values is None else arms.values.of(here),
    )
    if min(len(np.unique(part.person[part.treated == which])) for which in (0, 1)) < SMALLEST:
        return None
    try:
        found = running(study, one.test, part)
    except Undetermined:
        return None
    return None if found is None else Look(count, found)
