"""One planned comparison: who is compared, and by which method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from colophon.errors import Undetermined
from colophon.study.analysis import lift, proportions, sequence, welch
from colophon.study.analysis.estimate import Estimate
from colophon.study.analysis.regression import ancova, clustered
from colophon.study.analysis.sample import Sample
from colophon.study.report.cells import SMALLEST
from colophon.study.report.columns import Flags, Floats, Numbers
from colophon.study.report.data import Data
from colophon.study.report.outcomes import ByPerson, Values, any_of, by_person, means, rows_of
from colophon.study.spec.plan import SequentialStop, Test
from colophon.study.spec.study import Study

Effect = Estimate | proportions.Difference
PERSON_ONLY = frozenset({"discernment", "share_discernment", "d_prime"})


@dataclass(frozen=True)
class Arms:
    """Values of those compared with 0 (compared with) or 1 (of interest); one per participant, or per row."""

    person: Numbers
    value: Floats
    treated: Numbers
    values: Values | None = None

    def arm(self, which: int) -> Floats:
        """The values of one arm."""
        return np.asarray(self.value[self.treated == which], dtype=np.float64)


def people(study: Study, data: Data, kept: Flags, test: Test) -> Arms:
    """One value per participant. Raises Undetermined where the factor is not drawn by participant."""
    if study.factor(test.factor).unit != "participant":
        raise Undetermined(
            f"{test.factor} is drawn by {study.factor(test.factor).unit}: there are no arms of people"
        )
    found = _of_people(study, data, test)
    drawn = data.people.levels[test.factor][found.person]
    chosen = kept[found.person] & np.isin(drawn, test.contrast)
    return Arms(
        found.person[chosen], found.value[chosen], (drawn[chosen] == test.contrast[1]).astype(np.intp)
    )


def rows(study: Study, data: Data, kept: Flags, test: Test) -> Arms:
    """One value per row, in the arm of its participant or, by the factor's unit, of the row itself.

    Raises Undetermined for outcomes that need both kinds of images.
    """
    if test.outcome in PERSON_ONLY:
        raise Undetermined(f"{test.outcome} has one value per participant: plan welch or ols")
    found = rows_of(study, data, test)
    if study.factor(test.factor).unit == "participant":
        drawn = data.people.levels[test.factor][found.person]
    else:
        found = found.of(found.row >= 0)
        drawn = data.rows.levels[test.factor][found.row]
    chosen = kept[found.person] & np.isin(drawn, test.contrast)
    values = found.of(chosen)
    treated = (drawn[chosen] == test.contrast[1]).astype(np.intp)
    return Arms(values.person, values.value, treated, values)


def _of_people(study: Study, data: Data, test: Test) -> ByPerson:
    if test.method == "proportions" and test.outcome != "comprehension":
        return any_of(rows_of(study, data, test))
    return by_person(study, data, test)


def by_rows(study: Study, test: Test) -> bool:
    """Whether the comparison is of rows: as planned, or since the factor is not drawn by participant."""
    return test.method == "cluster" or study.factor(test.factor).unit != "participant"


def effect(study: Study, data: Data, test: Test, arms: Arms) -> Effect:
    """The difference of the second level from the first, by the planned method.

    Raises Undetermined where the data do not settle it.
    """
    alpha = study.analysis.alpha
    if arms.values is not None:
        before = baseline(study, data, test, arms)
        item = arms.values.item if study.factor(test.factor).unit == "item" else None
        return clustered(arms.value, arms.treated, arms.person, item, before, alpha=alpha)
    if test.method == "ols":
        return ancova(arms.value, arms.treated, baseline(study, data, test, arms), alpha=alpha)
    if test.method == "proportions":
        return proportions.difference(_counts(arms.arm(0)), _counts(arms.arm(1)), alpha)
    method = lift.relative if test.method == "delta" else welch.difference
    return method(Sample.of(arms.arm(0)), Sample.of(arms.arm(1)), alpha)


def running(study: Study, test: Test, arms: Arms) -> sequence.Sequence | None:
    """The confidence sequence, where the plan is to look while the study runs: of means, without
    covariates.
    """
    rule = study.stopping
    if not isinstance(rule, SequentialStop):
        return None
    if arms.values is not None:
        mean = means(arms.values)
        treated = np.zeros(int(arms.person.max(initial=0)) + 1, dtype=np.intp)
        treated[arms.person] = arms.treated
        arms = Arms(mean.person, mean.value, treated[mean.person])
    method: Callable[..., sequence.Sequence] = (
        sequence.relative if test.method == "delta" else sequence.difference
    )
    tuning, alpha = rule.tightest_at or rule.n, study.analysis.alpha
    return method(Sample.of(arms.arm(0)), Sample.of(arms.arm(1)), tuning=tuning, alpha=alpha)


def baseline(study: Study, data: Data, test: Test, arms: Arms) -> dict[str, Floats]:
    """The outcome in the baseline days, the mean for those without any: unbiased, as arms are drawn by lot.

    Empty where none is planned, or where all there is says nothing.
    """
    if test.covariate != "baseline":
        return {}
    before = by_person(study, data, test, treatment=False)
    known = np.full(len(data.people.ids), np.nan)
    known[before.person] = before.value
    column = known[arms.person]
    there = ~np.isnan(column)
    if not there.any() or np.ptp(column[there]) == 0:
        return {}
    return {"baseline": np.where(there, column, column[there].mean())}


def enough(arms: Arms) -> None:
    """Raise Undetermined below ten participants in an arm: neither told nor reliable."""
    counted = [len(np.unique(arms.person[arms.treated == which])) for which in (0, 1)]
    if min(counted) < SMALLEST:
        raise Undetermined(f"fewer than {SMALLEST} participants in an arm have this outcome")


def _counts(values: Floats) -> tuple[int, int]:
    if not np.isin(values, (0, 1)).all():
        raise Undetermined("not everybody has one yes or no here: plan welch")
    return int(values.sum()), len(values)
