"""The registry of this installation, read once by a command; the server has its own view of it."""

from __future__ import annotations

import asyncio

from colophon.config import Config
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.store.database import open_store
from colophon.store.place import has_database


def local_registry(config: Config) -> Registry:
    """Every entry of the installation's database; none where there is no database yet.

    Raises ConfigError when there is one that cannot be opened.
    """
    registry = Registry()
    if has_database(config):
        asyncio.run(_load(config, registry))
    return registry


async def _load(config: Config, registry: Registry) -> None:
    async with open_store(config.store) as store:
        await Register(store, registry).refresh()
