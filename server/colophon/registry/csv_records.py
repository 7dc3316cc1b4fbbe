"""CSV as spreadsheets have it (RFC 4180): cells over several lines, other delimiters, no formulas."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from colophon.registry.lines import Line, Problem

DELIMITERS = ",;\t"  # comma; semicolon, where numbers are written with a comma; tab
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV injection"); an apostrophe before it
# makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
Record = tuple[int, list[str]]  # number of its first line, cells
_Next = Callable[[], Line | Problem | None]


def records(lines: Iterator[Line | Problem], delimiter: str, longest: int) -> Iterator[Record | Problem]:
    """The records of ``lines`` that are not empty. A quoted cell may span lines of ``longest`` characters.

    Where a quotation mark is misplaced or never closed, only the line that the record begins on is lost.
    """
    waiting: deque[Line | Problem] = deque()

    def take() -> Line | Problem | None:
        return waiting.popleft() if waiting else next(lines, None)

    while (line := take()) is not None:
        if isinstance(line, Problem):
            yield line
        elif line.text.strip():
            text, following = _completed(line.text, take, longest)
            try:
                yield line.number, cells_of(text, delimiter)
            except csv.Error as error:
                yield Problem(line.number, f"not CSV: {error}")
                waiting.extendleft(reversed(following))


def _completed(text: str, take: _Next, longest: int) -> tuple[str, list[Line | Problem]]:
    """``text`` with the lines that belong to it while a quotation mark is open, and those lines."""
    following: list[Line | Problem] = []
    quotes = text.count('"')
    parts, size = [text], len(text)
    while quotes % 2 and size < longest and (line := take()) is not None:
        following.append(line)
        if isinstance(line, Problem):
            break
        parts.append(line.text)
        quotes += line.text.count('"')
        size += len(line.text)
    return "\n".join(parts), following


def cells_of(record: str, delimiter: str) -> list[str]:
    """The cells of one record. Raises csv.Error."""
    cells = next(csv.reader([record.removesuffix("\r")], delimiter=delimiter, strict=True))
    return [c[1:] if c.startswith("'") and c[1:].startswith(FORMULA) else c for c in cells]


def record_of(cells: Sequence[str]) -> bytes:
    """One record with its line end, from which `cells_of` reads the same cells."""
    text = io.StringIO()
    csv.writer(text).writerow(["'" + c if c.startswith(FORMULA) else c for c in cells])
    return text.getvalue().encode()
