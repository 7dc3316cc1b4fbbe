"""Shards: so many rows that are finished together. A shard with a manifest is finished."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from colophon.audit.folder import SHARDS, read_object
from colophon.errors import InputError
from colophon.whole import write_whole

# Images in a shard. A kill costs each worker at most one, 5 to 10 s of work; writing one costs two syncs,
# about 20 ms; 200,000 images make 8,000 files, which every file system lists without pain.
SIZE = 50


def rows_path(out: Path, number: int) -> Path:
    """Where the rows of a shard lie."""
    return out / SHARDS / f"{number:05}.jsonl"


def manifest_path(out: Path, number: int) -> Path:
    """Where its manifest lies."""
    return out / SHARDS / f"{number:05}.json"


def write_shard(out: Path, number: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows, then the manifest that says they are all there. Raises OSError."""
    data = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
    manifest = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "rows": len(rows),
        "first": rows[0]["n"],
        "last": rows[-1]["n"],
    }
    write_whole(rows_path(out, number), data)
    write_whole(manifest_path(out, number), orjson.dumps(manifest, option=orjson.OPT_APPEND_NEWLINE))


def is_finished(out: Path, number: int) -> bool:
    """Whether the manifest is there and the rows are those that it names."""
    try:
        manifest = read_object(manifest_path(out, number))
        if manifest is None:
            return False
        with rows_path(out, number).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == manifest.get("sha256")
    except (InputError, OSError):
        return False


def count(out: Path) -> int:
    """How many shards have a manifest."""
    return sum(1 for _ in (out / SHARDS).glob("[0-9]*.json"))


def lines(out: Path, number: int) -> Iterator[bytes]:
    """The rows of a finished shard as they are written. Raises OSError."""
    with rows_path(out, number).open("rb") as file:
        yield from file


def sweep(out: Path) -> None:
    """Remove what a kill left half written."""
    for path in (out / SHARDS).glob(".*.json*"):
        path.unlink(missing_ok=True)
