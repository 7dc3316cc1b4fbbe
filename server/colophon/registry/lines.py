"""Lines of a file that may be huge, damaged or hostile: one at a time, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is read of a file at most."""

    line_bytes: int = 65_536  # also of a CSV record over several lines; a row at its longest is about 6 kB
    lines: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line feed; ``number`` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be used, and why."""

    line: int
    why: str


def lines_of(stream: BinaryIO, bounds: Bounds) -> Iterator[Line | Problem]:
    """The lines of ``stream``, as UTF-8. Those that are too long or no text are problems, and so is the line
    after the last that is read."""
    for number in range(1, bounds.lines + 1):
        data = stream.readline(bounds.line_bytes + 1)
        if not data:
            return
        if len(data) > bounds.line_bytes:
            while data and not data.endswith(b"\n"):
                data = stream.readline(bounds.line_bytes)
            yield Problem(number, f"longer than {bounds.line_bytes:,} bytes")
            continue
        try:
            text = data.decode("utf-8").removesuffix("\n")
        except UnicodeDecodeError:
            yield Problem(number, "not UTF-8 text")
        else:
            yield Line(number, text.removeprefix(BYTE_ORDER_MARK) if number == 1 else text)
    if stream.read(1):
        yield Problem(bounds.lines + 1, f"more than {bounds.lines:,} lines: the rest was not read")
