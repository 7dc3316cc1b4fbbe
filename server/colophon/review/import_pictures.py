"""Pictures of an audit, brought from its source to what waits: a post may be gone when it is looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zipfile import BadZipFile

from colophon.config import Limits
from colophon.errors import ColophonError, Conflict, InputError, Refused
from colophon.images.picture import Picture
from colophon.review.import_source import Read
from colophon.review.imports import images_of
from colophon.review.pictures import CasePictures
from colophon.review.second_pass import derived
from colophon.store.case_media import By
from colophon.store.database import Store
from colophon.store.review_words import OPEN

BATCH = 200


@dataclass(slots=True)
class Brought:
    """How many pictures are kept now, of how many items there is none, by reason, and why it ended early."""

    kept: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    full: str | None = None

    def leave(self, why: str) -> None:
        """One more without a picture."""
        self.left_out[why] = self.left_out.get(why, 0) + 1


async def bring(
    store: Store,
    pictures: CasePictures,
    read: Read,
    rows: Iterable[Mapping[str, Any]],
    queue: str,
    by: By,
    days: int,
    limits: Limits,
) -> Brought:
    """Keep the picture of every item of ``queue`` that waits, for so many days at most; one at a time.

    What the source holds now has to be what was audited. Raises SQLAlchemyError when the database does not
    answer, ConfigError for the key.
    """
    brought = Brought()
    async for row in _waiting(store, rows, queue):
        picture = await asyncio.to_thread(_picture, read, row, limits)
        if isinstance(picture, str):
            brought.leave(picture)
            continue
        try:
            await pictures.keep(picture, by, days)
        except Conflict as error:
            brought.full = str(error)
            break
        except Refused:
            brought.leave("protected")
        except InputError:
            brought.leave("cannot be decoded")
        else:
            brought.kept += 1
    return brought


async def _waiting(
    store: Store, rows: Iterable[Mapping[str, Any]], queue: str
) -> AsyncIterator[Mapping[str, Any]]:
    """The rows of what nobody has decided about yet."""
    images = iter(images_of(rows, {}))
    while batch := {derived(queue, row["sha256"]): row for row in islice(images, BATCH)}:
        for item in await store.review.some([*batch]):
            if item.state in OPEN:
                yield batch[item.id]


def _picture(read: Read, row: Mapping[str, Any], limits: Limits) -> Picture | str:
    """The very picture that was audited, or why it cannot be had."""
    try:
        picture = Picture.of(read(row), limits.pixels)
    except (ColophonError, OSError, BadZipFile):
        return "not in the source as it was"
    return picture if picture.sha256 == row["sha256"] else "another picture in the source now"
