"""Rows as lines of JSON and back: the same on every database."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from sqlalchemy import LargeBinary, Table

Row = dict[str, Any]


def dumping(table: Table) -> Callable[[Sequence[Any]], bytes]:
    """What makes a line of a row, its values in the order of the table's columns."""
    binary = [n for n, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]

    def dump(row: Sequence[Any]) -> bytes:
        values = list(row)
        for n in binary:
            if values[n] is not None:
                values[n] = base64.b64encode(values[n]).decode()
        return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)

    return dump


def loading(table: Table, columns: Sequence[str]) -> Callable[[Sequence[Any]], Row]:
    """What makes a row of a line with these columns."""
    binary = [name for name in columns if isinstance(table.columns[name].type, LargeBinary)]

    def load(values: Sequence[Any]) -> Row:
        row = dict(zip(columns, values, strict=True))
        for name in binary:
            if row[name] is not None:
                row[name] = base64.b64decode(row[name], validate=True)
        return row

    return load
