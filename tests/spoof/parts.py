"""Image files as the parts of their containers, which can be moved, doubled and left out."""

from __future__ import annotations

from colophon.images import sniff


def split(data: bytes) -> list[bytes]:
    """The parts of a file, which joined give it again; one part where the container is of no known kind."""
    media_type = sniff.media_type_of(data)
    match media_type:
        case sniff.JPEG:
            return _jpeg(data)
        case sniff.PNG:
            return [data[:8], *_sized(data, 8, 0, 12, "big")]
        case sniff.WEBP:
            return [data[:12], *_sized(data, 12, 4, 8, "little")]
        case sniff.AVIF:
            return _boxes(data)
        case _:
            return [data]


def _jpeg(data: bytes) -> list[bytes]:
    """Segments; the scan and all behind it are one."""
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]]


def _sized(data: bytes, at: int, length_at: int, around: int, order: str) -> list[bytes]:
    """Chunks of PNG and RIFF: a length of four bytes at ``length_at``, ``around`` bytes beside the body."""
    parts = []
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + length_at : at + length_at + 4], order)  # type: ignore[arg-type]
        end = at + length + around + (length % 2 if order == "little" else 0)
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]] if at < len(data) else parts


def _boxes(data: bytes) -> list[bytes]:
    parts, at = [], 0
    while at + 8 <= len(data):
        end = at + (int.from_bytes(data[at : at + 4]) or len(data) - at)
        parts.append(data[at:end])
        at = end
    return parts
