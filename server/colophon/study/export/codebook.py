"""The codebook: what every column and every field of an event means, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import Any

import orjson

from colophon.study.events import catalogue
from colophon.study.export.tables import FORMAT, tables
from colophon.study.spec.study import Study
from colophon.study.told import Column

_HEAD = ("name", "type", "range", "unit", "missing", "by", "meaning")


def as_json(study: Study) -> bytes:
    """``tables`` and ``events`` by name, each a list of columns in their order."""
    book: dict[str, Any] = {
        "format": FORMAT,
        "study": study.id,
        "version": study.version,
        "tables": {name: [asdict(column) for column in columns] for name, columns in tables(study).items()},
        "events": {
            name: [asdict(column) for column in columns]
            for name, columns in groupby(catalogue(), key=lambda column: column.table)
        },
    }
    return orjson.dumps(book, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_markdown(study: Study) -> str:
    """The same for people."""
    parts = [
        f"# {study.id}, version {study.version}: codebook",
        "Text is UTF-8. Empty fields of a CSV file, and nulls of a Parquet file, are missing; each line says "
        "what that means. Times are unix milliseconds, UTC.",
        "## Tables",
        *(_section(name, columns) for name, columns in tables(study).items()),
        "## Events: fields of the column `data`",
        *(_section(name, columns) for name, columns in groupby(catalogue(), key=lambda c: c.table)),
    ]
    return "\n\n".join(parts) + "\n"


def _section(name: str, columns: Iterable[Column]) -> str:
    lines = [f"### {name}", "", "| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD)]
    for column in columns:
        cells = (str(getattr(column, field)).replace("|", "\\|").replace("\n", " ") for field in _HEAD)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
