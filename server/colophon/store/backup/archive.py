"""The file of a backup: a ZIP with one member per table and file, and a manifest with the hash of each.

`manifest.json` says the version of this format, the revision of the schema, and for each table
(`tables/NAME.jsonl`) its columns and number of rows. A row is one line: a JSON list, bytes as base64.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from colophon.errors import InputError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
_LEVEL = 1  # hashes, which are most of it, cannot be made smaller; level 6 takes three times as long
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

Progress = Callable[[str, int, int], None]  # what, how much of it, out of how much


@dataclass(frozen=True, slots=True)
class Member:
    """A table, with ``columns`` and a number of ``rows``; or a file, without."""

    sha256: str
    size: int  # bytes, not compressed
    columns: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``created`` is in seconds since 1970."""

    revision: str
    created: int
    program: str
    tables: dict[str, Member] = field(default_factory=dict)
    files: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT


class Hashed:
    """Passes bytes on and remembers their hash and number."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Pass ``data`` on."""
        self._hash.update(data)
        self.size += len(data)
        self._stream.write(data)

    @property
    def sha256(self) -> str:
        """Of everything that was passed on."""
        return self._hash.hexdigest()


class Writer:
    """Puts members into a backup. The manifest comes last: without it, a file is no backup."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, ValueError):  # full disk: that was said already, and the file goes
            self._zip.close()

    @contextmanager
    def member(self, name: str) -> Iterator[Hashed]:
        """A stream for the contents of one member."""
        with self._zip.open(name, "w", force_zip64=True) as stream:
            yield Hashed(stream)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the end of the file."""
        self._zip.writestr(MANIFEST, orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        self._zip.close()


class Backup:
    """A backup that was opened. Every method raises InputError naming the file when it is damaged."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = archive
        self.manifest = self._manifest()

    def verify(self, progress: Progress) -> None:
        """Compare every member with the manifest. Raises InputError for one that is absent or another."""
        members = _by_name(self.manifest)
        whole = sum(member.size for member in members.values())
        done = 0
        for name, member in members.items():
            hash, size = hashlib.sha256(), 0
            with self.open(name) as stream:
                while data := self._read(stream, name):
                    hash.update(data)
                    size += len(data)
                    progress("verifying", done := done + len(data), whole)
            if (hash.hexdigest(), size) != (member.sha256, member.size):
                raise self._damaged(f"{name} is not what the manifest says")

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The contents of one member."""
        try:
            with self._zip.open(name) as stream:
                yield stream
        except KeyError as error:
            raise self._damaged(f"{name} is absent") from error
        except _BROKEN as error:
            raise self._damaged(f"{name}: {error}") from error

    def lines(self, table: str) -> Iterator[list[Any]]:
        """The rows of a table, as they were written."""
        name = table_member(table)
        with self.open(name) as stream:
            for line in stream:
                row = orjson.loads(line)
                if not isinstance(row, list) or len(row) != len(self.manifest.tables[table].columns):
                    raise self._damaged(f"{name} holds a row that does not fit")
                yield row

    def _read(self, stream: IO[bytes], name: str) -> bytes:
        try:
            return stream.read(CHUNK)
        except _BROKEN as error:
            raise self._damaged(f"{name}: {error}") from error

    def _manifest(self) -> Manifest:
        try:
            value = orjson.loads(self._zip.read(MANIFEST))
            if value.get("format") != FORMAT:
                raise InputError(
                    f"{self.path} is a backup of format {value.get('format')}, which this program does not "
                    f"read ({FORMAT}): use the Colophon that made it, or a newer one"
                )
            members = {kind: {n: _member(m) for n, m in value[kind].items()} for kind in ("tables", "files")}
            return Manifest(**{**value, **members})
        except (KeyError, TypeError, AttributeError, *_BROKEN) as error:
            raise InputError(
                f"{self.path} is no backup of Colophon: its manifest is absent or odd"
            ) from error

    def _damaged(self, why: str) -> InputError:
        return InputError(f"{self.path} is damaged ({why}): nothing was restored. Use another backup")


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup. Raises InputError when it cannot be read, or is none."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist") from error
    except _BROKEN as error:
        raise InputError(f"{path} is no backup of Colophon, or it was cut off: {error}") from error
    with archive:
        yield Backup(path, archive)


def table_member(table: str) -> str:
    """The name of a table's member."""
    return f"tables/{table}.jsonl"


def file_member(name: str) -> str:
    """The name of a file's member."""
    return f"files/{name}"


def _by_name(manifest: Manifest) -> dict[str, Member]:
    tables = {table_member(name): member for name, member in manifest.tables.items()}
    return tables | {file_member(name): member for name, member in manifest.files.items()}


def _member(value: dict[str, Any]) -> Member:
    return Member(**{**value, "columns": tuple(value["columns"])})
