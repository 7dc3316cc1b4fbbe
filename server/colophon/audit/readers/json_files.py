"""JSON files of a tree: their elements or all of one, with what could not be read counted."""

from __future__ import annotations

import io
from collections.abc import Iterator

import orjson

from colophon.audit.readers.json_items import elements
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Skipped, Why
from colophon.errors import InputError, TooLarge

_HEAD = 1 << 20  # bytes in which the first post of an export has to lie for the export to be known by it


def listed(tree: Tree, name: str, *keys: str) -> Iterator[object | Skipped]:
    """The elements of the lists under ``keys`` in the file ``name``; ``Skipped`` in place of a bad one."""
    try:
        file = tree.open(name)
    except InputError:
        yield Skipped(Why.DAMAGED, name)
        return
    with file:
        for element in elements(file, keys, tree.limits.record_bytes):
            yield element.value if element.why is None else Skipped(element.why, f"{name}:{element.start}")


def first(tree: Tree, name: str, *keys: str) -> object:
    """The first element, or None where there is none soon: to see what an export is."""
    head = io.BytesIO(tree.head(name, _HEAD))
    return next((element.value for element in elements(head, keys, _HEAD) if element.why is None), None)


def whole(tree: Tree, name: str) -> object | Skipped:
    """All of the file ``name``, or why not: more than ``json_bytes`` of the limits, or no JSON."""
    try:
        value: object = orjson.loads(tree.read(name, tree.limits.json_bytes))
    except TooLarge:
        return Skipped(Why.TOO_LARGE, name)
    except (InputError, orjson.JSONDecodeError):
        return Skipped(Why.DAMAGED, name)
    return value
