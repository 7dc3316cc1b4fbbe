"""Figures with the audit of plain statistics beside them, and figures where those tell nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from colophon_model.evaluation.figures import Figures
from colophon_model.evaluation.matching import Matched, matched
from colophon_model.evaluation.measured import Measured
from colophon_model.evaluation.metrics import Floats
from colophon_model.evaluation.shortcuts import Audit, audit_of

Statistics = Mapping[str, Sequence[Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Audited:
    """Figures of one way to look at a set, by condition the audit beside them and figures on matched pairs.

    ``void`` says that a statistic tells the classes apart in some condition (`shortcuts.Audit`).
    """

    figures: Figures
    audit: dict[str, Audit]
    matched: dict[str, Matched]
    void: bool


def audited(
    measured: Measured, score: Mapping[str, Floats], found: Figures, plain: Statistics, rounds: int
) -> Audited:
    """``found``, the figures of ``score``, with the audit of ``plain``: statistics in the order of the cells.

    Comparisons of statistics stay inside folds, as those of scores do.
    """
    audits, pairs = {}, {}
    for name in found.conditions:
        judged = np.flatnonzero(~np.isnan(score[name]))
        index = measured.cells[name].index[judged]
        rows = [plain[name][int(i)] for i in judged]
        audits[name] = audit_of(rows, measured.ai[index], measured.fold[index])
        alike = matched(rows, score[name][judged], measured.ai[index], measured.group[index], rounds)
        if alike is not None:
            pairs[name] = alike
    return Audited(found, audits, pairs, any(audit.void for audit in audits.values()))
