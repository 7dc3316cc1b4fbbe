"""What reviewers did about the images of an audit: rows of this installation's log, for the bundle."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path

import orjson

from colophon.audit.rows import rows
from colophon.config import Config
from colophon.entry import Kind
from colophon.registry.local import local_registry
from colophon.store.database import open_store
from colophon.store.place import has_database

DECISIONS = "decisions.jsonl"


def decisions_about(out: Path, config: Config) -> list[bytes]:
    """One line for each act about an image of the audit in ``out``, oldest first; none without a database.

    Each holds its own hash and that of the row before it in the whole log (`colophon.store.chain`). Of images
    that are protected by now there is none. Raises InputError for an audit that is not finished, ConfigError.
    """
    if not has_database(config):
        return []
    images = {row["sha256"] for row in rows(out) if "sha256" in row}
    registry = local_registry(config)
    found = asyncio.run(_lines(config, images))
    hidden = {
        image
        for image in {image for image, _ in found}
        if any(entry.kind is Kind.PROTECTED for entry in registry.of_image(image))
    }
    return [line for image, line in found if image not in hidden]


async def _lines(config: Config, images: set[str]) -> list[tuple[str, bytes]]:
    async with open_store(config.store) as store:
        return [
            (row.image, orjson.dumps(asdict(row), option=orjson.OPT_APPEND_NEWLINE))
            async for row in store.log.rows()
            if row.image in images
        ]
