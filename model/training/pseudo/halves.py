"""The two halves of a pack, so that a detector never trains on pictures by a net that knows its test.

A net has seen the non-AI pictures of its half only. A detector that is tested on a fold must be trained
without that fold's pictures, and so with the nets of the other half. That holds for the four folds of
``fold_of_group(items, FOLDS)`` only: other folds mix the sources of both halves.
"""

from __future__ import annotations

FOLDS = 4  # of its own: trained nets stay what they are when a detector is tested on other folds
HALVES = {"even": 0, "odd": 1}


def half_of(fold: int) -> str:
    """The half whose nets have seen the pictures of ``fold``. Raises ``ValueError`` beyond the four folds."""
    if not 0 <= fold < FOLDS:
        raise ValueError(
            f"fold {fold}: the halves are those of {FOLDS} folds, made by fold_of_group(items, {FOLDS})"
        )
    return next(name for name, rest in HALVES.items() if fold % len(HALVES) == rest)


def unseen_half(fold: int) -> str:
    """The half whose nets have seen no picture of ``fold``. Raises ``ValueError`` beyond the four folds."""
    seen = half_of(fold)
    return next(name for name in HALVES if name != seen)
