"""The codebook: what every column of every table means."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from colophon.audit.export.columns import FORMAT, TABLES, Column, Type

_NAMES = {Type.TEXT: "text", Type.WHOLE: "integer", Type.NUMBER: "number", Type.YES_NO: "boolean"}
ABOUT = (
    "Text is UTF-8. An empty cell of a CSV file, and a null of a Parquet file, is missing; each line says "
    "what "
    "that means. In CSV a cell that begins with one of = + - @ ' or a tab has an apostrophe before it, so "
    "that "
    "no spreadsheet runs it; JSON Lines and Parquet have the text as it is. rows.jsonl has one image a line, "
    "as the audit holds it; rows.csv and rows.parquet are the same as a table. Protected images are in no "
    "file."
)


def as_json() -> bytes:
    """``tables`` by name, each a list of columns in their order."""
    tables = {
        name: [asdict(column) | {"type": _NAMES[column.type]} for column in columns]
        for name, columns in TABLES.items()
    }
    book = {"format": FORMAT, "tables": tables}
    return orjson.dumps(book, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_markdown() -> bytes:
    """The same for people."""
    parts = ["# Codebook of an audit", ABOUT, *(_section(name, columns) for name, columns in TABLES.items())]
    return ("\n\n".join(parts) + "\n").encode()


def _section(name: str, columns: tuple[Column, ...]) -> str:
    lines = [f"## {name}", "", "| name | type | meaning | empty |", "|---|---|---|---|"]
    for column in columns:
        cells = (column.name, _NAMES[column.type], column.meaning, column.missing)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
