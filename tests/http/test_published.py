"""What everybody may read of decisions: their pages and lists of hashes, where the operator says so."""

from __future__ import annotations

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.http.publishing import HOST, PUBLIC, decide, publishing, take_back
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, picture, sha256

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.evidence import Process
from colophon.http import published
from colophon.http.readers_pages import words_of
from colophon.images.sketch import Sketch, sketch_of
from colophon.labels import LOCALES
from colophon.registry.formats import Row, read_rows
from colophon.review.verdicts import Said
from colophon.store.review_words import Item, Person

IMAGES = [f"{n:064x}" for n in range(1, 9)]
SKETCH = Sketch.of_hash(bytes(range(32)))
PUBLIC_ADDRESSES = (
    f"/decisions/{'0' * 32}",
    "/v1/published.csv",
    "/v1/published.json",
    "/.well-known/did.json",
    "/xrpc/com.atproto.label.queryLabels?uriPatterns=*",
    "/xrpc/com.atproto.label.subscribeLabels",
)


async def get(running: Running, path: str, **headers: str) -> tuple[int, str, Any]:
    async with running.client.get(path, headers={**HOST, **headers}) as answer:
        return answer.status, await answer.text(), answer.headers


async def page(running: Running, id: str, language: str = "en") -> str:
    status, body, _ = await get(running, f"/decisions/{id}", **{"Accept-Language": language})
    assert status == 200, body
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


async def known(running: Running, sha256: str) -> None:
    """The registry holds hashes of this image."""
    entry = Entry("e" * 32, Kind.STATEMENT, Basis.STATED, Process.AI_GENERATED, sha256=sha256)
    await running.services.register.add([Entry(**{**_fields(entry), "sketch": SKETCH.dump()})])


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


async def test_nothing_is_published_unless_the_operator_says_so(start: Start) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC)
    await decide(running, IMAGES[0])
    for path in PUBLIC_ADDRESSES:
        status, body, headers = await get(running, path)
        assert (status, "publishes nothing" in body) == (404, True), path
        form = {"decisions": "text/html", "xrpc": "application/json"}.get(path.split("/")[1])
        assert headers["Content-Type"].startswith(form or "application/problem+json")
    [entry] = await running.services.store.entries.of_image(IMAGES[0])
    assert entry.permalink is None
    assert not (running.services.config.data / "label-key.pem").exists()


async def test_a_page_says_what_was_found_why_and_how_it_stands(start: Start) -> None:
    running = await publishing(start)
    first = await decide(running, IMAGES[0], "ai_edited", note="for us only", expires=date(2100, 1, 1))
    said = await page(running, first)
    assert "The desk looked at this image on" in said
    assert "found that AI changed parts of it. This decision stands. It runs out on 2 January 2100." in said
    assert "Reason looked at 0000" in said
    assert f"Exactly the file with this SHA-256 fingerprint, and no other: {IMAGES[0]}" in said
    assert "for us only" not in said
    assert "<img" not in said
    second = await decide(running, IMAGES[0], "no_finding")
    assert "another took its place on" in await page(running, first)
    assert f'href="/decisions/{second}"' in (await get(running, f"/decisions/{first}"))[1]
    assert "could not tell how it was made. This decision stands." in await page(running, second)
    await take_back(running, second)
    said = await page(running, second)
    assert "was taken back on" in said
    assert "Why it was taken back it was another image" in said
    assert "This decision stands" in await page(running, first)
    [entry] = await running.services.store.entries.of_image(IMAGES[0])
    assert entry.permalink == f"{PUBLIC}/decisions/{first}", "the way from a reader's card"


async def test_a_decision_that_ran_out_and_one_about_near_copies(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = await publishing(start)
    await known(running, IMAGES[0])
    id = await decide(running, IMAGES[0], near=True, expires=date(2100, 1, 1))
    assert "and near copies of it" in await page(running, id)
    monkeypatch.setattr(time, "time", lambda: 4102531200.0)  # 2 January 2100, 12:00
    assert "This decision ran out on 2 January 2100. It counts no more." in await page(running, id)
    assert (await get(running, "/v1/published.csv"))[1].count("\n") == 1


async def test_what_somebody_wrote_runs_nothing(start: Start) -> None:
    running = await publishing(start)
    id = await decide(running, IMAGES[0], reason="<script>alert(1)</script>")
    status, body, headers = await get(running, f"/decisions/{id}")
    assert (status, "<script" in body) == (200, False)
    assert "&lt;script&gt;" in body
    assert "script-src" not in headers["Content-Security-Policy"]
    assert (await get(running, f"/decisions/{'0' * 32}"))[0] == 404
    assert (await get(running, "/decisions/x"))[0] == 400


async def test_of_a_protected_image_there_is_no_page_and_no_row(start: Start) -> None:
    running = await publishing(start)
    id = await decide(running, IMAGES[0])
    listed = Entry("f" * 32, Kind.PROTECTED, Basis.RECORDED, Process.UNKNOWN, sha256=IMAGES[0])
    await running.services.register.add([listed])
    assert (await get(running, f"/decisions/{id}"))[0] == 404
    for path in ("/v1/published.csv", "/v1/published.json"):
        assert IMAGES[0] not in (await get(running, path))[1]


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_language_has_the_page(start: Start, locale: str) -> None:
    running = await publishing(start)
    said = await page(running, await decide(running, IMAGES[0]), locale)
    assert words_of(locale)["decision"]["title"] in said
    assert "{" not in said


async def test_the_list_goes_round(start: Start) -> None:
    running = await publishing(start)
    await known(running, IMAGES[0])
    near = await decide(running, IMAGES[0], near=True)
    await decide(running, IMAGES[1], "composite_ai", reason='=1+1, "quoted"\nand more')
    for image, verdict in ((IMAGES[2], "captured"), (IMAGES[3], "no_finding")):
        await decide(running, image, verdict)
    await take_back(running, await decide(running, IMAGES[4]))
    status, body, headers = await get(running, "/v1/published.csv")
    assert (status, headers["Content-Type"]) == (200, "text/csv")
    first, second = read_rows(io.BytesIO(body.encode()))
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.process, first.sha256, first.pdq) == ("ai_generated", IMAGES[0], bytes(range(32)).hex())
    assert (first.said_by, first.basis, first.permalink) == (
        "The desk",
        "reviewed",
        f"{PUBLIC}/decisions/{near}",
    )
    assert first.sketch is not None
    assert (second.process, second.words) == ("composite_ai", '=1+1, "quoted"\nand more')
    assert (second.pdq, second.sketch) == (None, None), "without leave for near copies their hashes stay here"


