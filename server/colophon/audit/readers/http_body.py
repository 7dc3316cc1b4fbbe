"""The body of a recorded HTTP response, as its sender packed it: bounded, and without errors."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

# Bytes of a status line and headers: browsers stop at 256 KB for all of them, servers at 8 to 16.
_MAX_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    """``body`` is unpacked, at most as long as asked for. ``known`` is false for other packings."""

    media_type: str
    body: bytes
    known: bool = True


def response(block: bytes, limit: int) -> Response:
    """What a block of status line, headers and body holds; at most ``limit`` bytes of the body.

    The block may be cut off: then so is the body. Of the headers three are read: type, transfer and packing.
    """
    head, body = _split(block)
    headers = _headers(head)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _without_chunks(body, len(block))
    packing = headers.get("content-encoding", "").strip().lower()
    media_type = headers.get("content-type", "").lower()
    if packing in ("", "identity"):
        return Response(media_type, body[:limit])
    if packing in ("gzip", "x-gzip", "deflate"):
        return Response(media_type, _unpacked(body, limit))
    if packing == "br" and (unpacked := _from_brotli(body, limit)) is not None:
        return Response(media_type, unpacked)
    return Response(media_type, b"", known=False)


def _split(block: bytes) -> tuple[bytes, bytes]:
    end = block.find(b"\r\n\r\n", 0, _MAX_HEAD)
    if end >= 0:
        return block[:end], block[end + 4 :]
    end = block.find(b"\n\n", 0, _MAX_HEAD)
    return (block[:end], block[end + 2 :]) if end >= 0 else (b"", b"")


def _headers(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, _, value = line.partition(b":")
        found[name.strip().lower().decode("latin-1")] = value.strip().decode("latin-1")
    return found


def _without_chunks(body: bytes, most: int) -> bytes:
    """RFC 9112, section 7.1. A body that is not in chunks is left as it is: some recorders unpack."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 64)
        try:
            size = int(body[at:end].partition(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0 or size > most:
            return b"".join(pieces) if pieces else body
        if size == 0:
            break
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(pieces)


def _unpacked(body: bytes, limit: int) -> bytes:
    """A body that is not packed after all is left as it is."""
    for window in (47, -15):  # gzip or zlib by its header; deflate without one, as some servers send it
        unpacker = zlib.decompressobj(window)
        try:
            return unpacker.decompress(body, max(limit, 1))
        except zlib.error:
            continue
    return body[:limit]


def _from_brotli(body: bytes, limit: int) -> bytes | None:
    """None where the package is not installed, which comes with the extra ``audit``."""
    try:
        import brotli
    except ImportError:
        return None
    try:
        unpacked: bytes = brotli.Decompressor().process(body, output_buffer_limit=max(limit, 1))
    except brotli.error:
        return body[:limit]
    return unpacked[:limit]
