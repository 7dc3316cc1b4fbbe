"""Where a bundle lies: a folder, or one zip, which is read where it is and never unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from colophon.audit.bundle.container import Entry, Form, Opened

_HEAD = 30  # bytes of a header before the name
_MOST = 1 << 20  # files: a damaged zip is no reason to look for ever
_LONG = 20  # bytes of a header's sizes where they are written the longer way


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its size in bytes, and what opens it. Opening raises OSError."""

    size: int
    open: Opened


class Place(Protocol):
    """Files by name, and what else has to be as it was written."""

    name: str

    def added(self, known: set[str]) -> list[str]:
        """Names of what is there beside what is known, sorted. Raises OSError."""

    def find(self, name: str) -> list[Found]:
        """Where a file is, or could be; nothing where it is absent or no plain file. Raises OSError."""

    def settle(self, sizes: Mapping[str, int]) -> None:
        """The names and sizes of all files are known from here on."""

    def between(self, good: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """What is not as it was written beside the bytes of files: (file, what).

        ``good`` is CRC-32 of each file whose bytes are as they were.
        """


class Folder:
    """A `Place` on the disk."""

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path

    def added(self, known: set[str]) -> list[str]:
        """As `Place` has it."""
        return sorted({path.name for path in self._path.iterdir()} - known)

    def find(self, name: str) -> list[Found]:
        """As `Place` has it."""
        path = self._path / name
        plain = path.is_file() and not path.is_symlink()
        return [Found(path.stat().st_size, lambda: path.open("rb"))] if plain else []

    def settle(self, sizes: Mapping[str, int]) -> None:
        """Nothing: a folder knows where its files are."""

    def between(self, good: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """Nothing is."""
        del good
        return iter(())


class Zip:
    """A `Place` in one zip, as `container` writes it. Raises OSError.

    What a zip says of itself only helps to find what is signed. From there on it is known where every byte
    has to be; where bytes came in or went, what follows is looked for that much further.
    """

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        self._length = path.stat().st_size
        self._said = (_by_headers(path), _by_directory(path))
        self._form: Form | None = None
        self._starts: dict[str, tuple[int, int]] = {}
        self._moved = 0

    def added(self, known: set[str]) -> list[str]:
        """Nothing has a name here: `between` finds what does not belong."""
        del known
        return []

    def find(self, name: str) -> list[Found]:
        """As `Place` has it."""
        if self._form is None:
            places = {one[name] for one in self._said if name in one}
        else:
            start, size = self._starts[name]
            places = {(start, size), (start + self._moved, size)}
        return [Found(size, partial(_opened, self._path, start, size)) for start, size in sorted(places)]

    def settle(self, sizes: Mapping[str, int]) -> None:
        """As `Place` has it."""
        form = self._form = Form(Entry(name, size) for name, size in sizes.items())
        records = sum(len(form.record(entry, 0)) for entry in form.entries)
        self._moved = self._length - (form.starts[-1] + records + len(form.end(records)))
        self._starts = {
            entry.name: (start + len(form.header(entry)), entry.size)
            for entry, start in zip(form.entries, form.starts, strict=False)
        }

    def between(self, good: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """As `Place` has it."""
        assert self._form
        said = len(good) < len(self._form.entries)
        with self._path.open("rb") as file:
            for name, what in self._differences(file, self._form, good):
                said = True
                yield name or self.name, f"changed: {what}"
        if self._moved and not said:
            more = "more" if self._moved > 0 else "fewer"
            yield self.name, f"changed: {abs(self._moved):,} bytes {more} than were written"

    def _differences(self, file: BinaryIO, form: Form, good: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        at = form.starts[-1]
        records = b""
        for entry, start in zip(form.entries, form.starts, strict=False):
            known = Entry(entry.name, entry.size, good.get(entry.name, 0))
            record = form.record(known, start)
            if entry.name in good and not self._is_at(file, start, form.header(known)):
                yield entry.name, "what stands before it in the zip"
            if entry.name in good and not self._is_at(file, at + len(records), record):
                yield entry.name, "what the directory of the zip says of it"
            records += record
        if not self._is_at(file, at + len(records), form.end(len(records))):
            yield "", "the end of the zip's directory"

    def _is_at(self, file: BinaryIO, start: int, expected: bytes) -> bool:
        for at in (start, start + self._moved):
            file.seek(max(at, 0))
            if file.read(len(expected)) == expected:
                return True
        return False


class _Part(io.RawIOBase):
    """Some bytes of a file."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._file = path.open("rb")
        self._file.seek(max(start, 0))
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _opened(path: Path, start: int, size: int) -> BinaryIO:
    return io.BufferedReader(_Part(path, start, size))


def _by_headers(path: Path) -> dict[str, tuple[int, int]]:
    """Where the bytes of files begin, and how many there are, as their headers say it one after the other."""
    found: dict[str, tuple[int, int]] = {}
    with path.open("rb") as file:
        while len(head := file.read(_HEAD)) == _HEAD and head[:4] == b"PK\3\4" and len(found) < _MOST:
            size, name, extra = (
                int.from_bytes(head[a:b], "little") for a, b in ((18, 22), (26, 28), (28, 30))
            )
            named = file.read(name).decode("ascii", "replace")
            long = file.read(extra)
            size = int.from_bytes(long[4:12], "little") if len(long) == _LONG else size
            found.setdefault(named, (file.tell(), size))
            file.seek(min(size, 1 << 62), io.SEEK_CUR)
    return found


def _by_directory(path: Path) -> dict[str, tuple[int, int]]:
    """The same, as the directory says it; nothing where it cannot be read."""
    found: dict[str, tuple[int, int]] = {}
    broken = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)
    with suppress(*broken), zipfile.ZipFile(path) as opened:
        for info in opened.infolist()[:_MOST]:
            long = _LONG if info.extract_version >= 45 else 0
            found[info.filename] = (info.header_offset + _HEAD + len(info.filename) + long, info.file_size)
    return found
