"""Entries made from pictures: what somebody wants remembered of files at hand."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Process
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.remember import new_id


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about pictures: how they were made, by whom, in which words, where and when (ISO 8601).

    ``origin`` names the collection they came with; ``kind`` protected makes them a list of intimate images.
    """

    process: Process
    basis: Basis
    origin: str
    kind: Kind = Kind.STATEMENT
    said_by: str | None = None
    words: str | None = None
    permalink: str | None = None
    date: str | None = None
    pattern: str | None = None
    language: str | None = None


def entry_of(picture: Picture, told: Told) -> Entry:
    """The entry for one picture: hashes, never pixels.

    A picture too plain for a perceptual hash is known by its exact copies only. Raises Unreadable when its
    pixels cannot be read.
    """
    sketch = sketch_of(picture.pixels())
    return Entry(
        id=new_id(),
        kind=told.kind,
        basis=told.basis,
        process=told.process,
        sha256=picture.sha256,
        sketch=sketch.dump() if sketch else None,
        said_by=told.said_by,
        words=told.words,
        date=told.date,
        permalink=told.permalink,
        pattern=told.pattern,
        language=told.language,
        origin=told.origin,
    )
