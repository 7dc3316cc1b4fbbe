"""A timeline that the browser extension recorded: what was scrolled past, its pictures as they were then.

Written by extension/background/recording/file.js. The file vouches for itself: `recording.json` holds the
SHA-256 of `items.jsonl`, and every picture is named by its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import orjson

from colophon.audit.readers import times, values
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError
from colophon.evidence import Occurrence

NAME = "recording"
FORMAT = 1
_SUMMARY, _ITEMS, _MEDIA = "recording.json", "items.jsonl", "media/"
_MOST_SUMMARY = 1 << 20  # bytes; it has a few hundred
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20
# What the extension counted and did not record, as far as an audit has a word for it. Protected images and
# those that the moderator hid stay a number in the file.
_LEFT = {"private": Why.PRIVATE, "no_bytes": Why.NO_BYTES, "unanswered": Why.NO_BYTES}
_MOST_LEFT = 100_000


def detect(tree: Tree) -> bool:
    """Whether the tree is a recording, of whatever format number."""
    return "items_sha256" in _summary(tree) and _ITEMS in tree.names()


def _summary(tree: Tree) -> Mapping[str, object]:
    try:
        return values.mapping(orjson.loads(tree.read(_SUMMARY, _MOST_SUMMARY)))
    except (InputError, orjson.JSONDecodeError):
        return {}


class Recording:
    """As `Source`; its locators are ``media/<SHA-256>``."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source`. Raises InputError where the list of items is not the one that was recorded."""
        summary = _summary(self._tree)
        if summary.get("format") != FORMAT:
            raise InputError(
                f"{self._tree.path.name} is a recording of format {summary.get('format')}, and this version "
                f"reads format {FORMAT}: update Colophon"
            )
        self._verify(summary.get("items_sha256"))
        yield from _left_out(values.mapping(summary.get("left_out")))
        with self._tree.open(_ITEMS) as file:
            for number, line in enumerate(_lines(file, self._tree.limits.record_bytes), 1):
                yield self._item(number, line)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source`. Raises InputError where the bytes are not those that were recorded."""
        digest = locator.removeprefix(_MEDIA)
        if not locator.startswith(_MEDIA) or not _DIGEST.fullmatch(digest):
            raise InputError(f"{locator[:100]!r} is no picture of a recording")
        data = self._tree.read(locator, limit)
        if hashlib.sha256(data).hexdigest() != digest:
            raise InputError(
                f"{locator} in {self._tree.path.name} was changed after it was recorded: its bytes do not "
                "have the SHA-256 that they are named by. Take the file as it was saved"
            )
        return data

    def _verify(self, expected: object) -> None:
        digest = hashlib.sha256()
        with self._tree.open(_ITEMS) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != expected:
            raise InputError(
                f"{_ITEMS} in {self._tree.path.name} was changed after it was recorded: {_SUMMARY} names "
                "another SHA-256. Take the file as it was saved"
            )

    def _item(self, number: int, line: bytes | None) -> Item | Skipped:
        if line is None:
            return Skipped(Why.TOO_LARGE, f"{_ITEMS}:{number}")
        try:
            row = values.mapping(orjson.loads(line))
        except orjson.JSONDecodeError:
            row = {}
        id, digest = values.name(row.get("id")), values.name(row.get("sha256"))
        if id is None or digest is None or not _DIGEST.fullmatch(digest):
            return Skipped(Why.UNKNOWN, f"{_ITEMS}:{number}")
        locator = _MEDIA + digest
        if not self._tree.size(locator):
            return Skipped(Why.NO_BYTES, id)
        return Item(id, locator, _occurrence(row), times.iso(row.get("posted_at")))


def _occurrence(row: Mapping[str, object]) -> Occurrence:
    return Occurrence(
        caption=values.text(row.get("caption")),
        alt=values.text(row.get("alt")),
        platform_label=values.name(row.get("platform_label")),
        site=values.name(row.get("site")),
        permalink=values.address(row.get("permalink")),
        author=values.name(row.get("author")),
        reshare=row.get("reshare") is True,
    )


def _left_out(left: Mapping[str, object]) -> Iterator[Skipped]:
    for reason, why in _LEFT.items():
        count = left.get(reason)
        if isinstance(count, int):
            yield from (Skipped(why, f"left out: {reason}") for _ in range(min(count, _MOST_LEFT)))


def _lines(file: BinaryIO, most: int) -> Iterator[bytes | None]:
    """Each line; None for one of more than ``most`` bytes."""
    while line := file.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(_CHUNK)
        yield None
