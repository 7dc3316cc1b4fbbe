"""The Multi-Picture Format: an index, in APP2, of pictures that lie behind the first (CIPA DC-007, 5.2).

Phones store gain maps and previews so. Offsets count from the index itself, so they change when bytes come
in between.
"""

from __future__ import annotations

from typing import Final, Literal

_APP2: Final = 0xE2
_MARK: Final = b"MPF\0"
_ENTRIES: Final = 0xB002
_ENTRY_BYTES: Final = 16  # attributes, size, offset (4 bytes each), two dependencies (2 bytes each)


def is_index(marker: int, body: bytes) -> bool:
    """Whether a JPEG segment is such an index."""
    return marker == _APP2 and body.startswith(_MARK)


def shifted(body: bytes, grown: int, behind: int) -> bytes:
    """The index after the first picture has grown by ``grown`` bytes, ``behind`` of them behind the index."""
    start = len(_MARK)
    order: Literal["little", "big"] = "little" if body[start : start + 2] == b"II" else "big"

    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(body[at : at + size], order)

    directory = start + number(start + 4)
    found = bytearray(body)
    for tag in range(directory + 2, directory + 2 + 12 * number(directory, 2), 12):
        if number(tag, 2) != _ENTRIES:
            continue
        first = start + number(tag + 8)
        for entry in range(first, min(first + number(tag + 4), len(body) - _ENTRY_BYTES + 1), _ENTRY_BYTES):
            field, change = (4, grown) if entry == first else (8, behind)
            value = (number(entry + field) + change) % (1 << 32)
            found[entry + field : entry + field + 4] = value.to_bytes(4, order)
    return bytes(found)
