"""The trailer that Samsung's camera and editor write behind an image: blocks, a directory, ``SEFT``.

Layout seen in the case files and described by ExifTool's Samsung module: the directory begins with ``SEFH``,
its entries give each block's distance back from there, and every block repeats its type and carries its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from colophon.checks.metadata.records import Kind, Records

_WANTED = (b"PEg_Info", b"PhotoEditor_Re_Edit_Data")
_MAX_ENTRIES = 200  # phones write about 10


def walk(data: bytes, start: int, records: Records) -> None:
    """Keep the editor's blocks of a trailer that begins at or behind ``start``."""
    for name, begin, end in _blocks(data, start):
        if end - begin <= records.room():
            records.add(Kind.TEXT, data[begin:end], f"samsung:{name}")


def _blocks(data: bytes, start: int) -> Iterator[tuple[str, int, int]]:
    if len(data) - start < 20 or not data.endswith(b"SEFT"):
        return
    size = int.from_bytes(data[-8:-4], "little")
    head = len(data) - 8 - size
    if head < start or data[head : head + 4] != b"SEFH":
        return
    count = min(int.from_bytes(data[head + 8 : head + 12], "little"), (size - 12) // 12, _MAX_ENTRIES)
    for entry in range(head + 12, head + 12 + 12 * count, 12):
        kind = data[entry : entry + 4]
        back, length = (int.from_bytes(data[i : i + 4], "little") for i in (entry + 4, entry + 8))
        begin = head - back
        if begin < start or length > back or data[begin : begin + 4] != kind:
            continue
        named = begin + 8 + int.from_bytes(data[begin + 4 : begin + 8], "little")
        name = data[begin + 8 : named] if named <= begin + length else b""
        if name in _WANTED:
            yield name.decode(), named, begin + length
