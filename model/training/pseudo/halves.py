"""The two halves of a pack, so that a detector never trains on pictures by a net that knows its test.

A net has seen the non-AI pictures of its half only. A detector that is tested on a fold must be trained
without that fold's pictures, and so with the nets of the other half.
"""

from __future__ import annotations

HALVES = {"even": 0, "odd": 1}


def half_of(fold: int) -> str:
    """The half whose nets have seen the pictures of ``fold``."""
    return next(name for name, rest in HALVES.items() if fold % len(HALVES) == rest)


def unseen_half(fold: int) -> str:
    """The half whose nets have seen no picture of ``fold``."""
    return next(name for name in HALVES if name != half_of(fold))
