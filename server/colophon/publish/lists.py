"""What stands, as lists of hashes: ours, which `colophon registry import` reads, and ThreatExchange's fields.

ThreatExchange: fields of a ThreatDescriptor (developers.facebook.com/docs/threat-exchange/reference/apis/
threat-descriptor), types HASH_SHA256 and HASH_PDQ (.../indicator-type). How an image was made says nothing
about harm: ``status`` is always UNKNOWN and ``severity`` INFO.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import orjson

from colophon.entry import REMEMBERED, Basis
from colophon.evidence import Process
from colophon.images.sketch import Sketch
from colophon.images.variants import FRAME
from colophon.publish.values import VALUES
from colophon.registry.formats import Format, Row, header_of, line_of
from colophon.store.published import Published, PublishedTable

PAGE = 500  # rows in memory


class ListFormat(StrEnum):
    """How a list is written."""

    CSV = "csv"
    THREATEXCHANGE = "threatexchange"


async def written(
    table: PublishedTable, format: ListFormat, address: str | None, now: float
) -> AsyncIterator[bytes]:
    """A list in pieces: what stands at ``now``. ``address`` is the public one, for links to decisions."""
    if format is ListFormat.CSV:
        yield header_of(Format.CSV)
        async for rows in _standing(table, now):
            yield b"".join(
                line_of(row_of(row, address), Format.CSV) for row in rows if row.process in REMEMBERED
            )
        return
    yield b'{"data":['
    comma = b""
    async for rows in _standing(table, now):
        made = [orjson.dumps(one) for row in rows for one in descriptors(row, address)]
        if made:
            yield comma + b",\n".join(made)
            comma = b",\n"
    yield b"]}\n"


async def state_of(table: PublishedTable, now: float) -> str:
    """What a list depends on: the last row, and what ran out last."""
    return f"{await table.latest()}-{await table.last_expiry(now)}"


async def _standing(table: PublishedTable, now: float) -> AsyncIterator[list[Published]]:
    last = 0
    while rows := await table.last_of_images(last, PAGE):
        last = rows[-1].seq
        yield [row for row in rows if row.counts_at(now) and row.process in VALUES]


def row_of(row: Published, address: str | None) -> Row:
    """A row as `colophon registry import` takes it."""
    return Row(
        process=Process(row.process),
        sha256=row.sha256,
        pdq=frame_hash(row.sketch),
        said_by=row.team,
        words=row.reason,
        permalink=link_of(row, address),
        date=_time(row.created)[:10],
        basis=Basis.REVIEWED,
        sketch=base64.b64encode(row.sketch).decode() if row.sketch else None,
    )


def descriptors(row: Published, address: str | None) -> Iterator[dict[str, Any]]:
    """One for the exact image, and one for near copies where the decision speaks of them."""
    link = link_of(row, address)
    said = {
        "description": f"{row.reason} ({row.team}{f', {link}' if link else ''})",
        "tags": ["colophon", VALUES[row.process].name],
        "status": "UNKNOWN",
        "severity": "INFO",
        "review_status": "REVIEWED_MANUALLY",
        "share_level": "WHITE",
        "added_on": _time(row.created),
    }
    if row.expires is not None:
        said["expired_on"] = _time(row.expires)
    yield {"id": f"{row.decision}-sha256", "indicator": row.sha256, "type": "HASH_SHA256", **said}
    if pdq := frame_hash(row.sketch):
        yield {"id": f"{row.decision}-pdq", "indicator": pdq, "type": "HASH_PDQ", **said}


def link_of(row: Published, address: str | None) -> str | None:
    """Where the decision can be read; None where this server has no public address."""
    return f"{address}/decisions/{row.decision}" if address else None


def frame_hash(sketch: bytes | None) -> str | None:
    """The PDQ hash of the whole frame, 64 hex digits; None where there is none."""
    if sketch is None:
        return None
    loaded = Sketch.load(sketch)
    frames = loaded.hashes[loaded.codes == FRAME]
    return frames[0].tobytes().hex() if len(frames) else None


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
