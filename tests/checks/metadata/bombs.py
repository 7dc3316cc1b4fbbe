"""Files that try to cost much. None of them may give evidence; each names the limit that stops it."""

from __future__ import annotations

import struct
import zlib

from tests.checks.metadata.files import (
    AI_XMP,
    app1_xmp,
    avif,
    chunk,
    gif,
    itext,
    jpeg,
    png,
    segment,
    text,
    webp,
    xmp,
)

from colophon.evidence import Reason, Why

_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    )
    + b"]>"
)  # fmt: skip
_XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
_INSIDE = b'<rdf:Description rdf:about="" '
_DEEP = xmp(body="<a>" * 9_000 + "</a>" * 9_000).replace(_INSIDE, b"<rdf:Description>" + _INSIDE, 1)
_WIDE = xmp(body="<a/>" * 200_000)
_NESTED_JSON = '{"a":' + "[" * 400_000


def _late(packet: bytes) -> bytes:
    """A statement behind the part that is over the limit."""
    return packet.replace(b"</rdf:RDF>", AI_XMP[AI_XMP.index(b"<rdf:Desc") : AI_XMP.index(b"</x:")])


def _inflating(count: int) -> bytes:
    bomb = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(bytes(20_000_000), 9))
    return bomb * count


def _shared_items(count: int) -> bytes:
    """An item table in which one XMP item is located again and again over the same bytes."""
    whole = avif(b" " * 1000)
    at = whole.index(b"iloc") + 4 + 6
    entry = whole[at + 2 : at + 2 + 16]
    grown = whole[:at] + struct.pack(">H", count) + entry * count + whole[at + 2 + 32 :]
    extra = 16 * (count - 2)
    for kind in (b"iloc", b"meta"):
        place = grown.index(kind) - 4
        size = int.from_bytes(grown[place : place + 4]) + extra
        grown = grown[:place] + struct.pack(">I", size) + grown[place + 4 :]
    return grown


PACKETS = Reason(Why.TOO_MANY_BLOCKS, {"limit": "200"})
PARTS = Reason(Why.TOO_MANY_PARTS, {"limit": "100000"})
SIZE = Reason(Why.BLOCK_TOO_LARGE, {"limit": "1048576"})
TOTAL = Reason(Why.BLOCKS_TOO_LARGE, {"limit": "4194304"})
DECLARED = Reason(Why.BLOCK_DEFINES_ENTITIES)
WIDE = Reason(Why.BLOCK_TOO_WIDE, {"limit": "5000"})
DEEP = Reason(Why.BLOCK_TOO_DEEP, {"limit": "100"})
DAMAGED = Reason(Why.DAMAGED)

BOMBS: dict[str, tuple[bytes, Reason | None]] = {
    "billion laughs": (png(itext("XML:com.adobe.xmp", _LAUGHS + AI_XMP[AI_XMP.index(b"<x:") :])), DECLARED),
    "external entity": (png(itext("XML:com.adobe.xmp", _XXE + AI_XMP[AI_XMP.index(b"<x:") :])), DECLARED),
    "depth": (png(itext("XML:com.adobe.xmp", _late(_DEEP))), DEEP),
    "elements": (png(itext("XML:com.adobe.xmp", _late(_WIDE))), WIDE),
    "one inflating text": (png(_inflating(1)), SIZE),
    "many inflating texts": (png(_inflating(300)), SIZE),
    "inflating xmp": (png(itext("XML:com.adobe.xmp", _late(xmp(body=" " * 9_000_000)), packed=True)), SIZE),
    "large text": (png(text("parameters", b"Steps: 15, Sampler: x" + bytes(1_100_000))), SIZE),
    "many large texts": (png(text("Comment", b"x" * 1_000_000) * 14 + text("AIGC", "{}")), TOTAL),
    "many texts": (png(text("Comment", "x") * 90_000), PACKETS),
    "many packets of xmp": (jpeg(app1_xmp(b"<a/>") * 60_000), PACKETS),
    "many segments": (jpeg(segment(0xE5, b"") * 150_000), PARTS),
    "many fill bytes": (b"\xff\xd8" + b"\xff" * 5_000_000, DAMAGED),
    "many scans": (jpeg(*[segment(0xDA, bytes(4)) + b"\xff\x00"] * 150_000), PARTS),
    "many chunks": (png(chunk(b"teXt", b"") * 150_000), PARTS),
    "huge length of a chunk": (png()[:33] + struct.pack(">I", 2**32 - 1) + b"tEXtparameters\0x", DAMAGED),
    "huge length of a riff chunk": (webp()[:12] + b"XMP " + struct.pack("<I", 2**32 - 1) + b"<x", None),
    "huge box": (avif()[:24] + b"\0\0\0\1meta" + b"\xff" * 8, DAMAGED),
    "shared items": (_shared_items(3_000), Reason(Why.BLOCK_DAMAGED)),
    "many blocks": (gif(b"\x21\xfe" + b"\x01x" * 2_000_000 + b"\0"), PARTS),
    "nested json": (png(text("prompt", _NESTED_JSON) + text("AIGC", _NESTED_JSON)), None),
}
