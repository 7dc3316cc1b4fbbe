"""Export a study into a folder: everything or nothing."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from colophon import __version__
from colophon.errors import InputError
from colophon.store.database import Store
from colophon.store.studies import Study as Kept
from colophon.study.export.codebook import as_json, as_markdown
from colophon.study.export.collect import Progress, collect, workbench
from colophon.study.export.loaders import load_py, load_r
from colophon.study.export.shape import prepare
from colophon.study.export.tables import FORMAT
from colophon.study.export.write import Written, in_order, write_tables, written_file
from colophon.study.names import item_of
from colophon.study.spec.study import Study

MANIFEST = "manifest.json"
MAX_TRUTH = 1_000_000  # images


def read_truth(path: Path, salt: bytes) -> dict[str, str]:
    """How images were made, by their name in the study: from a CSV file with columns sha256 and truth.

    Raises InputError naming the file and the line that is wrong.
    """
    found: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                sha256, truth = (row.get("sha256") or "").strip().lower(), (row.get("truth") or "").strip()
                if len(sha256) != 64 or set(sha256) - set("0123456789abcdef") or not truth:
                    raise InputError(
                        f"{path}, image {len(found) + 1}: each line needs a sha256 of 64 hex digits and a "
                        f"truth (ai, not_ai or another word); the first line names these columns"
                    )
                found[item_of(salt, sha256)] = truth
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as CSV: {error}") from error
    if len(found) > MAX_TRUTH:
        raise InputError(f"{path} names {len(found):,} images; {MAX_TRUTH:,} is the limit")
    return found


async def export(
    store: Store,
    kept: Kept,
    study: Study,
    frozen_files: Mapping[str, bytes],
    folder: Path,
    progress: Progress,
    truth: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write the export into ``folder``, which must not be there yet; gives the manifest.

    ``frozen_files`` are those of the frozen study, by name; ``truth`` by the name of the item comes on top
    of what a feed of the study's own says. Nothing is left where it fails. Raises OSError
    where the folder cannot be written, SQLAlchemyError when the database does not answer.
    """
    beside = _beside(folder)
    try:
        made = beside / "export"
        made.mkdir(mode=0o700)
        with workbench(beside / "work.duckdb") as connection:
            await collect(store, kept.id, connection, progress)
            prepare(study, await store.items.truths(kept.id) | dict(truth or {}), connection)
            files = write_tables(study, connection, made, progress)
        files += _write_rest(study, frozen_files, made)
        withdrew = sum(number for _, number in await store.participants.withdrawals(kept.id))
        manifest = _manifest(kept, study, in_order(files), withdrew)
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        (made / MANIFEST).write_bytes(orjson.dumps(manifest, option=options))
        made.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def _beside(folder: Path) -> Path:
    if folder.exists():
        raise InputError(f"{folder} is there already: name a folder that is not, or remove it first")
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))


def _write_rest(study: Study, frozen_files: Mapping[str, bytes], folder: Path) -> list[Written]:
    rest = {
        "codebook.json": as_json(study),
        "codebook.md": as_markdown(study).encode(),
        "load.py": load_py(study).encode(),
        "load.R": load_r(study).encode(),
        **frozen_files,
    }
    written = []
    for name, content in rest.items():
        path = folder / name
        path.write_bytes(content)
        written.append(written_file(path))
    return written


def _manifest(kept: Kept, study: Study, files: list[Written], withdrew: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "study": study.id,
        "version": study.version,
        "freeze": kept.freeze,
        "state": kept.state,
        "preregistration": study.preregistration,
        "ethics": study.ethics,
        "opened": _moment(kept.opened),
        "closed": _moment(kept.closed),
        "exported": _moment(int(dt.datetime.now(dt.UTC).timestamp())),
        "keep_until": _moment(kept.keep_until),
        "program": f"colophon {__version__}",
        "withdrew": withdrew,
        "files": [asdict(file) for file in files],
    }


def _moment(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
