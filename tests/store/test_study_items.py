"""Posts of feeds that studies serve, on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from colophon.config import Retention
from colophon.errors import Conflict, NotFound
from colophon.store.database import Store, open_store
from colophon.store.retention import OldRows
from colophon.store.studies import StudyState
from colophon.store.study_items import Item

STUDY = "some-study"
TEXTS = {"en": {"shown": {"label": None}, "own": "Captured with a camera"}}
DOG = Item("1" * 16, "dog", 1, 2, "image/png", 8, 9, "Ana", "Two\nlines", "A dog", "ai", None, "x.y", TEXTS)
CAT = replace(DOG, item="2" * 16, name="cat", place=2, position=None, truth=None)
PICTURES = (b"\x89PNG\x00\xff", b"another")


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        await store.studies.open(STUDY, 1, "f" * 64, "{}", 5000)
        yield store


async def put(store: Store, *items: Item) -> None:
    await store.items.put(STUDY, list(zip(items, PICTURES, strict=False)))


async def test_a_feed_is_read_as_it_was_put_there(store: Store) -> None:
    await put(store, CAT, DOG)
    assert await store.items.of(STUDY) == [DOG, CAT]
    assert await store.items.picture(STUDY, DOG.item) == ("image/png", PICTURES[1])
    assert await store.items.picture(STUDY, "3" * 16) is None
    assert await store.items.picture("another-study", DOG.item) is None
    assert await store.items.truths(STUDY) == {DOG.item: "ai"}


async def test_another_feed_takes_its_place(store: Store) -> None:
    await put(store, DOG, CAT)
    await put(store, CAT)
    assert await store.items.of(STUDY) == [CAT]
    with pytest.raises(NotFound, match="there is no study 'nothing'"):
        await store.items.put("nothing", [])


async def test_the_closing_takes_pictures_and_the_promised_date_the_rest(store: Store) -> None:
    await put(store, DOG, CAT)
    await store.studies.advance(STUDY, StudyState.CLOSED)
    assert await store.items.picture(STUDY, DOG.item) is None
    assert await store.items.of(STUDY) == [DOG, CAT]
    with pytest.raises(Conflict, match="is closed: its feed stays as it is"):
        await put(store, DOG)
    for moment, posts in ((4999, None), (5000, 2)):
        old = OldRows(store.engine, store.engine, store.tokens, partial(float, moment))
        assert (await old.remove(Retention(findings=0, contests=0, tokens=0))).get("study posts") == posts
    assert await store.items.of(STUDY) == []


async def test_a_study_that_is_opened_anew_has_no_feed_yet(store: Store) -> None:
    await put(store, DOG)
    await store.studies.open(STUDY, 2, "e" * 64, "{}", 5000)
    assert await store.items.of(STUDY) == []
