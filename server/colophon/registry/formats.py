"""Registry rows in files: CSV, JSON Lines, and lists of PDQ hashes as ThreatExchange's tools write them.

Files are read and written row by row. A PDQ list has one hash per line, 64 hex digits; after a comma follow
the quality (0 to 100) or another system's columns. Seen in ThreatExchange: ``hash,number,time,tags`` with no
header (hasher-matcher-actioner/sample_data/pdq.csv), CSV with the columns ``signal_type`` and ``signal_str``
(python-threatexchange/threatexchange/pdq_samples.csv).
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import Annotated, Any, BinaryIO

import orjson
from pydantic import AfterValidator, TypeAdapter, ValidationError

from colophon.entry import REMEMBERED, Basis, Kind
from colophon.errors import InputError
from colophon.evidence import Process
from colophon.images.hashes import FLOOR
from colophon.images.sketch import Sketch
from colophon.registry.csv_records import DELIMITERS, cells_of, record_of, records
from colophon.registry.lines import Bounds, Line, Problem, lines_of
from colophon.wire import OWN_WORDS, Link, Name, Sha256, Words


class Format(StrEnum):
    """How rows are written. A PDQ list holds perceptual hashes and nothing else."""

    CSV = "csv"
    JSONL = "jsonl"
    PDQ = "pdq"


def _day(text: str) -> str:
    return dt.date.fromisoformat(text).isoformat()


def _sketch(text: str) -> str:
    Sketch.load(base64.b64decode(text, validate=True))
    return text


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as files hold it, with one hash at least. ``date`` is an ISO 8601 day."""

    process: Process
    sha256: Sha256 | None = None
    pdq: Sha256 | None = None  # 64 hex digits as well
    said_by: Name | None = None
    words: Words | None = None
    permalink: Link | None = None
    date: Annotated[str, AfterValidator(_day)] | None = None
    basis: Basis = Basis.STATED
    kind: Kind = Kind.STATEMENT
    sketch: Annotated[str, AfterValidator(_sketch)] | None = None  # base64 of `Sketch.dump`; see `entry_of`


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a line says nothing of it. Rows of protected lists need no process."""

    process: Process | None = None
    said_by: str | None = None
    date: str | None = None
    basis: Basis = Basis.STATED
    kind: Kind = Kind.STATEMENT


NO_DEFAULTS = Defaults()
NO_BOUNDS_GIVEN = Bounds()
COLUMNS = tuple(field.name for field in fields(Row))
PDQ_COLUMNS = ("pdq", "hash", "signal_str")  # ours, and others' names for it
_ROW = TypeAdapter(Row)
_HASH_LINE = re.compile(r"(hash=)?(?P<hash>[0-9A-Fa-f]{64})\s*(,|$)")
_QUALITY = re.compile(r",\s*quality=(\d+)|^[^,]*,\s*(\d{1,2}|100)\s*(?:,|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_Given = tuple[int, Mapping[str, Any]]  # line, and what it says by column
_Lines = Iterator[Line | Problem]


def read_rows(
    stream: BinaryIO, defaults: Defaults = NO_DEFAULTS, bounds: Bounds = NO_BOUNDS_GIVEN
) -> Iterator[Row | Problem]:
    """The rows of ``stream`` in their order; each line that cannot be used is a `Problem` in its place.

    The first line that is neither empty nor a comment (#) decides the format. Raises InputError where that is
    none of the three. Columns and keys that are not known are passed over.
    """
    lines = lines_of(stream, bounds)
    for line in lines:
        if isinstance(line, Problem):
            yield line
        elif not _is_empty(line.text):
            for given in _reader_for(line, bounds)(chain([line], lines)):
                yield given if isinstance(given, Problem) else _row_or_problem(given, defaults)


def write_rows(rows: Iterable[Row], stream: BinaryIO, format: Format) -> int:
    """Write ``rows`` so that `read_rows` reads the same; returns how many were written.

    A PDQ list leaves out rows without such a hash.
    """
    stream.write(header_of(format))
    written = 0
    for row in rows:
        if line := line_of(row, format):
            stream.write(line)
            written += 1
    return written


def header_of(format: Format) -> bytes:
    """What a file begins with."""
    return record_of(COLUMNS) if format is Format.CSV else b""


def line_of(row: Row, format: Format) -> bytes:
    """One row with its line end; nothing for a row without such a hash in a PDQ list."""
    return b"" if format is Format.PDQ and not row.pdq else _WRITERS[format](row)


_WRITERS: Mapping[Format, Callable[[Row], bytes]] = {
    Format.CSV: lambda row: record_of([value or "" for value in asdict(row).values()]),
    Format.JSONL: lambda row: orjson.dumps({k: v for k, v in asdict(row).items() if v}) + b"\n",
    Format.PDQ: lambda row: f"{row.pdq}\n".encode(),
}


def _is_empty(text: str) -> bool:
    return text.strip()[:1] in ("", "#")


def _reader_for(first: Line, bounds: Bounds) -> Callable[[_Lines], Iterator[_Given | Problem]]:
    text = first.text.strip()
    if text.startswith("{"):
        return _read_jsonl
    if _HASH_LINE.match(text):
        return _read_pdq
    for delimiter in DELIMITERS:
        if not {"sha256", *PDQ_COLUMNS}.isdisjoint(_names(text, delimiter)):
            return partial(_read_csv, delimiter=delimiter, longest=bounds.line_bytes)
    raise InputError(
        f"line {first.number} is none that a list begins with: a JSON object, a hash of 64 hex digits, or "
        f"the names of columns, among them {', '.join(('sha256', *PDQ_COLUMNS[:-1]))} or {PDQ_COLUMNS[-1]}"
    )


def _names(header: str, delimiter: str) -> list[str]:
    try:
        return [name.strip().lower() for name in cells_of(header, delimiter)]
    except csv.Error:
        return []


def _read_csv(lines: _Lines, delimiter: str, longest: int) -> Iterator[_Given | Problem]:
    names: list[str] = []
    for record in records(lines, delimiter, longest):
        if isinstance(record, Problem):
            yield record
            continue
        line, cells = record
        if not names:
            names = [name.strip().lower() for name in cells]
        elif len(cells) > len(names):
            yield Problem(line, f"{len(cells)} cells, more than the {len(names)} that have a name")
        else:
            yield line, dict(zip(names, cells, strict=False))


def _read_jsonl(lines: _Lines) -> Iterator[_Given | Problem]:
    for line in lines:
        if isinstance(line, Problem):
            yield line
        elif not _is_empty(line.text):
            try:
                values = orjson.loads(line.text)
            except orjson.JSONDecodeError as error:
                yield Problem(line.number, f"not JSON: {error}")
            else:
                known = isinstance(values, dict)
                yield (line.number, values) if known else Problem(line.number, "not a JSON object")


def _read_pdq(lines: _Lines) -> Iterator[_Given | Problem]:
    for line in lines:
        if isinstance(line, Problem):
            yield line
        elif not _is_empty(line.text):
            text = line.text.strip()
            if found := _HASH_LINE.match(text):
                quality = _QUALITY.search(text)
                yield line.number, {"pdq": found["hash"], "quality": quality and (quality[1] or quality[2])}
            else:
                yield Problem(line.number, "does not begin with a hash of 64 hex digits")


def _row_or_problem(given: _Given, defaults: Defaults) -> Row | Problem:
    line, values = given
    try:
        return _row(values, defaults)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        return Problem(line, f"{first['loc'][0]}: {first['msg'].removeprefix(OWN_WORDS)}")
    except ValueError as error:
        return Problem(line, str(error))


def _row(values: Mapping[str, Any], defaults: Defaults) -> Row:
    """Raises ValueError saying what is wrong, which repeats nothing of the file."""
    if values.get("signal_type") not in (None, "", "pdq"):
        raise ValueError("signal_type: only pdq is read")
    if not _is_good(values.get("quality")):
        raise ValueError(f"quality below {FLOOR}: such a hash matches by chance")
    said = {name: value for name in COLUMNS if (value := values.get(name)) not in (None, "")}
    said["pdq"] = next((value for name in PDQ_COLUMNS if (value := values.get(name))), None)
    for name in ("sha256", "pdq"):
        if isinstance(value := said.get(name), str):
            said[name] = value.strip().lower()
    said = {name: value for name, value in asdict(defaults).items() if value is not None} | said
    if said["kind"] == Kind.PROTECTED:
        said.setdefault("process", Process.UNKNOWN)
    row = _ROW.validate_python(said)
    if not row.sha256 and not row.pdq and not row.sketch:
        raise ValueError("neither sha256 nor pdq nor sketch")
    if row.kind is Kind.STATEMENT and row.process not in REMEMBERED:
        raise ValueError(f"process: {row.process} is nothing to remember")
    if _CONTROL.search("".join(filter(None, (row.said_by, row.words)))):
        raise ValueError("control characters in said_by or words")
    return row


def _is_good(quality: object) -> bool:
    """Whether a hash of this quality, as a file gives it, says enough. Without a number it is taken to."""
    return not str(quality).strip().isdecimal() or int(str(quality)) >= FLOOR
