"""Columns of a table as arrays, wherever it comes from: DuckDB, Parquet, CSV, lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from colophon.errors import InputError

Texts = NDArray[np.str_]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]
Table = Any  # columns by name: a data frame, or arrays (masked or not) or lists; None, "" and NaN are missing

_YES = {"true", "1", "1.0", "t"}
_WORDS = {"true": 1, "false": 0, "True": 1, "False": 0, "": np.nan}  # of a CSV


def _column(table: Table, name: str) -> Any:
    if name not in table:
        raise InputError(f"the export has no column {name}: export the study again with this version")
    column = table[name]
    if isinstance(column, np.ma.MaskedArray):
        column = column.astype(object).tolist()  # None where masked
    return pd.Series(column, dtype=object if len(column) == 0 else None)


def text(table: Table, name: str) -> Texts:
    """A column of words; "" where they are missing. Raises InputError where it is absent."""
    column = _column(table, name)
    return np.asarray(column.astype(object).where(column.notna(), "").to_numpy().astype(str))


def codes(table: Table, name: str) -> Numbers:
    """A column of words as numbers: the same for the same. Raises InputError where it is absent."""
    return np.asarray(pd.factorize(text(table, name))[0], dtype=np.intp)


def number(table: Table, name: str) -> Floats:
    """A column of numbers; NaN where they are missing. Raises InputError where it is absent or holds
    words.
    """
    column = _column(table, name)
    if column.dtype.kind not in "biuf":
        column = column.map(lambda one: _WORDS.get(one, one), na_action="ignore")
    try:
        return np.asarray(pd.to_numeric(column), dtype=np.float64)
    except (ValueError, TypeError) as error:
        raise InputError(f"column {name}: not all values are numbers ({error})") from error


def flag(table: Table, name: str) -> Flags:
    """A column of yes and no; what is missing is no. Raises InputError where it is absent."""
    column = _column(table, name)
    if column.dtype.kind == "b":
        return np.asarray(column, dtype=bool)
    return np.asarray(column.map(lambda one: str(one).lower() in _YES, na_action="ignore") == True)  # noqa: E712
