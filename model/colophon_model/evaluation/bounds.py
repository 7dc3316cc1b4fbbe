"""Exact bounds of a rate (Clopper and Pearson 1934), one-sided."""

from __future__ import annotations

from scipy.special import betaincinv


def upper_bound(events: int, trials: int, error: float = 0.05) -> float:
    """The rate above which ``events`` or fewer in ``trials`` would happen with a chance below ``error``."""
    return 1.0 if events >= trials else float(betaincinv(events + 1, trials - events, 1 - error))


def lower_bound(events: int, trials: int, error: float = 0.05) -> float:
    """The rate below which ``events`` or more in ``trials`` would happen with a chance below ``error``."""
    return 0.0 if events <= 0 else 1 - upper_bound(trials - events, trials, error)
