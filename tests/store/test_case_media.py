"""Pictures of cases lie encrypted, go at their date, and never stay where they become protected."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.store.test_cases import MADE
from tests.store.test_entries import ENTRY
from tests.store.test_review import items, word

from colophon.config import Retention
from colophon.entry import Kind
from colophon.errors import ConfigError, Conflict, Refused
from colophon.store.case_key import CaseKey
from colophon.store.case_media import By, Kept, case_media
from colophon.store.database import Store, open_store
from colophon.store.retention import DAY_SECONDS, OldRows
from colophon.store.review_acts import say
from colophon.store.rulings import Ruling, keep_ruling
from colophon.store.sealed import Key, Sealed, seal, unseal

KEY, OTHER = Key(b"k" * 32), Key(b"o" * 32)
DATA = b"not a picture, but the store cannot tell" * 20
MOST = 10_000
FAR = 2**40


def kept(n: int = 1, until: int = FAR, size: int = 100) -> Kept:
    return Kept(f"{n:064x}", KEY.name, "image/png", size, b"", By.CONTEST.value, until)


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


def test_what_is_sealed_opens_as_what_it_was_and_as_nothing_else() -> None:
    body = seal(KEY, DATA, "1" * 64, "image/png")
    assert DATA[:16] not in body
    assert body != seal(KEY, DATA, "1" * 64, "image/png"), "a fresh nonce each time"
    assert unseal(KEY, body, "1" * 64, "image/png") == DATA
    changed = body[:-1] + bytes([body[-1] ^ 1])
    for key, given, sha256, kind in (
        (KEY, changed, "1" * 64, "image/png"),
        (KEY, body, "2" * 64, "image/png"),  # a row in another one's place
        (KEY, body, "1" * 64, "image/webp"),
        (OTHER, body, "1" * 64, "image/png"),
        (KEY, b"", "1" * 64, "image/png"),
    ):
        with pytest.raises(Sealed, match="changed since"):
            unseal(key, given, sha256, kind)


def test_of_many_who_make_the_key_at_once_all_have_the_same(tmp_path: Path) -> None:
    path, made, ready = tmp_path / "data" / "case.key", set[bytes](), threading.Barrier(8)

    def make() -> None:
        ready.wait()
        made.add(CaseKey(path).make().secret)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {CaseKey(path).find().secret}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["case.key"], "nothing half made is left"


def test_a_key_that_is_absent_open_to_others_or_odd_is_named(tmp_path: Path) -> None:
    path = tmp_path / "case.key"
    with pytest.raises(Sealed, match="is not on this server"):
        CaseKey(path).find()
    path.write_text("ab" * 31)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match="31 bytes"):
        CaseKey(path).make()
    path.write_text("ab" * 32)
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        CaseKey(path).find()


async def test_a_picture_is_kept_once_and_as_long_as_anybody_was_told(store: Store) -> None:
    assert await store.pictures.put(kept(until=FAR), b"one", MOST) == FAR
    assert await store.pictures.put(kept(until=FAR - 5), b"two", MOST) == FAR
    assert await store.pictures.put(kept(until=FAR + 5), b"three", MOST) == FAR + 5
    assert await store.pictures.body(f"{1:064x}") == b"one"
    assert await store.pictures.total() == (1, 100)
    moved = replace(kept(until=7), key=OTHER.name)
    await store.pictures.put(replace(moved, kept_until=FAR), b"anew", MOST)
    assert await store.pictures.body(f"{1:064x}") == b"anew", "what no key opens any more is replaced"
    assert set(await store.pictures.held([f"{n:064x}" for n in range(1200)])) == {f"{1:064x}"}


async def test_room_is_bounded_whoever_sends_at_once(store: Store) -> None:
    sent = (store.pictures.put(kept(n, size=3000), b"x", MOST) for n in range(5))
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert len(refused) == 2
    assert all(isinstance(one, Conflict) and "full" in str(one) for one in refused)
    assert await store.pictures.total() == (3, 9000)


async def test_what_becomes_protected_goes_in_the_same_change(store: Store) -> None:
    for n in (1, 2, 3):
        await store.pictures.put(kept(n), b"x", MOST)
    listed = replace(ENTRY, kind=Kind.PROTECTED, sha256=f"{1:064x}")
    ruling = Ruling(replace(MADE, sha256=listed.sha256), listed, hidden=(f"{1:064x}",))
    with pytest.raises(Conflict):  # nobody's word: the change fails as a whole
        await keep_ruling(store.engine, replace(ruling, word=word("0" * 32, "protected")), [], 7)
    assert (await store.pictures.total())[0] == 3
    await keep_ruling(store.engine, ruling, [], 7)
    await store.entries.add([replace(listed, id="b" * 32, sha256=None)], [], [f"{2:064x}"])
    assert set(await store.pictures.held([f"{n:064x}" for n in range(5)])) == {f"{3:064x}"}
    with pytest.raises(Refused, match="protected"):
        await store.pictures.put(kept(1), b"x", MOST)


async def test_pictures_go_at_their_date_or_some_time_after_their_cases(place: str | Path) -> None:
    now = 20_000 * DAY_SECONDS
    async with open_store(place, clock=lambda: now) as store:
        keep, start = Retention(pictures=90, pictures_closed=30), now

        async def left(day: float) -> list[int]:
            nonlocal now
            now = start + int(day * DAY_SECONDS)
            old = OldRows(store.engine, store.engine, store.tokens, lambda: now)
            await old.remove(keep)
            found = await store.pictures.held([f"{n:064x}" for n in range(6)])
            return sorted(int(sha256, 16) for sha256 in found)

        await store.review.put(items(3))
        for n in (1, 2, 3, 4):  # 4 is of no case
            await store.pictures.put(kept(n, start + 90 * DAY_SECONDS), b"x", MOST)
        await store.pictures.put(kept(5, start + 2 * DAY_SECONDS), b"x", MOST)
        assert await left(1) == [1, 2, 3, 4, 5]
        await say(store.engine, word(f"{1:032x}", "agree"), now)
        await say(store.engine, word(f"{2:032x}", "unsure"), now)
        assert await left(2) == [1, 2, 3, 4], (
            "what is past its date is not given out, whether it is gone or not"
        )
        assert await left(30.5) == [1, 2, 3]
        assert await left(32) == [2, 3]
        assert await left(89) == [2, 3]
        assert await left(90) == []
        assert await store.pictures.total() == (0, 0)


async def test_what_is_deleted_is_in_no_file_of_the_database(tmp_path: Path) -> None:
    body = seal(KEY, DATA * 40, "1" * 64, "image/png")
    part = body[5000:5064]

    def holding() -> list[str]:
        return [path.name for path in tmp_path.iterdir() if part in path.read_bytes()]

    async with open_store(tmp_path / "colophon.sqlite3") as store:
        await store.pictures.put(replace(kept(), sha256="1" * 64), body, 10**6)
        assert holding(), "this test can see it"
        await store.pictures.remove(["1" * 64])
    assert holding() == []


async def test_a_row_may_be_changed_and_is_found_out(store: Store) -> None:
    sha256 = f"{1:064x}"
    await store.pictures.put(kept(), seal(KEY, DATA, sha256, "image/png"), MOST)
    async with store.engine.begin() as connection:
        await connection.execute(update(case_media).values(media_type="image/webp"))
    found, body = await store.pictures.get(sha256), await store.pictures.body(sha256)
    assert found is not None
    assert body is not None
    with pytest.raises(Sealed):
        unseal(KEY, body, found.sha256, found.media_type)
