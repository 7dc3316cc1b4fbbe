"""An export's folder: its study and its tables, if they are what was written."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import orjson

from colophon.errors import InputError
from colophon.study.report.data import Data, read
from colophon.study.spec.frozen import Frozen, load_frozen

MANIFEST, FROZEN = "manifest.json", "study.frozen.json"
PUT_IN = "simulated.json"  # only beside data of made-up people
TABLES = ("participants", "exposures", "answers")
UNREAD = (
    *("locale", "platform", "consent_sha256", "t_client", "t_server", "clock", "latency_ms", "rt_ms"),
    *("would_process", "would_source", "applied", "not_applied_reason", "longest_ms", "after_labelled"),
    *("reported", "dismissed", "events", "first_event", "last_event"),
)
MAX_ANSWER = 64  # characters kept of an answer: options are shorter, and nobody's own words are read here
MAX_JSON = 16 << 20  # bytes of a manifest or a frozen study


def put_in(folder: Path) -> dict[str, Any] | None:
    """What was put into made-up data; None for a study's own. Raises InputError as `from_folder` does."""
    if not (folder / PUT_IN).exists():
        return None
    return dict(_json(folder / PUT_IN))


def manifest_of(folder: Path) -> dict[str, Any]:
    """What was exported, and when. Raises InputError for a folder that is no export."""
    return dict(_json(folder / MANIFEST))


def from_folder(folder: Path) -> tuple[Frozen, Data]:
    """The frozen study and the data of an export that `colophon study export` wrote.

    Raises InputError for a folder that is none, or whose files are not those that its manifest names.
    """
    listed = _json(folder / MANIFEST)
    try:
        hashes = {str(file["name"]): str(file["sha256"]) for file in listed["files"]}
    except (KeyError, TypeError) as error:
        raise InputError(f"{folder / MANIFEST} is no manifest of an export") from error
    for name in (FROZEN, *(f"{table}.parquet" for table in TABLES)):
        _same(folder / name, hashes.get(name))
    frozen = load_frozen((folder / FROZEN).read_bytes())
    with duckdb.connect() as connection:
        tables = [_table(connection, folder / f"{name}.parquet") for name in TABLES]
    return frozen, read(frozen.study, *tables)


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_JSON:
            raise InputError(f"{path} is larger than {MAX_JSON >> 20} MiB")
        return orjson.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: name the folder of an export ({error.strerror})") from error
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path} is no manifest of an export") from error


def _same(path: Path, wanted: str | None) -> None:
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    if found != wanted:
        raise InputError(
            f"{path} is not the file that was exported: export the study again, or report on a copy"
        )


def _table(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Any]:
    """The columns that a report reads, one after the other: together they take twice the memory."""
    source = connection.read_parquet(str(path))
    cut = {"answer": f'left("answer", {MAX_ANSWER}) AS "answer"'}
    return {
        name: source.project(cut.get(name, f'"{name}"')).df()[name]
        for name in source.columns
        if name not in UNREAD
    }
