"""Small pictures of kept ones, made in processes of their own, never written anywhere."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace

import orjson

from colophon.config import Limits
from colophon.errors import Unreadable
from colophon.evidence import Reason, Why
from colophon.images.picture import Picture
from colophon.isolation import Job, Sandbox, WorkerError

SIDES = (320, 1280)  # pixels: a card of a queue; the page of one item
SECONDS = 10.0  # 40 million pixels take about one; a person waits for it
AT_ONCE = 2  # of one process: the others that ask wait without a thread


class Previews:
    """Belongs to one event loop. The processes start with the first picture that somebody looks at."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sandbox: Sandbox | None = None
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def of(self, picture: Picture, side: int) -> bytes:
        """A JPEG of at most ``side`` pixels a side, one of `SIDES`. Raises Unreadable where it is damaged."""
        async with self._turns:
            if self._sandbox is None:
                self._sandbox = self._open()
            try:
                told = orjson.loads(await asyncio.to_thread(self._sandbox.only, picture, str(side)))
            except WorkerError as error:
                raise Unreadable(f"this picture cannot be shown: {error}", error.reason) from error
        if "jpeg" not in told:
            raise Unreadable(told["unreadable"], Reason(Why.DAMAGED))
        return base64.b64decode(told["jpeg"])

    async def close(self) -> None:
        """End the processes."""
        if self._sandbox is not None:
            await asyncio.to_thread(self._sandbox.close)

    def _open(self) -> Sandbox:
        jobs = {
            str(side): Job(
                "colophon.images.preview:previewing", {"side": side, "max_pixels": self._limits.pixels}
            )
            for side in SIDES
        }
        return Sandbox(jobs, replace(self._limits, reader_seconds=SECONDS))
