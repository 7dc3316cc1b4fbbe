"""Parameters hidden in the lowest bits of the alpha channel ("stealth PNG info").

The bits run down the columns. A PNG without the signature is known after inflating its first rows; only then
is the picture decoded, and what decodes it imported: a worker should be ready soon.
"""

from __future__ import annotations

import io
import json
import zlib

from colophon.checks.metadata.containers.png import chunks
from colophon.checks.metadata.fields import Fields

_PLAIN, _PACKED = b"stealth_pnginfo", b"stealth_pngcomp"
_SIGNATURE_BITS = 8 * len(_PLAIN)
_MAX_ROWS_BYTES = 16 * 1024 * 1024  # of the first 120 rows: enough for 17,000 pixels of 8 bytes
_HEAD_BYTES = len(_PLAIN) + 4  # signature, length in bits
_GZIP = 31  # window bits that ask zlib for gzip's frame


def has_signature(data: bytes) -> bool:
    """Whether a PNG with an alpha channel of 8 bits carries the signature."""
    head = data[16:29]
    if data[12:16] != b"IHDR" or len(head) < 13:
        return False
    width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    depth, colour, interlaced = head[8], head[9], head[12]
    samples = {4: 2, 6: 4}.get(colour)
    if samples is None or depth != 8 or interlaced or width * height < _SIGNATURE_BITS:
        return False
    rows, stride = min(height, _SIGNATURE_BITS), 1 + width * samples
    if rows * stride > _MAX_ROWS_BYTES:
        return False
    pixels = _inflate(data, rows * stride)
    if len(pixels) < rows * stride:
        return False
    columns = -(-_SIGNATURE_BITS // height)
    alpha = _alpha(pixels, rows, stride, columns, samples)
    bits = "".join(str(value & 1) for column in zip(*alpha, strict=True) for value in column)[
        :_SIGNATURE_BITS
    ]
    return int(bits, 2).to_bytes(len(_PLAIN)) in (_PLAIN, _PACKED)


def _inflate(data: bytes, wanted: int) -> bytes:
    inflater, out = zlib.decompressobj(), bytearray()
    try:
        for chunk in chunks(data):
            if chunk.kind == b"IDAT":
                out += inflater.decompress(data[chunk.start : chunk.end], wanted - len(out))
            if len(out) >= wanted or inflater.eof:
                break
    except zlib.error:
        return b""
    return bytes(out)


def _alpha(pixels: bytes, rows: int, stride: int, columns: int, samples: int) -> list[list[int]]:
    """Alpha of the first columns, row by row: PNG's filters (its section 9) undone for that corner."""
    above, found = [0] * columns, []
    for start in range(0, rows * stride, stride):
        row: list[int] = []
        left = corner = 0
        for column in range(columns):
            raw, up = pixels[start + (column + 1) * samples], above[column]
            match pixels[start]:
                case 1:
                    raw += left
                case 2:
                    raw += up
                case 3:
                    raw += (left + up) // 2
                case 4:
                    raw += _paeth(left, up, corner)
            left, corner = raw & 255, up
            row.append(left)
        above = row
        found.append(row)
    return found


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min(
        (abs(estimate - left), 0, left), (abs(estimate - up), 1, up), (abs(estimate - corner), 2, corner)
    )[2]


def hidden_fields(data: bytes, max_pixels: int, max_bytes: int) -> Fields:
    """The hidden parameters of a PNG with the signature, under the names that open ones would have.

    Empty when the picture is damaged or has more than ``max_pixels``. A text is cut at ``max_bytes``.
    """
    text = _hidden_text(data, max_pixels, max_bytes)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {"png:parameters": (text,)}
    if not isinstance(found, dict):
        return {}
    return {f"png:{key}": (value,) for key, value in found.items() if isinstance(value, str)}


def _hidden_text(data: bytes, max_pixels: int, max_bytes: int) -> str:
    import numpy as np
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > max_pixels:
                return ""
            bits = np.asarray(image.getchannel("A")).T.ravel()[: 8 * (max_bytes + _HEAD_BYTES)] & 1
    except Exception:  # as in decoding: whatever the damage leads to
        return ""
    content = np.packbits(bits).tobytes()
    length = int.from_bytes(content[len(_PLAIN) : _HEAD_BYTES]) // 8
    body = content[_HEAD_BYTES : _HEAD_BYTES + length]
    if content.startswith(_PACKED):
        try:
            body = zlib.decompressobj(_GZIP).decompress(body, max_bytes)
        except zlib.error:
            return ""
    return body.decode("utf-8", "replace")
