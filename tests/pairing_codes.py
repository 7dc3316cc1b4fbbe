"""Codes for a server that runs as another process: it prints them on a terminal only."""

from __future__ import annotations

from pathlib import Path

from colophon.config import Limits
from colophon.pairing import Pairing
from colophon.store.database import open_store


async def new_code(store: str | Path) -> str:
    """A pairing code of the server over this database, an URL or a file."""
    async with open_store(store) as opened:
        return await Pairing(opened.tokens, Limits()).new_code()
