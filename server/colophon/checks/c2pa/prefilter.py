"""Whether bytes could hold a record at all: most pictures hold none, and need no worker."""

from __future__ import annotations

from colophon.images.sniff import PNG

_RECORD = (b"jumb", b"C2PA", b"c2pa")  # the box type of every embedded record; names around it
_POINTER = b"provenance"  # dcterms:provenance in XMP: a record that is elsewhere


def holds_box(data: bytes) -> bool:
    """Whether the bytes name the box that every embedded record starts with, or the scheme."""
    return any(mark in data for mark in _RECORD)


def may_hold_record(data: bytes, media_type: str) -> bool:
    """False only where the library is certain to find nothing: no box, and no XMP that points elsewhere.

    A PNG text chunk may hold its XMP compressed, so one with an international text chunk always may.
    """
    return holds_box(data) or _POINTER in data or (media_type == PNG and b"iTXt" in data)
