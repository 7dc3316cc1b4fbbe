"""Entries made from pictures: what somebody wants remembered of files at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pydantic import TypeAdapter, ValidationError

from colophon.entry import Basis, Entry, Kind
from colophon.errors import InputError
from colophon.evidence import Process
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.remember import new_id
from colophon.wire import Link, Name, Words


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


def checked(told: Told) -> Told:
    """``told`` within the bounds that also hold for what others send; control characters become spaces.

    Raises InputError naming what is wrong.
    """
    for name, adapter in _BOUNDS.items():
        if (value := getattr(told, name)) is not None:
            try:
                adapter.validate_python(value)
            except ValidationError as error:
                raise InputError(f"{name}: {error.errors(include_url=False)[0]['msg']}") from error
    if told.date is not None and told.date > (date.today() + timedelta(days=1)).isoformat():
        raise InputError(f"date: {told.date} is yet to come")
    return replace(told, said_by=plain(told.said_by), words=plain(told.words))


def plain(text: str | None) -> str | None:
    """Text without characters that would disturb a terminal or a page."""
    if text is None:
        return None
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text).strip() or None


_BOUNDS: Mapping[str, TypeAdapter[str]] = {
    "said_by": TypeAdapter(Name),
    "words": TypeAdapter(Words),
    "permalink": TypeAdapter(Link),
}


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
