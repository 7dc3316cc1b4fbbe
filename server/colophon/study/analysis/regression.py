"""Effects by least squares: with a baseline taken out (ANCOVA, CUPED), and with rows nested in
participants.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.regression.linear_model import OLS

from colophon.errors import Undetermined
from colophon.study.analysis.estimate import Estimate, by_t
from colophon.study.analysis.numbers import Floats, finite, same_length

FEW_CLUSTERS = (
    50  # below it the plain sandwich rejects too often: Cameron & Miller (2015), J. Human Resources 50
)
FULL_LEVERAGE = 1 - 1e-9  # a row that decides a coefficient alone has no residual to learn from


def ancova(
    outcome: ArrayLike,
    treated: ArrayLike,
    baseline: Mapping[str, ArrayLike] | None = None,
    *,
    interacted: bool = False,
    alpha: float = 0.05,
) -> Estimate:
    """Effect of ``treated`` (0 or 1 per participant) with what was measured before taken out.

    CUPED (Deng, Xu, Kohavi & Walker, 2013, WSDM, p. 123) is this regression. Standard errors are HC2
    (MacKinnon & White, 1985, J. Econometrics 29, p. 305): without a baseline they are Welch's. ``interacted``
    lets each arm have its own slope (Lin, 2013, Annals of Applied Statistics 7, p. 295). Covariates are
    centred. Raises Undetermined with fewer than two participants in an arm or with columns that say the same.
    """
    y, arms, columns = _checked(outcome, treated, baseline or {})
    for value in (0, 1):
        if np.count_nonzero(arms == value) < 2:
            raise Undetermined("at least two participants are needed in each arm")
    if interacted:
        columns |= {f"{name} if treated": arms * (column - column.mean()) for name, column in columns.items()}
    design = _design(arms, columns)
    q, _ = np.linalg.qr(design)
    if (np.square(q).sum(axis=1) > FULL_LEVERAGE).any():
        raise Undetermined("one participant alone decides a coefficient: leave that covariate out")
    fit = OLS(y, design).fit(cov_type="HC2", use_t=True)
    return _of_treated(fit, fit.df_resid, y, alpha)


def clustered(
    outcome: ArrayLike,
    treated: ArrayLike,
    participant: ArrayLike,
    item: ArrayLike | None = None,
    covariates: Mapping[str, ArrayLike] | None = None,
    *,
    alpha: float = 0.05,
) -> Estimate:
    """Effect of ``treated`` where rows are exposures: errors may be alike within a participant.

    Cluster-robust by participant (Liang & Zeger, 1986, Biometrika 73, with the factor of Cameron & Miller,
    2015, section II), t with clusters - 1 degrees of freedom; below `FEW_CLUSTERS` the jackknife CV3
    (MacKinnon, Nielsen & Webb, 2023, J. Applied Econometrics 38, p. 671). With ``item`` also alike within an
    item, both ways (Cameron, Gelbach & Miller, 2011, J. Business & Economic Statistics 29, p. 238). Raises
    Undetermined with fewer than two participants in an arm, fewer than two items, or with columns that say
    the same.
    """
    y, arms, columns = _checked(outcome, treated, covariates or {})
    person = _codes(participant, y.size, "participant")
    for value in (0, 1):
        if len(np.unique(person[arms == value])) < 2:
            raise Undetermined("at least two participants are needed in each arm")
    design = _design(arms, columns)
    clusters = int(person.max()) + 1
    if item is None:
        kind = "cluster-crv3" if clusters < FEW_CLUSTERS else "cluster"
        fit = OLS(y, design).fit(cov_type=kind, cov_kwds={"groups": person}, use_t=True)
    else:
        things = _codes(item, y.size, "item")
        clusters = min(clusters, int(things.max()) + 1)
        if clusters < 2:
            raise Undetermined("clusters of items need at least two items")
        fit = _two_way(y, design, person, things)
    return _of_treated(fit, clusters - 1, y, alpha)


def _two_way(y: Floats, design: Floats, person: NDArray[np.intp], item: NDArray[np.intp]) -> Any:
    """The two-way variance is a difference and may not be positive: then the larger of both one-way ones.

    The rule of MacKinnon, Nielsen & Webb (2024), "Jackknife inference with two-way clustering", for that
    case.
    """

    def by(groups: NDArray[np.intp]) -> Any:
        return OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)

    fit = by(np.column_stack([person, item]))
    if fit.cov_params()[1, 1] > 0:
        return fit
    return max(by(person), by(item), key=lambda one: float(one.cov_params()[1, 1]))


def _checked(
    outcome: ArrayLike, treated: ArrayLike, covariates: Mapping[str, ArrayLike]
) -> tuple[Floats, Floats, dict[str, Floats]]:
    y, arms = finite(outcome, "outcome"), finite(treated, "treated")
    columns = {name: finite(values, name) for name, values in covariates.items()}
    same_length(outcome=y, treated=arms, **columns)
    if not np.isin(arms, (0, 1)).all():
        raise Undetermined("treated: every value must be 0 (control) or 1")
    return y, arms, columns


def _design(arms: Floats, columns: Mapping[str, Floats]) -> Floats:
    """Intercept, arm, covariates on one scale. Their unit and origin change no effect, only the rounding."""
    scaled = []
    for name, column in columns.items():
        spread = float(column.std())
        if spread <= 1e-12 * float(np.abs(column).max(initial=0)):
            raise Undetermined(f"{name} is the same for all, so it explains nothing: leave it out")
        scaled.append((column - column.mean()) / spread)
    design = np.column_stack([np.ones_like(arms), arms, *scaled])
    if len(design) <= design.shape[1] or np.linalg.matrix_rank(design, tol=1e-8 * len(design) ** 0.5) < len(
        design.T
    ):
        raise Undetermined("there are too few rows for so many columns, or some columns say the same")
    return design


def _codes(names: ArrayLike, rows: int, what: str) -> NDArray[np.intp]:
    array = np.asarray(names)
    if array.shape != (rows,):
        raise Undetermined(f"{what}: one name per row is needed, {rows} in all")
    return np.unique(array, return_inverse=True)[1]


def _of_treated(fit: Any, df: float, y: Floats, alpha: float) -> Estimate:
    se = math.sqrt(max(0.0, float(fit.cov_params()[1, 1])))
    if se <= 1e-12 * float(np.abs(y).max(initial=0)):
        se = 0.0
    return by_t(float(fit.params[1]), se, float(df), alpha)