async def test_threatexchange_has_its_fields(start: Start) -> None:
    running = await publishing(start)
    await known(running, IMAGES[0])
    await decide(running, IMAGES[0], near=True, expires=date(2100, 1, 1))
    await decide(running, IMAGES[1], "captured")
    async with running.client.get("/v1/published.json", headers=HOST) as answer:
        rows = (await answer.json())["data"]
    assert [(row["type"], row["indicator"], row["tags"]) for row in rows] == [
        ("HASH_SHA256", IMAGES[0], ["colophon", "ai-generated"]),
        ("HASH_PDQ", bytes(range(32)).hex(), ["colophon", "ai-generated"]),
        ("HASH_SHA256", IMAGES[1], ["colophon", "camera-photo"]),
    ]
    assert rows[0]["expired_on"] == "2100-01-02T00:00:00+0000"
    assert {row["status"] for row in rows} == {"UNKNOWN"}


async def test_a_list_is_sent_again_only_when_it_is_another(start: Start) -> None:
    running = await publishing(start)
    assert (await get(running, "/v1/published.json"))[1] == '{"data":[]}\n'
    await decide(running, IMAGES[0])
    _, _, headers = await get(running, "/v1/published.csv")
    same = {"If-None-Match": headers["ETag"]}
    assert (await get(running, "/v1/published.csv", **same))[:2] == (304, "")
    await decide(running, IMAGES[1])
    status, body, _ = await get(running, "/v1/published.csv", **same)
    assert (status, body.count("\n")) == (200, 3)


async def rows(running: Running) -> list[tuple[str, bool]]:
    told = await running.services.store.published.since(0, 99)
    return [(row.process, row.negated) for row in told]


async def test_near_copies_of_protected_images_are_not_told_either(start: Start) -> None:
    """Also where what is listed is another file, and the decision speaks of exactly its own."""
    running = await publishing(start, copies=True)
    data = picture(1, side=256)
    at = f"/v1/images/{sha256(data)}"
    async with running.client.put(at, data=data, headers=running.headers) as answer:
        assert answer.status == 200
    await running.services.pipeline.flush()
    id = await decide(running, sha256(data))
    assert await rows(running) == [("ai_generated", False)]
    sketch = sketch_of(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    assert sketch is not None
    listed = Entry(
        "f" * 32, Kind.PROTECTED, Basis.RECORDED, Process.UNKNOWN, sha256=IMAGES[0], sketch=sketch.dump()
    )
    await running.services.register.add([listed])
    assert await rows(running) == [("ai_generated", False), ("ai_generated", True)]
    assert (await get(running, f"/decisions/{id}"))[0] == 404
    await decide(running, sha256(data), "ai_edited")
    assert len(await rows(running)) == 2, "nor what is decided from then on"
    stored = await running.services.store.entries.get(listed.id)
    assert stored is not None
    await running.services.register.set_state(stored, EntryState.WITHDRAWN)
    await decide(running, sha256(data), "captured")
    assert (await rows(running))[2:] == [("captured", False)]


async def test_the_hashes_that_were_told_are_enough_to_know_near_copies(start: Start) -> None:
    running = await publishing(start)
    await known(running, IMAGES[0])
    await decide(running, IMAGES[0], near=True)
    near = Entry("f" * 32, Kind.PROTECTED, Basis.RECORDED, Process.UNKNOWN, sketch=SKETCH.dump())
    await running.services.register.add([near])
    assert await rows(running) == [("ai_generated", False), ("ai_generated", True)]
    assert [row.sketch for row in await running.services.store.published.since(0, 9)] == [None, None]


async def test_who_takes_nothing_of_a_list_keeps_nobody_out(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(*_: object) -> AsyncIterator[bytes]:
        while True:
            yield bytes(2**20)

    monkeypatch.setattr(published, "SLOW_SECONDS", 0.2)
    monkeypatch.setattr(published, "written", endless)
    running = await publishing(start)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.client.port, limit=2**10)
    writer.write(b"GET /v1/published.csv HTTP/1.1\r\nHost: labels.example.org\r\n\r\n")
    assert b"200" in await reader.readline()
    lists = running.services.publishing.lists if running.services.publishing else None
    assert lists is not None
    async with asyncio.timeout(20):
        while lists._taken:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    writer.close()


async def test_what_was_listed_by_a_reviewer_and_is_no_more_is_told_again(start: Start) -> None:
    running = await publishing(start)
    await known(running, IMAGES[0])
    await decide(running, IMAGES[0])
    person = Person("ana", lead=True)
    item = Item("a" * 32, "conflicts", IMAGES[0])
    await running.services.store.review.put([item])
    await running.services.verdicts.give(person, item.id, Said("protected"))
    assert await rows(running) == [("ai_generated", False), ("ai_generated", True)]
    await running.services.verdicts.take_back(person)
    assert (await rows(running))[2:] == [("ai_generated", False)]
