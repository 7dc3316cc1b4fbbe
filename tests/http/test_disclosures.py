"""Remembering a disclosure, and what other readers see of it."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from tests.http.test_images import header, lookup, put, said
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, photo, recompressed, sha256

from colophon.checks.statements import known
from colophon.config import Limits
from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Process, Source
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.roles import Role

LIMITS = replace(Limits(), changes_seconds=0.05)


def told(data: bytes, **values: Any) -> dict[str, Any]:
    asked = {
        "sha256": sha256(data),
        "process": "ai_generated",
        "date": "2026-04-26",
        "pattern": "en-made-with-ai",
        "language": "en",
        "said_by": "Someone",
        "words": "Illustrations produced by artificial intelligence",
        "permalink": "https://example.org/post/1",
    }
    return {key: value for key, value in {**asked, **values}.items() if value is not None}


async def disclose(
    running: Running, data: bytes, headers: dict[str, str] | None = None, **values: Any
) -> tuple[int, dict[str, Any]]:
    words = base64.urlsafe_b64encode(json.dumps(told(data, **values)).encode()).decode()
    headers = {**(headers or running.headers), "Colophon-Disclosure": words}
    async with running.client.post("/v1/disclosures", data=data, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def forget(running: Running, id: str, headers: dict[str, str] | None = None) -> int:
    async with running.client.delete(f"/v1/disclosures/{id}", headers=headers or running.headers) as answer:
        return answer.status


async def changes(running: Running, since: int | None = None) -> dict[str, Any]:
    query = "" if since is None else f"?since={since}"
    async with running.client.get(f"/v1/changes{query}", headers=running.headers) as answer:
        assert answer.status == 200
        return dict(await answer.json())


async def seen_as(running: Running, data: bytes, headers: dict[str, str]) -> dict[str, Any]:
    address = f"/v1/images/{sha256(data)}"
    async with running.client.put(address, data=data, headers=headers) as answer:
        assert answer.status == 200
        return dict(await answer.json())


async def test_what_a_post_said_comes_back_with_a_recompressed_copy(start: Start) -> None:
    running, original = await start(copies=True), photo(1)
    status, kept = await disclose(running, original)
    assert (status, kept["state"]) == (201, "active")
    _, copy = await put(running, recompressed(original))
    assert copy["label"]["id"] == "ai_generated.registry_creator"
    [row] = copy["evidence"]
    assert (row["source_name"], row["date"], row["rank"]) == ("Someone", "2026-04-26", 60)
    assert row["details"] == {
        "match": "same",
        "entry": kept["id"],
        "quote": "Illustrations produced by artificial intelligence",
        "permalink": "https://example.org/post/1",
    }
    _, other = await put(running, photo(2))
    assert other["label"] is None


async def test_a_copy_that_was_known_before_is_asked_for_again_and_named(start: Start) -> None:
    running, original, other = await start(copies=True, limits=LIMITS), photo(1), photo(2)
    copy = recompressed(original)
    for data in (copy, other):
        assert (await put(running, data))[1]["label"] is None
    before = (await changes(running))["generation"]
    await disclose(running, original)
    after = await changes(running, before)
    assert after == {"generation": before + 1, "sha256": [sha256(original), sha256(copy)], "all": False}
    first, second = await lookup(running, {"sha256": sha256(copy)}, {"sha256": sha256(other)})
    assert (first["known"], second["known"]) == (False, True)
    assert second["assessment"]["versions"]["generation"] == after["generation"]
    assert (await put(running, copy))[1]["label"]["id"] == "ai_generated.registry_creator"
    [again] = await lookup(running, {"sha256": sha256(copy)})
    assert again["assessment"]["label"]["id"] == "ai_generated.registry_creator"
    assert await changes(running, after["generation"]) == {**after, "sha256": []}


async def test_where_the_post_says_it_itself_its_own_words_are_the_label(start: Start) -> None:
    running, data = await start(copies=True), photo(1)
    await disclose(running, data)
    _, own = await put(running, data, headers=header(said(Process.AI_GENERATED)))
    assert own["label"]["id"] == "ai_generated.creator"
    assert [row["source"] for row in own["evidence"]] == ["registry_creator", "creator"]


async def test_a_platforms_label_comes_back_as_its_record(start: Start) -> None:
    running, original = await start(copies=True), photo(1)
    pattern = next(i for i, k in known().items() if k.source is Source.PLATFORM and k.language == "en")
    await disclose(running, original, pattern=pattern, said_by="X", words="Made with AI")
    _, copy = await put(running, recompressed(original))
    assert copy["label"]["id"] == "ai_generated.registry"
    assert copy["label"]["explanation"].startswith("This looks the same as an image that X recorded")
    assert copy["evidence"][0]["rank"] == 60


async def test_on_a_shared_server_it_is_the_senders_alone_until_accepted(start: Start) -> None:
    running, original = await start(copies=True, shared=True), photo(1)
    copy, other = recompressed(original), await running.token_of(Role.READER)
    _, kept = await disclose(running, original)
    assert kept["state"] == "waiting"
    mine, theirs = await seen_as(running, copy, running.headers), await seen_as(running, copy, other)
    assert mine["label"]["id"] == "ai_generated.registry_creator"
    assert "owner" not in mine["evidence"][0]["details"]
    assert (theirs["label"], theirs["evidence"]) == (None, [])
    assert await forget(running, kept["id"], other) == 403
    moderator = await running.token_of(Role.MODERATOR)
    decision = {"entry": kept["id"], "verdict": "accept", "reason": "the post says so"}
    async with running.client.post("/v1/decisions", json=decision, headers=other) as answer:
        assert answer.status == 403
    async with running.client.post("/v1/decisions", json=decision, headers=moderator) as answer:
        assert answer.status == 201
    assert (await seen_as(running, copy, other))["label"]["id"] == "ai_generated.registry_creator"
    async with running.client.post("/v1/decisions", json=decision, headers=moderator) as answer:
        assert answer.status == 409


async def test_what_is_withdrawn_labels_nothing_any_more(start: Start) -> None:
    running, original = await start(copies=True), photo(1)
    copy = recompressed(original)
    _, kept = await disclose(running, original)
    assert (await put(running, copy))[1]["label"]
    assert await forget(running, kept["id"]) == 204
    assert (await put(running, copy))[1]["label"] is None
    assert await forget(running, kept["id"]) == 404
    entry = await running.services.store.entries.get(kept["id"])
    assert entry is not None
    assert (entry.words, entry.sketch, entry.sha256) == (None, None, None)


async def test_the_same_disclosure_is_kept_once(start: Start) -> None:
    running, data = await start(copies=True), photo(1)
    _, first = await disclose(running, data)
    _, second = await disclose(running, data)
    assert first == second
    _, corrected = await disclose(running, data, said_by="Somebody else")
    assert corrected["id"] != first["id"]
    _, other = await disclose(running, data, process="ai_edited")
    assert other["id"] != first["id"]


async def test_a_plain_picture_is_known_by_its_exact_copies_only(start: Start) -> None:
    running, plain = await start(copies=True), photo(1, plain=True)
    assert (await disclose(running, plain))[0] == 201
    _, exact = await put(running, plain)
    assert exact["evidence"][0]["details"]["match"] == "exact"
    assert (await put(running, recompressed(plain)))[1]["evidence"] == []


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({"process": "captured"}, 400, "process"),
        ({"process": "photo"}, 400, "process"),
        ({"permalink": "http://example.org/"}, 400, "permalink"),
        ({"permalink": "javascript:alert(1)"}, 400, "permalink"),
        ({"words": "x" * 501}, 400, "words"),
        ({"date": "2026-13-01"}, 400, "date"),
        ({"date": None}, 400, "date"),
        ({"date": "2999-01-01"}, 400, "date: this day is yet to come"),
        ({"sha256": "0" * 64}, 409, "SHA-256"),
        ({"owner": "f" * 64}, 400, "owner"),
    ],
)
async def test_what_cannot_be_remembered_is_refused(
    start: Start, values: dict[str, Any], status: int, words: str
) -> None:
    running = await start(copies=True)
    actual, body = await disclose(running, photo(1), **values)
    assert actual == status
    assert words in body["detail"]
    assert len(running.services.registry) == 0


async def test_nothing_is_kept_of_a_protected_picture(start: Start) -> None:
    running, data = await start(FakeCheck(), copies=True), photo(1)
    await protect(running, data)
    _, seen = await put(running, recompressed(data))
    assert seen["status"] == "protected"
    assert (seen["label"], seen["evidence"], seen["pdq"], seen["checks"]) == (None, [], None, {})
    assert seen["help"]["routes"]
    assert (await disclose(running, data))[0] == 403
    assert [row async for row in rows(running)] == ["protected"]
    assert await running.services.store.findings.hashes(10) == []
    [known] = await lookup(running, {"sha256": sha256(recompressed(data))})
    assert known["assessment"] == seen, "not sent a second time"


async def protect(running: Running, data: bytes) -> None:
    sketch = sketch_of(Picture.of(data, 10**7).pixels())
    assert sketch is not None
    entry = Entry("e" * 32, Kind.PROTECTED, Basis.RECORDED, Process.UNKNOWN, sketch=sketch.dump())
    await running.services.register.add([entry])


async def rows(running: Running) -> Any:
    async for batch in running.services.store.entries.since(0):
        for entry in batch:
            yield entry.kind
