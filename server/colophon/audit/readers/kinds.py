"""What a file is, by its first bytes: neither its name nor what a server says of it is asked."""

from __future__ import annotations

from colophon.audit.timeline import Why
from colophon.images.sniff import media_type_of

HEAD = 512  # bytes that are enough
_VIDEO = (b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01")  # Matroska, MPEG, Flash


def why_no_image(head: bytes) -> Why | None:
    """None for an image of a type we read; VIDEO for moving pictures; NO_IMAGE for all else."""
    if media_type_of(head):
        return None
    moving = head[4:8] == b"ftyp" or head.startswith(_VIDEO) or head[8:11] == b"AVI"
    return Why.VIDEO if moving else Why.NO_IMAGE
