"""A table beside pictures: one line for each appearance.

A file of comma, semicolon or tab separated values in UTF-8, whose first line names its columns in any order:

    path            a file of the same folder, zip or tar, relative to the table
    url             the address of the picture; what has no path is counted as elsewhere: nothing is fetched
    caption         what its post says
    alt             the alternative text
    author          who posted it
    posted_at       2026-03-01, 2026-03-01T12:00:00Z or with another offset; without one it is UTC
    permalink       the address of the post
    platform_label  what the platform says of the picture, in its words
    site            the host of the platform; without it, that of the permalink
    reshare         yes or no (also true, false, 1, 0): whether the post shows somebody else's picture

One of ``path`` and ``url`` is needed. Other columns are passed over, and empty cells are as good as absent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from colophon.audit.readers import times, values
from colophon.audit.readers.kinds import HEAD, why_no_image
from colophon.audit.readers.tree import Tree
from colophon.audit.readers.trees.names import safe_name
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError
from colophon.evidence import Occurrence

NAME = "csv"
PLACES = ("path", "url")
COLUMNS = (*PLACES, "caption", "alt", "author", "posted_at", "permalink", "platform_label", "site", "reshare")
_ENDINGS = (".csv", ".tsv", ".txt")
_MAX_LINE = 256 * 1024  # bytes; the longest captions have 25,000 characters
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0", ""})


def detect(tree: Tree) -> bool:
    """Whether there is a table with a column ``path`` or ``url``."""
    return bool(_tables(tree))


class Table:
    """The lines of every table of a tree, in their order. Pictures that none of them names are counted."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._tables = _tables(tree)

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it. Raises InputError for a cell that cannot be read: it names line and column."""
        named = set(self._tables)
        for table in self._tables:
            for line, row in _rows(self._tree, table):
                found = self._appearance(f"{table}:{line}", table, row)
                if isinstance(found, Item):
                    named.add(found.locator)
                yield found
        for name in self._tree.names():
            if name not in named and why_no_image(self._tree.head(name, HEAD)) is None:
                yield Skipped(Why.UNKNOWN, name)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it: a locator is a name."""
        return self._tree.read(locator, limit)

    def _appearance(self, place: str, table: str, row: Mapping[str, str]) -> Item | Skipped:
        occurrence, posted_at = _occurrence(place, row), _posted_at(place, row)
        if not row.get("path"):
            return Skipped(Why.ELSEWHERE if row.get("url") else Why.NO_IMAGE, place)
        name = safe_name(row["path"].replace("\\", "/"))
        if name is None:
            return Skipped(Why.OUTSIDE, place)
        locator = str(PurePosixPath(table).parent / name)
        if locator not in self._tree:
            if len(self._tree.names()) == 1:
                why = "only the table was named: name the folder or archive that holds it and its pictures"
                raise _wrong(place, "path", why)
            return Skipped(Why.NO_BYTES, place)
        kind = why_no_image(self._tree.head(locator, HEAD))
        return Skipped(kind, place) if kind else Item(place, locator, occurrence, posted_at)


def _tables(tree: Tree) -> list[str]:
    names = tree.names()
    likely = names if len(names) == 1 else [name for name in names if name.lower().endswith(_ENDINGS)]
    return [name for name in likely if _columns(tree, name)]


def _columns(tree: Tree, name: str) -> tuple[list[str], str] | None:
    """The names of the columns and what separates them; None where the file is no table of pictures."""
    line = tree.head(name, _MAX_LINE).partition(b"\n")[0]
    try:
        text = line.decode("utf-8-sig").strip("\r")
    except UnicodeDecodeError:
        return None
    for separator in ",;\t":
        columns = [cell.strip().strip('"').lower() for cell in text.split(separator)]
        if any(place in columns for place in PLACES):
            return columns, separator
    return None


def _rows(tree: Tree, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Lines by number, from 2 on, as cells by the names of their columns. Raises InputError."""
    columns, separator = _columns(tree, name) or ([], ",")
    for column in COLUMNS:
        if columns.count(column) > 1:
            raise InputError(f"{name}, line 1: the column {column} occurs twice: leave one out")
    with tree.open(name) as file:
        reader = csv.reader(_lines(file, name), delimiter=separator, strict=True)
        try:
            next(reader, None)
            for cells in reader:
                if len(cells) > len(columns):
                    raise InputError(
                        f"{name}, line {reader.line_num}: {len(cells)} cells for {len(columns)} columns: put "
                        f'a text that holds "{separator}" between quotation marks'
                    )
                if any(cells):
                    row = zip(columns, cells, strict=False)
                    yield reader.line_num, {key: cell.strip() for key, cell in row}
        except csv.Error as error:
            raise InputError(f"{name}, line {reader.line_num}: {error}") from error


def _lines(file: BinaryIO, name: str) -> Iterator[str]:
    number = 0
    while line := file.readline(_MAX_LINE + 1):
        number += 1
        if len(line) > _MAX_LINE:
            raise InputError(f"{name}, line {number}: more than {_MAX_LINE:,} bytes: shorten it")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{name}, line {number}: not UTF-8: save the table as CSV UTF-8") from error


def _occurrence(place: str, row: Mapping[str, str]) -> Occurrence:
    permalink = values.address(row.get("permalink"))
    if row.get("permalink") and not permalink:
        raise _wrong(place, "permalink", "is no address: write https://...")
    said = row.get("reshare", "").lower()
    if said not in _YES | _NO:
        raise _wrong(place, "reshare", "is neither yes nor no")
    return Occurrence(
        caption=values.text(row.get("caption")),
        alt=values.text(row.get("alt")),
        platform_label=values.text(row.get("platform_label")),
        site=values.name(row.get("site")) or values.host(permalink),
        permalink=permalink,
        author=values.name(row.get("author")),
        reshare=said in _YES,
    )


def _posted_at(place: str, row: Mapping[str, str]) -> datetime | None:
    said = row.get("posted_at")
    posted_at = times.iso(said)
    if said and posted_at is None:
        raise _wrong(place, "posted_at", "is no date: write 2026-03-01 or 2026-03-01T12:00:00Z")
    return posted_at


def _wrong(place: str, column: str, why: str) -> InputError:
    table, _, line = place.rpartition(":")
    return InputError(f"{table}, line {line}, column {column}: {why}")
