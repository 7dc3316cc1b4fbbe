"""Once a day, the running server removes what it has kept for long enough."""

from __future__ import annotations

import asyncio
import logging

from colophon.config import Retention
from colophon.store.retention import OldRows

log = logging.getLogger(__name__)

FIRST_SECONDS = 600.0  # a start is busy enough
EVERY_SECONDS = 86_400.0


async def tidy(old: OldRows, keep: Retention, first: float = FIRST_SECONDS) -> None:
    """Remove what is due, ``first`` seconds from now and then daily, until cancelled.

    Raises SQLAlchemyError when the database does not answer: whoever runs this begins it anew.
    """
    await asyncio.sleep(first)
    while True:
        removed = await old.remove(keep)
        if any(removed.values()):
            log.info("kept for long enough: %s", ", ".join(f"{n} {what}" for what, n in removed.items() if n))
        await asyncio.sleep(EVERY_SECONDS)
