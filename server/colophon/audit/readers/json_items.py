"""The elements of a list in a JSON text, one at a time: memory holds one of them only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import orjson

from colophon.audit.readers.json_cursor import CHUNK, Broken, Cursor
from colophon.audit.timeline import Why
from colophon.errors import InputError

_MAX_KEY = 4096  # bytes of a name in an object; longer ones are none that we look for


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its place in the text (bytes) and its value, or why it has none.

    ``why`` is None, TOO_LARGE, or DAMAGED: of one element, or as the last one where the text breaks off.
    """

    start: int
    size: int
    value: object = None
    why: Why | None = None


def elements(file: BinaryIO, keys: Sequence[str], limit: int) -> Iterator[Element]:
    """The elements of every list that lies under ``keys``, from the outside in; () is a text that is a list.

    What stands before a first ` = ` is passed over. A list that occurs twice is given twice (Mastodon writes
    an empty ``orderedItems`` before the full one). An element of more than ``limit`` bytes is not held.
    Nothing is given where there is no such list. Raises nothing for damage: see `Element`.
    """
    cursor = Cursor(file)
    try:
        cursor.skip_prefix()
        yield from _within(cursor, tuple(keys), limit)
    except Broken:
        yield Element(cursor.offset, 0, None, Why.DAMAGED)


def element_at(file: BinaryIO, start: int, size: int) -> object:
    """The element at a place that `elements` gave. Raises InputError where there is none now."""
    if file.seekable():
        file.seek(start)
    else:
        while start > 0 and (passed := file.read(min(start, CHUNK))):
            start -= len(passed)
    try:
        return orjson.loads(file.read(size))
    except orjson.JSONDecodeError as error:
        raise InputError(
            "nothing readable is at this place: has the file changed since it was listed?"
        ) from error


def _within(cursor: Cursor, keys: tuple[str, ...], limit: int) -> Iterator[Element]:
    first = cursor.peek()
    if keys and first == b"{":
        for _ in cursor.parts(b"{", b"}"):
            name = cursor.value(_MAX_KEY)
            cursor.expect(b":")
            if name is not None and _loaded(name) == keys[0]:
                yield from _within(cursor, keys[1:], limit)
            else:
                cursor.value(0)
    elif not keys and first == b"[":
        for _ in cursor.parts(b"[", b"]"):
            yield _element(cursor, limit)
    else:
        cursor.value(0)


def _element(cursor: Cursor, limit: int) -> Element:
    cursor.peek()
    start = cursor.offset
    text = cursor.value(limit)
    size = cursor.offset - start
    if text is None:
        return Element(start, size, None, Why.TOO_LARGE)
    try:
        return Element(start, size, orjson.loads(text))
    except orjson.JSONDecodeError:
        return Element(start, size, None, Why.DAMAGED)


def _loaded(text: bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Broken from error
