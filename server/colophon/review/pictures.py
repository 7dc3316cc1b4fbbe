"""Pictures of cases: taken in where they may be kept, given out to who may see them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from colophon.config import MIB, Config
from colophon.errors import Conflict, NotFound, Refused
from colophon.images.hashes import FLOOR
from colophon.images.picture import Picture
from colophon.registry.memory import Registry
from colophon.store.case_key import CaseKey
from colophon.store.case_media import By, Kept
from colophon.store.database import Store
from colophon.store.sealed import Key, Sealed, seal, unseal

DAY_SECONDS = 24 * 3600

Threads = Callable[[Callable[[], "Sent"]], Awaitable["Sent"]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture that may be kept, encrypted."""

    kept: Kept
    body: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """How it is with the picture of an image: until when it is ``kept``, or why it cannot be shown."""

    kept_until: int | None = None
    protected: bool = False
    problem: str | None = None


class CasePictures:
    """Pictures in the store. Nothing here is written anywhere but encrypted."""

    def __init__(self, store: Store, registry: Registry, config: Config) -> None:
        self._store = store
        self._registry = registry
        self._key = CaseKey(config.case_key_file)
        self._most = config.case_pictures * MIB
        self._days = config.retention.pictures

    async def keep(self, picture: Picture, by: By, days: int | None = None, on: Threads | None = None) -> int:
        """Keep a picture for so many days at most (else those of the settings); gives until when.

        ``on`` is where it is decoded. Raises Refused where it is protected, Unreadable where it cannot be
        told whether it is, Conflict where this server keeps none or has no room, ConfigError for its key.
        """
        if not self._most:
            raise Conflict("this server keeps no pictures: its operator has switched that off")
        until = int(time.time()) + (days or self._days) * DAY_SECONDS
        key = await asyncio.to_thread(self._key.make)

        def work() -> Sent:
            return self._sealed(picture, key, by, until)

        sent = await (on(work) if on else asyncio.to_thread(work))
        return await self._store.pictures.put(sent.kept, sent.body, self._most)

    async def held(self, sha256s: Collection[str]) -> set[str]:
        """Those of these images of which there is a picture to be shown."""
        found = await self._store.pictures.held(sha256s)
        return {sha256 for sha256, kept in found.items() if not self._registry.lists(sha256, kept.hashes)}

    async def look(self, sha256: str) -> Shown:
        """How it is with the picture of an image."""
        kept = await self._store.pictures.get(sha256)
        if kept is None:
            return Shown()
        if self._registry.lists(sha256, kept.hashes):
            return Shown(protected=True)
        try:
            await self.open(sha256)
        except (NotFound, Sealed) as error:
            return Shown(problem=str(error))
        return Shown(kept.kept_until)

    async def open(self, sha256: str) -> Picture:
        """The picture of an image. It goes where it turns out to be protected now.

        Raises NotFound where none is kept, Refused where it is protected, Sealed where it cannot be opened.
        """
        kept = await self._store.pictures.get(sha256)
        if kept is not None and self._registry.lists(sha256, kept.hashes):
            await self._store.pictures.remove([sha256])
            raise Refused("this image is on a list of protected images: nothing of it is shown or kept")
        body = None if kept is None else await self._store.pictures.body(sha256)
        if kept is None or body is None:
            raise NotFound("no picture of this image is kept, or no longer")
        return await asyncio.to_thread(self._opened, kept, body)

    def _opened(self, kept: Kept, body: bytes) -> Picture:
        key = self._key.find()
        if key.name != kept.key:
            raise Sealed(
                f"this picture was encrypted with another key ({kept.key}) than this server's ({key.name}): "
                "bring that one here, or look at the post"
            )
        return Picture.of(unseal(key, body, kept.sha256, kept.media_type), 0, kept.sha256)

    def _sealed(self, picture: Picture, key: Key, by: By, until: int) -> Sent:
        picture.pixels()  # what cannot be decoded cannot be compared with lists of protected images
        if self._registry.protects(picture):
            raise Refused("nothing is kept of this picture: it is on a list of protected images")
        hashes = b"".join(frame.hash for frame in picture.frames() if frame.quality >= FLOOR)
        kept = Kept(picture.sha256, key.name, picture.media_type, len(picture.data), hashes, by.value, until)
        return Sent(kept, seal(key, picture.data, picture.sha256, picture.media_type))
