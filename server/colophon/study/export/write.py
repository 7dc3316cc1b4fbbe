"""The files of an export: each table as CSV and as Parquet, sorted: the same data give the same files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from colophon.study.export.collect import Progress
from colophon.study.export.shape import query
from colophon.study.export.tables import tables
from colophon.study.spec.study import Study

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the export; ``rows`` is None for what is no table."""

    name: str
    sha256: str
    bytes: int
    rows: int | None = None


def write_tables(
    study: Study, source: duckdb.DuckDBPyConnection, folder: Path, progress: Progress
) -> list[Written]:
    """Write every table. Raises OSError where the folder cannot be written to."""
    written = []
    names = list(tables(study))
    for number, name in enumerate(names):
        progress(f"writing {name}", number, len(names))
        parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
        rows = _copy(source, query(study, name), parquet, "FORMAT parquet, COMPRESSION zstd")
        _copy(source, f"SELECT * FROM read_parquet({_quoted(parquet)})", csv, "FORMAT csv, HEADER true")  # noqa: S608
        written += [written_file(path, rows) for path in (csv, parquet)]
    return written


def written_file(path: Path, rows: int | None = None) -> Written:
    """What a file that was written is: its hash and size."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(_CHUNK):
            digest.update(data)
    return Written(path.name, digest.hexdigest(), path.stat().st_size, rows)


def in_order(files: Iterable[Written]) -> list[Written]:
    """By name."""
    return sorted(files, key=lambda file: file.name)


def _copy(source: duckdb.DuckDBPyConnection, rows: str, path: Path, how: str) -> int:
    try:
        made = source.execute(f"COPY ({rows}) TO {_quoted(path)} ({how})").fetchone()
    except duckdb.IOException as error:
        raise OSError(f"{path} cannot be written: {error}") from error
    return int(made[0]) if made else 0


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
