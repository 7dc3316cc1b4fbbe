"""The files: the same rows give the same bytes, in memory that does not grow with them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from colophon.audit.export.columns import TABLES, Type
from colophon.audit.export.values import Cells, cells_of_row, told
from colophon.audit.rows import Row
from colophon.registry.csv_records import record_of
from colophon.whole import writing_whole

MEMORY = "400MB"  # of DuckDB, which holds one group of rows
GROUP_ROWS = 20_480  # rows of Parquet that are compressed together


def write_csv(path: Path, table: str, rows: Iterable[Cells]) -> int:
    """One line for each of ``rows`` under the table's heading; gives their number. Raises OSError.

    UTF-8 with CR LF (RFC 4180). A cell that a spreadsheet would run has an apostrophe before it.
    """
    with writing_whole(path) as file:
        file.write(record_of([column.name for column in TABLES[table]]))
        number = 0
        for number, cells in enumerate(rows, 1):  # noqa: B007 - counts
            file.write(record_of([_text(cell) for cell in cells]))
    return number


def write_jsonl(path: Path, rows: Iterable[Row]) -> int:
    """Each row as an audit holds it, without protected ones, on a line of its own. Raises OSError."""
    number = 0
    with writing_whole(path) as file:
        for number, row in enumerate(told(rows), 1):  # noqa: B007 - counts
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    return number


def write_parquet(path: Path, table: str, rows: Iterable[Cells]) -> int:
    """The same table as `write_csv`, with types, zstd inside. Needs duckdb. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as place:
        plain, made = Path(place) / "rows.jsonl", Path(place) / "rows.parquet"
        names = [column.name for column in TABLES[table]]
        number = 0
        with plain.open("wb") as file:
            for number, cells in enumerate(rows, 1):  # noqa: B007 - counts
                file.write(
                    orjson.dumps(dict(zip(names, cells, strict=True)), option=orjson.OPT_APPEND_NEWLINE)
                )
        _convert(plain, made, {column.name: column.type for column in TABLES[table]})
        made.replace(path)
    return number


def row_cells(rows: Iterable[Row]) -> Iterable[Cells]:
    """The table ``rows`` of the rows of an audit."""
    return map(cells_of_row, told(rows))


def _convert(plain: Path, made: Path, columns: dict[str, Type]) -> None:
    import duckdb  # the extra `audit` or `study`

    types = ", ".join(f"'{name}': '{type}'" for name, type in columns.items())
    read = f"read_json({_quoted(plain)}, format = 'newline_delimited', columns = {{{types}}})"
    how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS}"
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET threads = 1")  # rows stay in their order
        try:
            connection.execute(f"COPY (SELECT * FROM {read}) TO {_quoted(made)} ({how})")  # noqa: S608 - our own names
        except duckdb.IOException as error:
            raise OSError(f"{made.parent} cannot be written to: {error}") from error


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)
