"""Whether participants are split as planned, over all and by stratum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colophon.errors import Undetermined
from colophon.study.analysis.srm import BLOCKING, Mismatch, by_stratum, mismatch
from colophon.study.report.cells import all_shown, shown
from colophon.study.report.data import Data
from colophon.study.spec.study import Study


@dataclass(frozen=True, slots=True)
class Balance:
    """The split of one factor in one stratum ("" : all). ``counts`` by level, all None where one is small;
    ``expected`` is empty where its sum is.

    ``p`` is None where there are too few to tell. ``blocks``: effects of this factor are withheld.
    """

    factor: str
    stratum: str
    counts: dict[str, int | None]
    expected: dict[str, float]
    p: float | None
    blocks: bool


def balances(study: Study, data: Data) -> list[Balance]:
    """Of every factor drawn by participant, all people outside the holdout, before anybody is left out.

    Effects are withheld below p = .001 (`srm.BLOCKING`), over all or in any stratum.
    """
    table = []
    for factor in study.factors:
        if factor.unit != "participant":
            continue
        names, weights = [level.name for level in factor.levels], [level.weight for level in factor.levels]
        drawn, inside = data.people.levels[factor.name], ~data.people.holdout
        counted = {
            stratum: [int(np.count_nonzero((drawn == name) & inside & here)) for name in names]
            for stratum, here in _strata(data).items()
        }
        try:
            found = {"": mismatch(counted[""], weights)}
        except Undetermined:  # nobody yet
            continue
        found |= by_stratum({name: row for name, row in counted.items() if name}, weights)
        table += [_line(factor.name, stratum, names, one) for stratum, one in found.items()]
    return table


def _strata(data: Data) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    stratum = data.people.stratum
    everybody = np.ones(len(stratum), dtype=bool)
    return {"": everybody} | {str(name): stratum == name for name in np.unique(stratum) if name}


def _line(factor: str, stratum: str, names: list[str], found: Mismatch) -> Balance:
    return Balance(
        factor,
        stratum,
        dict(zip(names, all_shown(found.counts), strict=True)),
        {} if shown(sum(found.counts)) is None else dict(zip(names, found.expected, strict=True)),
        found.p,
        found.blocks,
    )


def why_withheld(table: list[Balance], factor: str) -> str | None:
    """The sentence that stands in place of effects of ``factor``; None where the split is as planned."""
    where = [one.stratum or "over all" for one in table if one.factor == factor and one.blocks]
    if not where:
        return None
    return (
        f"participants are not split as planned by {factor} ({', '.join(where)}: p < {BLOCKING}), so "
        "differences between arms may come from who is in them; find out why before reading any"
    )
