"""A picture's bytes with a creator's statement in them, and on them where a note is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.config import Limits
from colophon.disclose import xmp
from colophon.disclose.containers import CONTAINERS, Container
from colophon.disclose.note import Drawn, Note
from colophon.disclose.pixels import with_note
from colophon.disclose.source_type import Claim
from colophon.errors import InputError
from colophon.images.picture import Picture


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What came of it. ``record_dropped`` says that a signed record was left out of the copy."""

    data: bytes
    media_type: str
    claim: Claim
    note: Drawn | None
    record_dropped: bool


def disclose(
    data: bytes, claim: Claim, note: Note | None = None, *, drop_record: bool = False, limits: Limits
) -> Disclosed:
    """A copy that says ``claim`` as its IPTC digital source type, with all other metadata as it was.

    Without a note the coded picture is the same, byte by byte. Raises NotAnImage, Unreadable or InputError,
    which say what is in the way and how to go on: a type that is not written, a damaged file, a signed record
    that the change would break (unless ``drop_record``), a note that has no room.
    """
    picture = Picture.of(data, limits.pixels)
    parse = CONTAINERS.get(picture.media_type)
    if parse is None:
        raise InputError(
            f"{picture.media_type} is not written, only JPEG, PNG and WebP; save a copy as one of these, or "
            "say it in the post"
        )
    picture.pixels()  # damaged files are refused before anything is made of them
    container = parse(data)
    packets = container.xmp()
    recorded = container.has_record() or any(xmp.holds(p, xmp.RECORD_ELSEWHERE) for p in packets)
    if recorded and not drop_record:
        raise _would_break_a_record()
    drawn = None
    if note is not None:
        encoded, drawn = with_note(data, container, note)
        container = container.with_picture(encoded)
    return Disclosed(
        _stating(container.without_record(), packets, claim).to_bytes(),
        picture.media_type,
        claim,
        drawn,
        recorded,
    )


def _stating(container: Container, packets: tuple[bytes, ...], claim: Claim) -> Container:
    """With the claim in the main packet, and what it replaces in none."""
    kept = [xmp.without(packet, xmp.RECORD_ELSEWHERE | xmp.SOURCE_TYPE) for packet in packets]
    main = xmp.stating(kept[0] if kept else None, claim.uri)
    return container.with_xmp((main, *kept[1:]))


def _would_break_a_record() -> InputError:
    return InputError(
        "it has a signed record (Content Credentials), which would not fit any more if the file changed; "
        "if the record itself says how the picture was made (colophon check shows it), there is nothing to "
        "add; otherwise sign the disclosure with the tool that made the record, say it in the post, or leave "
        "the record out of the copy with --drop-record"
    )
