"""A server for others: its public name, invited readers, revoking one on two servers, quotas."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck, picture, sha256

from colophon.config import Limits
from colophon.pairing.codes import hash_code, random_code
from colophon.pipeline import Pipeline
from colophon.roles import Role

PUBLIC = "https://colophon.example.org"
PICTURE, OTHER = picture(), picture(2)
WITHIN = 10.0  # seconds that a busy machine may need for what takes half of one
LOOKS = 200


async def joined(running: Running, quota: int | None = None) -> dict[str, str]:
    """Headers of a reader who was invited and joined over HTTP."""
    code = random_code()
    await running.services.store.invites.add(hash_code(code), Role.READER, 60, 1, "Ana", quota)
    async with running.client.post("/v1/pair", json={"code": code}) as answer:
        assert answer.status == 200
        return {"Authorization": f"Bearer {(await answer.json())['token']}"}


async def lookup(running: Running, headers: dict[str, str]) -> int:
    items = [{"sha256": "0" * 64, "statements": []}]
    async with running.client.post(
        "/v1/lookup", json={"locale": "en", "items": items}, headers=headers
    ) as answer:
        return int(answer.status)


async def send(
    running: Running, headers: dict[str, str], data: bytes = PICTURE, named: bytes | None = None
) -> Any:
    """Send a picture, by the name of another where that is given."""
    address = f"/v1/images/{sha256(data if named is None else named)}"
    async with running.client.put(address, data=data, headers=headers) as answer:
        await answer.read()
        return answer


async def becomes(status: int, running: Running, headers: dict[str, str]) -> bool:
    for _ in range(LOOKS):
        if await lookup(running, headers) == status:
            return True
        await asyncio.sleep(WITHIN / LOOKS)
    return False


async def test_the_public_name_is_answered_and_no_forwarded_one(start: Start) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC, host="0.0.0.0")
    port = running.client.port
    for host, status in {
        "colophon.example.org": 200,
        "COLOPHON.example.org:443": 200,
        f"127.0.0.1:{port}": 200,
        f"colophon.example.org:{port}": 403,
        "colophon.example.org:80": 403,
        "colophon.example.org.evil.example": 403,
        f"0.0.0.0:{port}": 403,
        f"::1:{port}": 403,
        "evil.example": 403,
    }.items():
        forwarded = {"X-Forwarded-Host": "colophon.example.org", "Forwarded": "host=colophon.example.org"}
        async with running.client.get("/healthz", headers={"Host": host, **forwarded}) as answer:
            assert answer.status == status, host


async def test_a_personal_server_has_no_public_name(start: Start) -> None:
    running = await start(FakeCheck())
    async with running.client.get("/healthz", headers={"Host": "colophon.example.org"}) as answer:
        assert answer.status == 403


async def test_a_reader_who_is_revoked_is_out_on_every_server(start: Start) -> None:
    one = await start(FakeCheck(), public_url=PUBLIC)
    other = await start(FakeCheck(), public_url=PUBLIC)
    ana, ben = await joined(one), await joined(one)
    for running in (one, other):
        assert await lookup(running, ana) == await lookup(running, ben) == 200
    held = asyncio.create_task(_changes(other, ana, await _generation(other, ana)))
    reader = await one.services.readers.of(ana["Authorization"].split()[1])
    await one.services.store.tokens.revoke([reader.id])
    assert await becomes(401, one, ana)
    assert await becomes(401, other, ana)
    assert await held == 401
    assert (await send(other, ana)).status == 401
    assert await lookup(one, ben) == await lookup(other, ben) == 200


async def _generation(running: Running, headers: dict[str, str]) -> int:
    async with running.client.get("/v1/changes", headers=headers) as answer:
        return int((await answer.json())["generation"])


async def _changes(running: Running, headers: dict[str, str], since: int) -> int:
    async with running.client.get(f"/v1/changes?since={since}", headers=headers) as answer:
        return int(answer.status)


async def test_a_quota_is_of_pictures_and_what_is_known_is_answered_all_the_same(start: Start) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC, quota=2)
    ana, other = await joined(running), await joined(running, quota=0)
    pictures = [picture(n) for n in range(4)]
    answers = [await send(running, ana, data) for data in pictures]
    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 86_400
    assert answers[2].content_type == "application/problem+json"
    assert await lookup(running, ana) == 200
    async with running.client.get(f"/v1/images/{sha256(pictures[0])}", headers=ana) as answer:
        assert answer.status == 200
    assert [(await send(running, other, data)).status for data in pictures] == [200] * 4


async def test_whoever_is_over_the_quota_is_refused_before_the_body(start: Start) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC)
    ana = await joined(running, quota=1)
    assert (await send(running, ana)).status == 200
    body = os.urandom(64)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.client.port)
    head = (
        f"PUT /v1/images/{sha256(body)} HTTP/1.1\r\nHost: colophon.example.org\r\nExpect: 100-continue\r\n"
        f"Authorization: {ana['Authorization']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode())
    assert b"429" in await asyncio.wait_for(reader.readline(), WITHIN)
    writer.close()
    await writer.wait_closed()


async def test_one_reader_cannot_take_the_server(start: Start) -> None:
    limits = replace(Limits(), requests_per_minute=3)
    running = await start(FakeCheck(), public_url=PUBLIC, limits=limits)
    ana, other = await joined(running), await joined(running)
    statuses = {await lookup(running, ana) for _ in range(9)}  # a minute may end on the way
    assert statuses == {200, 429}
    assert await lookup(running, other) == 200


@pytest.mark.parametrize("secret", ["token", "code"])
async def test_secrets_are_nowhere_in_clear(start: Start, tmp_path: Path, secret: str) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC)
    code = random_code()
    await running.services.store.invites.add(hash_code(code), Role.READER, 60, 2, "Ana", None)
    token = await running.services.pairing.exchange(code)
    await lookup(running, {"Authorization": f"Bearer {token}"})
    wanted = (token if secret == "token" else code).encode()
    assert not await asyncio.to_thread(_holding, tmp_path, wanted)


def _holding(folder: Path, wanted: bytes) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and wanted in file.read_bytes()]


async def test_a_picture_that_a_decision_changed_is_sent_again_over_the_quota(start: Start) -> None:
    running = await start(FakeCheck(), public_url=PUBLIC, copies=True)
    ana, ben = await joined(running, quota=1), await joined(running, quota=1)
    assert [(await send(running, ana)).status, (await send(running, ana, picture(1))).status] == [200, 429]
    await running.services.pipeline.flush()
    ruling = {"sha256": sha256(PICTURE), "verdict": "captured", "reason": "the file of the camera"}
    moderator = await running.token_of(Role.MODERATOR)
    async with running.client.post("/v1/decisions", json=ruling, headers=moderator) as answer:
        assert answer.status == 201
    async with running.client.get(f"/v1/images/{sha256(PICTURE)}", headers=ana) as answer:
        assert answer.status == 404, "it has to be looked at again"
    assert (await send(running, ana, OTHER, PICTURE)).status == 429, "other bytes under its name are counted"
    assert (await send(running, ben, OTHER, PICTURE)).status == 409
    assert (await send(running, ben, OTHER)).status == 429
    async with running.client.put(f"/v1/images/{sha256(PICTURE)}", data=PICTURE, headers=ana) as answer:
        assert (answer.status, (await answer.json())["label"]["id"]) == (200, "captured.moderator")
    assert (await send(running, ana, picture(1))).status == 429


async def test_the_database_is_not_asked_where_nothing_is_counted(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(Pipeline, "looked_before", asked)
    running = await start(FakeCheck())
    assert (await send(running, running.headers)).status == 200


async def contest(running: Running, headers: dict[str, str]) -> Any:
    asked = {"sha256": sha256(PICTURE), "label": "ai_generated.detector", "reason": "I took this"}
    async with running.client.post("/v1/contests", json=asked, headers=headers) as answer:
        return answer, await answer.json(content_type=None)


async def test_contests_have_a_quota_of_their_own(start: Start) -> None:
    limits = replace(Limits(), contests_per_day=2)
    running = await start(FakeCheck(), public_url=PUBLIC, limits=limits)
    ana, ben = await joined(running), await joined(running, quota=0)
    answers = [await contest(running, ana) for _ in range(3)]
    assert [answer.status for answer, _ in answers] == [201, 201, 429]
    refused, problem = answers[-1]
    assert 1 <= int(refused.headers["Retry-After"]) <= 86_400
    assert "2 contests a day" in problem["detail"]
    assert running.services.metrics.figures().quota_refusals == 1
    assert (await contest(running, ben))[0].status == 201, "each reader has their own"
    assert (await send(running, ana)).status == 200, "pictures are counted by themselves"
    moderator = await running.token_of(Role.MODERATOR)
    assert {(await contest(running, moderator))[0].status for _ in range(3)} == {201}


async def test_a_personal_server_counts_no_contests(start: Start) -> None:
    running = await start(FakeCheck(), limits=replace(Limits(), contests_per_day=1))
    assert {(await contest(running, running.headers))[0].status for _ in range(3)} == {201}
