"""The posts of feeds that studies serve: researchers' own stimuli, kept until their study is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import orjson
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.errors import Conflict, NotFound
from colophon.store.studies import StudyState
from colophon.store.tables import studies, study_items


@dataclass(frozen=True, slots=True)
class Item:
    """One post. ``place`` counts them as in the folder, ``position`` one that is the same for everybody.

    ``assessments`` are by language: ``shown`` (AssessmentOut as JSON) and ``own``, the words of the label
    that this server's checks led to, or None.
    """

    item: str
    name: str
    place: int
    position: int | None
    media_type: str
    width: int
    height: int
    author: str
    caption: str
    alt: str
    truth: str | None
    label: str | None
    own_label: str | None
    assessments: Mapping[str, Any]


_COLUMNS = [study_items.c[field.name] for field in fields(Item)]


class ItemTable:
    """Posts by study. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def put(self, study: str, items: Sequence[tuple[Item, bytes]]) -> None:
        """The whole feed of a study, with the pictures, in place of an earlier one.

        Raises NotFound, and Conflict where somebody takes part already or the study is over.
        """
        rows = [_row(study, item, picture) for item, picture in items]
        async with self._engine.begin() as connection:
            known = select(studies).where(studies.c.id == study).with_for_update()
            row = (await connection.execute(known)).one_or_none()
            if row is None:
                raise NotFound(
                    f"there is no study {study!r} on this server; `colophon study list` shows them"
                )
            if row.state != StudyState.ENROLLING:
                raise Conflict(f"study {study!r} is {row.state}: its feed stays as it is")
            if row.enrolled:
                raise Conflict(
                    f"study {study!r} has {row.enrolled} participants, and they all get the same feed: "
                    "for another one, open the study anew under another id"
                )
            await connection.execute(delete(study_items).where(study_items.c.study == study))
            for one in rows:  # a picture may have megabytes: not all in one statement
                await connection.execute(insert(study_items).values(**one))

    async def of(self, study: str) -> list[Item]:
        """All posts of a study without their pictures, as they stand in the folder."""
        query = select(*_COLUMNS).where(study_items.c.study == study).order_by(study_items.c.place)
        async with self._engine.connect() as connection:
            return [_item(row) for row in await connection.execute(query)]

    async def any(self, study: str) -> bool:
        """Whether a study has posts."""
        query = select(study_items.c.item).where(study_items.c.study == study).limit(1)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).first() is not None

    async def picture(self, study: str, item: str) -> tuple[str, bytes] | None:
        """Media type and bytes of a picture; None where there is none, or none any more."""
        query = select(study_items.c.media_type, study_items.c.picture)
        same = study_items.c.study == study, study_items.c.item == item
        async with self._engine.connect() as connection:
            row = (await connection.execute(query.where(*same))).one_or_none()
        return None if row is None or row.picture is None else (str(row.media_type), bytes(row.picture))

    async def truths(self, study: str) -> dict[str, str]:
        """How each picture was made, by the name of the item, where the researchers said so."""
        return {item.item: item.truth for item in await self.of(study) if item.truth}


def _row(study: str, item: Item, picture: bytes) -> dict[str, Any]:
    row: dict[str, Any] = {field.name: getattr(item, field.name) for field in fields(Item)}
    assessments = orjson.dumps(item.assessments).decode()
    return row | {"study": study, "picture": picture, "assessments": assessments}


def _item(row: Any) -> Item:
    values = {field.name: getattr(row, field.name) for field in fields(Item)}
    return Item(**values | {"assessments": orjson.loads(row.assessments)})
