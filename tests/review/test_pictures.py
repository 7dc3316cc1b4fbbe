"""Pictures of cases: never in clear on the disk, never of what is protected, never in silence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import update
from tests.http_fixtures import Running, Start
from tests.pictures import photo, pixels_of, recompressed, sha256

from colophon.entry import Basis, Entry, Kind
from colophon.errors import Conflict, NotFound, Refused, Unreadable
from colophon.evidence import Match, Process
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.remember import new_id
from colophon.review.verdicts import Said
from colophon.store.case_media import By, case_media
from colophon.store.review_words import Item, Person
from colophon.store.sealed import Sealed

PIXELS = 10**7
ANA = Person("ana")


def opened(data: bytes) -> Picture:
    return Picture.of(data, PIXELS)


def protected(data: bytes, *, exact: bool) -> Entry:
    sketch = sketch_of(opened(data).pixels())
    assert sketch is not None
    where = {"sha256": sha256(data)} if exact else {"sketch": sketch.dump()}
    return Entry(new_id(), Kind.PROTECTED, Basis.STATED, Process.UNKNOWN, **where)


async def kept(running: Running, *pictures: bytes) -> list[bytes]:
    found = await running.services.pictures.held([sha256(data) for data in pictures])
    return [data for data in pictures if sha256(data) in found]


def traces(folder: Path, data: bytes) -> Iterator[str]:
    """Files below ``folder`` that hold a part of the picture: of its file, or of its pixels."""
    pixels = pixels_of(data)
    parts = [data[at : at + 48] for at in range(64, len(data) - 48, 997)]
    parts += [pixels[y, x : x + 12].tobytes() for y in range(0, 480, 60) for x in (0, 200, 500)]
    with Image.open(io.BytesIO(data)) as image:
        image.save(buffer := io.BytesIO(), "PPM")
    parts.append(buffer.getvalue()[1000:1048])
    return holding(folder, parts)


def holding(folder: Path, parts: list[bytes]) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and any(part in path.read_bytes() for part in parts):
            yield path.name


async def test_nothing_on_the_disk_holds_a_kept_picture_in_clear(start: Start, tmp_path: Path) -> None:
    running, data = await start(), photo(1)
    await running.services.pictures.keep(opened(data), By.CONTEST)
    assert (await running.services.pictures.open(sha256(data))).data == data
    assert list(traces(tmp_path, data)) == []
    (tmp_path / "clear").write_bytes(b"x" + data)
    assert list(traces(tmp_path, data)) == ["clear"], "this test can see it"
    key = (tmp_path / "case.key").read_bytes().strip()
    assert list(holding(tmp_path, [key, bytes.fromhex(key.decode())])) == ["case.key"]


@pytest.mark.parametrize("exact", [True, False])
async def test_what_is_protected_is_never_kept(start: Start, exact: bool) -> None:
    running, data = await start(), photo(1)
    await running.services.register.add([protected(data, exact=exact)])
    for one in (data,) if exact else (data, recompressed(data)):
        with pytest.raises(Refused, match="protected"):
            await running.services.pictures.keep(opened(one), By.CONTEST)
    assert await running.services.store.pictures.total() == (0, 0)


async def test_what_becomes_protected_goes_with_its_near_copies(start: Start) -> None:
    running, data, other = await start(), photo(1), photo(2)
    copy = recompressed(data)
    for one in (data, copy, other):
        await running.services.pictures.keep(opened(one), By.AUDIT)
    await running.services.register.add([protected(data, exact=False)])
    assert await kept(running, data, copy, other) == [other]
    assert (await running.services.store.pictures.total())[0] == 1

    item = Item("1" * 32, "conflicts", sha256(other))
    await running.services.store.review.put([item])
    await running.services.verdicts.give(ANA, item.id, Said("protected", None, "", None))
    assert await kept(running, other) == []
    assert await running.services.store.pictures.total() == (0, 0)


async def test_a_list_too_long_to_compare_is_heeded_when_a_picture_is_looked_at(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, data = await start(), photo(1)
    await running.services.pictures.keep(opened(data), By.AUDIT)
    monkeypatch.setattr("colophon.registry.affected.MAX_COMPARISONS", 0)
    await running.services.register.add([protected(recompressed(data), exact=False)])
    assert (await running.services.store.pictures.total())[0] == 1
    assert await kept(running, data) == []
    assert (await running.services.pictures.look(sha256(data))).protected
    with pytest.raises(Refused):
        await running.services.pictures.open(sha256(data))
    assert await running.services.store.pictures.total() == (0, 0)


async def test_what_cannot_be_opened_says_why(start: Start, tmp_path: Path) -> None:
    running, data = await start(), photo(1)
    await running.services.pictures.keep(opened(data), By.CONTEST)
    engine = running.services.store.engine
    async with engine.begin() as connection:
        await connection.execute(update(case_media).values(media_type="image/png"))
    with pytest.raises(Sealed, match="changed since"):
        await running.services.pictures.open(sha256(data))
    assert "changed since" in ((await running.services.pictures.look(sha256(data))).problem or "")

    (tmp_path / "case.key").write_text("cd" * 32 + "\n")
    other = await start()
    assert "another key" in ((await other.services.pictures.look(sha256(data))).problem or "")
    (tmp_path / "case.key").unlink()
    without = await start()
    assert "is not on this server" in ((await without.services.pictures.look(sha256(data))).problem or "")
    assert not (tmp_path / "case.key").exists(), "looking makes no new key"
    with pytest.raises(NotFound):
        await running.services.pictures.open("0" * 64)


@pytest.mark.parametrize("pictured", [True, False])
async def test_near_copies_are_known_by_the_best_that_is_at_hand(start: Start, pictured: bool) -> None:
    """A picture that is kept gives a whole fingerprint; a hash alone makes copies similar, and no more."""
    running, data = await start(copies=True), photo(1)
    hash = opened(data).frames()[0].hash.hex()
    item = Item("1" * 32, "audit:one", sha256(data), pdq=None if pictured else hash)
    await running.services.store.review.put([item])
    if pictured:
        await running.services.pictures.keep(opened(data), By.AUDIT)
    said = Said("disagree", "ai_generated", "looked", near=True)
    await running.services.verdicts.give(ANA, item.id, said)
    [hit] = running.services.registry.matches(opened(recompressed(data)))
    assert hit.match is (Match.SAME if pictured else Match.SIMILAR)
    assert running.services.registry.matches(opened(photo(2))) == []


async def test_what_is_not_kept_says_why(start: Start) -> None:
    running = await start(case_pictures=0)
    with pytest.raises(Conflict, match="keeps no pictures"):
        await running.services.pictures.keep(opened(photo(1)), By.CONTEST)
    running = await start()
    with pytest.raises(Unreadable):
        await running.services.pictures.keep(opened(photo(1)[:5000]), By.CONTEST)
    assert await running.services.store.pictures.total() == (0, 0)
