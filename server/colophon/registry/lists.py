"""Registry entries as rows of files, and collections that are kept like their file."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from colophon.entry import Basis, Entry
from colophon.images.sketch import Sketch
from colophon.images.variants import FRAME
from colophon.registry.formats import Row
from colophon.registry.remember import new_id


@dataclass(frozen=True, slots=True)
class Collection:
    """Where rows come from, and the most that is believed of them."""

    name: str
    trust: Basis

    def basis_of(self, row: Row) -> Basis:
        """What a row rests on here. Somebody else's reviewers are a record, not this server's decision."""
        return (
            Basis.RECORDED
            if self.trust is not Basis.STATED and row.basis is not Basis.STATED
            else Basis.STATED
        )


def entry_of_row(row: Row, collection: Collection) -> Entry:
    """The entry for a row. With a sketch it labels copies; with a hash alone copies are similar at most."""
    sketch = base64.b64decode(row.sketch) if row.sketch else None
    if sketch is None and row.pdq:
        sketch = Sketch.of_hash(bytes.fromhex(row.pdq)).dump()
    return Entry(
        id=new_id(),
        kind=row.kind,
        basis=collection.basis_of(row),
        process=row.process,
        sha256=row.sha256,
        sketch=sketch,
        said_by=row.said_by,
        words=row.words,
        date=row.date,
        permalink=row.permalink,
        origin=collection.name,
    )


def row_of(entry: Entry) -> Row:
    """The row for an entry, with its whole sketch as the store has it."""
    return Row(
        process=entry.process,
        sha256=entry.sha256,
        pdq=_frame_hash(entry),
        said_by=entry.said_by,
        words=entry.words,
        permalink=entry.permalink,
        date=entry.date,
        basis=entry.basis,
        kind=entry.kind,
        sketch=base64.b64encode(entry.sketch).decode() if entry.sketch else None,
    )


def key_of(entry: Entry) -> str:
    """What an entry is known by within its collection: what it says, and the picture's SHA-256 or hash."""
    return f"{entry.kind} {entry.process} {entry.sha256 or _frame_hash(entry)}"


def _frame_hash(entry: Entry) -> str | None:
    if entry.sketch is None:
        return None
    sketch = Sketch.load(entry.sketch)
    frames = sketch.hashes[sketch.codes == FRAME]
    return frames[0].tobytes().hex() if len(frames) else None
