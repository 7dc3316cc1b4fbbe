"""Linear mixed models: each participant has an intercept, and a slope if asked, of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colophon.errors import Undetermined
from colophon.study.analysis.estimate import Estimate, by_t
from colophon.study.analysis.numbers import Floats, finite, same_length
from colophon.study.analysis.reml import Fit, Groups, fit


@dataclass(frozen=True, slots=True)
class Mixed:
    """``fixed`` effects by name, "intercept" first (normal tests); standard deviations in the outcome's
    unit.

    ``sd_slope`` and ``correlation`` (intercept with slope) are None without a slope; ``correlation`` also
    where a standard deviation is zero. ``log_likelihood`` is the restricted one, with its constant.
    """

    fixed: dict[str, Estimate]
    sd_intercept: float
    sd_slope: float | None
    correlation: float | None
    sd_residual: float
    log_likelihood: float

    @property
    def deviance(self) -> float:
        """-2 times the restricted log-likelihood: lme4's REML criterion."""
        return -2 * self.log_likelihood


def mixed(
    outcome: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    participant: ArrayLike,
    slope: str | None = None,
    alpha: float = 0.05,
) -> Mixed:
    """Fit by restricted maximum likelihood: Laird & Ware (1982), Biometrics 38; lme4's ``(1 |
    participant)``.

    ``slope`` names the covariate whose effect varies from participant to participant, ``(1 + x |
    participant)``. Raises Undetermined with fewer than two participants, with no participant of two rows,
    with columns that say the same, or where the covariates fit perfectly.
    """
    y = finite(outcome, "outcome")
    columns = {name: finite(values, name) for name, values in covariates.items()}
    names = np.asarray(participant)
    same_length(outcome=y, participant=names, **columns)
    if slope is not None and slope not in columns:
        raise Undetermined(f"the slope {slope} is none of the covariates: {', '.join(columns) or 'none'}")
    groups = _groups(names)
    design = np.column_stack([np.ones_like(y), *columns.values()])
    sizes = np.abs(design).max(axis=0, initial=0)
    if len(y) <= len(sizes) or not sizes.all() or np.linalg.matrix_rank(design / sizes) < len(sizes):
        raise Undetermined("there are too few rows for so many columns, or some columns say the same")
    scaled = design / sizes
    varying = [0] if slope is None else [0, 1 + list(columns).index(slope)]
    found = fit(y, scaled, Groups.of(y, scaled, scaled[:, varying], groups))
    return _read(found, ["intercept", *columns], sizes, varying, alpha)


def _groups(names: NDArray[np.generic]) -> NDArray[np.intp]:
    _, codes, sizes = np.unique(names, return_inverse=True, return_counts=True)
    if sizes.size < 2 or sizes.max() < 2:
        raise Undetermined("a mixed model needs two participants or more, and somebody with two rows or more")
    return np.asarray(codes, dtype=np.intp)


def _read(found: Fit, names: list[str], sizes: Floats, varying: list[int], alpha: float) -> Mixed:
    """Back in the units of the columns."""
    sds = np.sqrt(np.diag(found.covariance)) / sizes[varying]
    together = math.sqrt(float(np.diag(found.covariance).prod()))
    varies = len(varying) > 1
    return Mixed(
        fixed={
            name: by_t(float(value / size), float(se / size), alpha=alpha)
            for name, value, se, size in zip(names, found.fixed, found.errors, sizes, strict=True)
        },
        sd_intercept=float(sds[0]),
        sd_slope=float(sds[1]) if varies else None,
        correlation=float(found.covariance[0, 1]) / together if varies and together > 0 else None,
        sd_residual=math.sqrt(found.residual),
        log_likelihood=found.log_likelihood - float(np.log(sizes).sum()),
    )
