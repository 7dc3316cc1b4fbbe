"""What comes in is checked once, here: finite numbers of the expected shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colophon.errors import Undetermined

Floats = NDArray[np.float64]
LARGEST = 1e150  # its square is still a number


def finite(values: ArrayLike, name: str) -> Floats:
    """``values`` as one column of floats. Raises Undetermined, naming ``name``, for anything else."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise Undetermined(f"{name}: not all values are numbers") from error
    if array.ndim != 1:
        raise Undetermined(f"{name}: one column of numbers is needed, got {array.ndim} dimensions")
    odd = int(array.size - np.count_nonzero(np.abs(array) <= LARGEST))
    if odd:
        raise Undetermined(
            f"{name}: {odd} of {array.size} values are missing or infinite; leave those rows out first"
        )
    return array


def same_length(**columns: NDArray[np.generic]) -> int:
    """The number of rows that all columns have. Raises Undetermined where they differ."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) != 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise Undetermined(f"columns of one table have the same number of rows; these have: {said}")
    return next(iter(lengths.values()))


def level(alpha: float) -> float:
    """``alpha`` itself. Raises Undetermined unless it lies between 0 and 1."""
    if not 0 < alpha < 1:
        raise Undetermined(f"alpha is {alpha}: it must lie between 0 and 1")
    return alpha
