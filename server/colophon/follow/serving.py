"""The stream of decisions as this server gives it to those who follow it."""

from __future__ import annotations

import asyncio
from functools import cached_property, lru_cache
from pathlib import Path

from colophon.follow.chain import MAX_LINES
from colophon.follow.lines import KEY_NAME, Head, Position, Signer, after
from colophon.keyfile import signing_key
from colophon.store.published import Published, PublishedTable

ANSWER_BYTES = 4 << 20  # of one answer; sketches take 4 kB each
STEP = 500  # records between two places of the chain that are remembered: 64 bytes each
AT_ONCE = 4  # answers that are signed at once: a full one takes 0.1 s of CPU, and anybody may ask
LINE_BYTES = 900  # of one record without its sketch, about


def kept_signer(data: Path) -> Signer:
    """With the key of this data folder, made where there is none. Raises ConfigError for one of no use."""
    return Signer(signing_key(data / KEY_NAME))


class Stream:
    """Makes answers. The chain is followed once, from its beginning, by each process that is asked.

    ``name`` and ``address`` are the server's, as its followers see them; ``data`` is where its key is.
    """

    def __init__(self, records: PublishedTable, data: Path, name: str, address: str) -> None:
        self._records = records
        self._data = data
        self.name = name
        self._address = address
        self._known = [Position()]  # after 0, STEP, 2 * STEP, ... records
        self._turn = asyncio.Lock()
        self._signing = asyncio.Semaphore(AT_ONCE)
        self._line = lru_cache(maxsize=MAX_LINES)(lambda record, prev: self.signer.record(record, prev))

    @cached_property
    def signer(self) -> Signer:
        """With the key, which is made when it is first needed. Raises ConfigError where it cannot be used."""
        return kept_signer(self._data)

    async def after(self, since: int) -> list[bytes]:
        """A head and the records after ``since``, as many as go into one answer.

        Where there are fewer records than that, the head says so: whoever follows knows of more.
        """
        latest = await self._records.latest()
        at = await self._position(min(since, latest))
        records = _within(await self._records.since(since, MAX_LINES))
        async with self._signing:
            return await asyncio.to_thread(self._lines, records, at, max(latest, at.seq + len(records)))

    def _lines(self, records: list[Published], at: Position, latest: int) -> list[bytes]:
        signer = self.signer
        to = at.seq + len(records)
        head = Head(self.name, self._address, signer.fingerprint, at.seq, at.hash, to, latest)
        lines = [signer.head(head)]
        for record in records:
            lines.append(self._line(record, at.hash))
            at = after(record, at)
        return lines

    async def _position(self, seq: int) -> Position:
        """Where the chain is after ``seq`` records, which are there."""
        async with self._turn:
            while len(self._known) <= seq // STEP:
                self._known.append(await self._walk(self._known[-1], STEP))
        begin = self._known[seq // STEP]
        return await self._walk(begin, seq - begin.seq)

    async def _walk(self, at: Position, steps: int) -> Position:
        for record in await self._records.since(at.seq, steps) if steps else ():
            at = after(record, at)
        return at


def _within(records: list[Published]) -> list[Published]:
    """The first of them, as many as fit into one answer."""
    size = 0
    for place, record in enumerate(records):
        size += LINE_BYTES + len(record.reason) + len(record.sketch or b"") * 4 // 3
        if size > ANSWER_BYTES and place:
            return records[:place]
    return records
