"""Restricted maximum likelihood for rows in groups, with an intercept and at most one slope per group.

Written out here because statsmodels 0.15 returns wrong fixed effects, or none, where a variance is zero,
which small studies meet often. Held against lme4's and statsmodels' results in the tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from colophon.errors import Undetermined
from colophon.study.analysis.numbers import Floats

_PRECISE = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 2000}


@dataclass(frozen=True, slots=True)
class Groups:
    """Cross products: over all rows, and of each group (first axis) those with its ``q`` varying columns."""

    rows: int
    xx: Floats  # p x p
    xy: Floats  # p
    yy: float
    zz: Floats  # groups x q x q
    zx: Floats  # groups x q x p
    zy: Floats  # groups x q

    @classmethod
    def of(cls, y: Floats, x: Floats, z: Floats, groups: NDArray[np.intp]) -> Groups:
        """From the rows: outcome, design, varying columns, and the number of each row's group."""
        order = np.argsort(groups, kind="stable")
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        y, x, z = y[order], x[order], z[order]

        def summed(products: Floats) -> Floats:
            return np.asarray(np.add.reduceat(products, starts, axis=0))

        return cls(
            rows=len(y),
            xx=x.T @ x,
            xy=x.T @ y,
            yy=float(y @ y),
            zz=summed(z[:, :, None] * z[:, None, :]),
            zx=summed(z[:, :, None] * x[:, None, :]),
            zy=summed(z * y[:, None]),
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """Fixed effects with standard errors, ``covariance`` of the varying columns, ``residual`` variance."""

    fixed: Floats
    errors: Floats
    covariance: Floats
    residual: float
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class _Point:
    deviance: float
    fixed: Floats
    inverse: Floats
    residual: float


def fit(y: Floats, x: Floats, groups: Groups) -> Fit:
    """The maximum of the restricted likelihood: Bates, Maechler, Bolker & Walker, 2015, J. Stat. Software 67.

    Searched over theta, the Cholesky factor of the varying columns' covariance by the residual variance,
    which may reach zero. Raises Undetermined where nothing is left to explain.
    """
    rough = np.linalg.lstsq(x, y, rcond=None)[0]
    if float(np.square(y - x @ rough).sum()) <= 1e-20 * groups.yy or groups.yy == 0:
        raise Undetermined("the covariates fit the outcome perfectly, so chance cannot be judged")
    try:
        theta = _search(groups)
        point, factor = _at(theta, groups), _factor(theta)
    except np.linalg.LinAlgError as error:
        raise Undetermined("the columns differ too much in size, or say the same") from error
    if not math.isfinite(point.deviance) or point.residual <= 1e-12 * groups.yy / groups.rows:
        raise Undetermined("rows of a participant are all alike: use means per participant instead")
    return Fit(
        fixed=point.fixed,
        errors=np.sqrt(point.residual * np.diag(point.inverse)),
        covariance=point.residual * factor @ factor.T,
        residual=point.residual,
        log_likelihood=-point.deviance / 2,
    )


def _search(groups: Groups) -> Floats:
    """The theta of least deviance: along its angle where it is one number, zero included; else by two
    methods.
    """

    def deviance(theta: Floats) -> float:
        return _at(theta, groups).deviance

    if groups.zz.shape[1] == 1:
        found = minimize_scalar(
            lambda angle: deviance(np.tan([angle])), bounds=(0, math.pi / 2), options={"xatol": 1e-9}
        )
        theta, none = np.tan([found.x]), np.zeros(1)
        return theta if found.fun < deviance(none) - 1e-8 else none
    bounds = [(0.0, None), (None, None), (0.0, None)]
    starts = [[size, 0.0, size] for size in (0.1, 1.0)]
    best = min(
        (minimize(deviance, start, method="L-BFGS-B", bounds=bounds) for start in starts),
        key=lambda found: float(found.fun),
    )
    return np.asarray(minimize(deviance, best.x, method="Nelder-Mead", bounds=bounds, options=_PRECISE).x)


def _factor(theta: Floats) -> Floats:
    if len(theta) == 1:
        return np.array([[theta[0]]])
    return np.array([[theta[0], 0.0], [theta[1], theta[2]]])


def _at(theta: Floats, groups: Groups) -> _Point:
    """The profiled REML criterion, Bates et al. (2015), section 3, by Woodbury's identity per group."""
    factor = _factor(theta)
    inner = factor.T @ groups.zz @ factor + np.eye(len(factor))
    zx, zy = factor.T @ groups.zx, groups.zy @ factor
    solved = np.linalg.solve(inner, np.concatenate([zx, zy[:, :, None]], axis=2))
    xx = groups.xx - np.einsum("gqp,gqr->pr", zx, solved[:, :, :-1])
    xy = groups.xy - np.einsum("gqp,gq->p", zx, solved[:, :, -1])
    yy = groups.yy - float((zy * solved[:, :, -1]).sum())
    inverse = np.linalg.inv(xx)
    fixed = inverse @ xy
    freedom = groups.rows - len(fixed)
    residual = max(yy - float(fixed @ xy), 1e-300) / freedom
    deviance = (
        float(np.linalg.slogdet(inner)[1].sum())
        + float(np.linalg.slogdet(xx)[1])
        + freedom * (1 + math.log(2 * math.pi * residual))
    )
    return _Point(deviance, fixed, inverse, residual)
