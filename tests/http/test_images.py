from __future__ import annotations

import asyncio
import base64
import json
import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.http_fixtures import Running, Start
from tests.pictures import AI_IN_METADATA, FakeCheck, picture, sha256, until

from colophon.checks.base import Report
from colophon.checks.statements import known
from colophon.config import Limits
from colophon.evidence import Process, Source
from colophon.images.picture import Picture


async def put(
    running: Running,
    data: bytes,
    name: str | None = None,
    headers: dict[str, str] | None = None,
    query: str = "",
) -> tuple[int, dict[str, Any]]:
    address = f"/v1/images/{name or sha256(data)}{query}"
    async with running.client.put(address, data=data, headers=running.headers | (headers or {})) as answer:
        return answer.status, await answer.json(content_type=None)


async def lookup(running: Running, *items: dict[str, Any], locale: str = "en") -> list[dict[str, Any]]:
    body = {"locale": locale, "items": list(items)}
    async with running.client.post("/v1/lookup", json=body, headers=running.headers) as answer:
        assert answer.status == 200
        return list((await answer.json())["results"])


def said(process: Process) -> dict[str, Any]:
    """A creator's statement of a pattern that the server knows."""
    pattern, entry = next(
        (i, k) for i, k in known().items() if k.source is Source.CREATOR and k.process is process
    )
    words = {"source": "creator", "process": str(process), "pattern": pattern, "language": entry.language}
    return {**words, "reshare": False}


def header(*statements: dict[str, Any]) -> dict[str, str]:
    return {
        "Colophon-Statements": base64.urlsafe_b64encode(json.dumps(statements).encode()).decode().rstrip("=")
    }


async def test_an_image_is_unknown_then_sent_then_known(start: Start) -> None:
    running, data = await start(FakeCheck(say=lambda _: Report((AI_IN_METADATA,)))), picture()
    assert await lookup(running, {"sha256": sha256(data)}) == [
        {"sha256": sha256(data), "known": False, "assessment": None}
    ]
    status, sent = await put(running, data)
    assert status == 200
    assert sent["status"] == "labelled"
    assert sent["label"]["id"] == "ai_generated.metadata"
    assert [row["headline"] for row in sent["evidence"]] == [True]
    assert sent["checks"] == {"fake": "done"}
    assert sent["versions"]["generation"] == 1
    assert await lookup(running, {"sha256": sha256(data)}) == [
        {"sha256": sha256(data), "known": True, "assessment": sent}
    ]
    async with running.client.get(f"/v1/images/{sha256(data)}", headers=running.headers) as answer:
        assert await answer.json() == sent


async def test_answers_come_in_the_order_of_the_questions(start: Start) -> None:
    running, data = await start(FakeCheck()), picture()
    await put(running, data)
    names = ["0" * 64, sha256(data), "f" * 64, sha256(data)]
    results = await lookup(running, *({"sha256": name} for name in names))
    assert [(r["sha256"], r["known"]) for r in results] == list(
        zip(names, [False, True, False, True], strict=True)
    )


async def test_statements_belong_to_the_occurrence_and_are_not_kept(start: Start) -> None:
    running, data = await start(FakeCheck()), picture()
    statement = said(Process.AI_GENERATED)
    status, sent = await put(running, data, headers=header(statement), query="?locale=es")
    assert (status, sent["label"]["id"], sent["label"]["locale"]) == (200, "ai_generated.creator", "es")
    silent, speaking = await lookup(
        running, {"sha256": sha256(data)}, {"sha256": sha256(data), "statements": [statement]}, locale="es"
    )
    assert silent["assessment"]["label"] is None
    assert silent["assessment"]["status"] == "none"
    assert speaking["assessment"]["label"] == sent["label"]
    async with running.client.get(f"/v1/images/{sha256(data)}", headers=running.headers) as answer:
        assert (await answer.json())["evidence"] == []


async def test_a_restart_keeps_what_was_found(start: Start) -> None:
    data = picture()
    before, after = FakeCheck(), FakeCheck()
    _, sent = await put(await start(before), data)
    second = await start(after)
    while not (again := (await lookup(second, {"sha256": sha256(data)}))[0])["known"]:  # noqa: ASYNC110
        await asyncio.sleep(0.01)  # it is written a moment after the answer
    assert again["assessment"] == sent
    assert (before.looks, after.looks) == (1, 0)


PNG = picture(kind="PNG")
POLYGLOT = picture() + b"PK\x03\x04<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("data", "name", "headers", "status", "words"),
    [
        pytest.param(b"", "0" * 64, {}, 400, "empty", id="empty"),
        pytest.param(PNG, "0" * 64, {}, 409, sha256(PNG), id="wrong hash"),
        pytest.param(PNG, "xyz", {}, 400, "SHA-256", id="no hash"),
        pytest.param(PNG, sha256(PNG).upper(), {}, 400, "SHA-256", id="upper case"),
        pytest.param(b"<html>hello</html>", None, {}, 415, "not those of a JPEG, PNG", id="html"),
        pytest.param(b"x" * 20_001, None, {}, 413, "limit of 20000", id="too many bytes"),
        pytest.param(PNG[:300], None, {}, 422, "damaged or ends early", id="truncated"),
        pytest.param(PNG, None, {"Colophon-Statements": "%%"}, 400, "base64url", id="statements: encoding"),
        pytest.param(PNG, None, {"Colophon-Statements": "e30"}, 400, "array", id="statements: no list"),
        pytest.param(PNG, None, header({"source": "pope"}), 400, "source", id="statements: words"),
        pytest.param(
            PNG, None, header(*[said(Process.AI_GENERATED)] * 21), 400, "at most 20", id="statements: 21"
        ),
        pytest.param(PNG, None, {"Content-Encoding": "gzip"}, 400, "compressed", id="compressed"),
    ],
)
async def test_bad_input_is_refused_and_the_next_request_is_answered(
    start: Start, data: bytes, name: str | None, headers: dict[str, str], status: int, words: str
) -> None:
    running = await start(FakeCheck(), limits=replace(Limits(), body_bytes=20_000))
    actual, body = await put(running, data, name, headers)
    assert (actual, body["status"]) == (status, status)
    assert words in body["detail"]
    assert (await put(running, picture(1)))[0] == 200


async def test_a_picture_that_cannot_be_read_is_not_checked_and_known_as_that(start: Start) -> None:
    running = await start(FakeCheck(), limits=replace(Limits(), pixels=100))
    status, body = await put(running, PNG)
    assert status == 422
    assert body["assessment"]["status"] == "not_checked"
    assert body["detail"] == body["assessment"]["reason"] == "the image has more than 0.0001 million pixels"
    assert (await lookup(running, {"sha256": sha256(PNG)}))[0]["assessment"] == body["assessment"]
    status, body = await put(running, PNG, headers=header(said(Process.AI_GENERATED)))
    assert (status, body["status"]) == (200, "labelled")


@pytest.mark.parametrize(
    "data", [POLYGLOT, picture(kind="GIF"), picture(kind="WEBP")], ids=["polyglot", "gif", "webp"]
)
async def test_odd_but_readable_pictures_are_looked_at(start: Start, data: bytes) -> None:
    assert (await put(await start(FakeCheck()), data))[1]["status"] == "none"


async def test_a_body_in_chunks_is_read_to_the_limit_and_no_further(start: Start) -> None:
    running, sent = await start(FakeCheck(), limits=replace(Limits(), body_bytes=100_000)), 0

    async def endless() -> Any:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 10_000

    async with running.client.put(
        f"/v1/images/{'0' * 64}", data=endless(), headers=running.headers
    ) as answer:
        assert answer.status == 413
        assert "limit of 100000 bytes" in (await answer.json(content_type=None))["detail"]


async def test_overload_is_refused_before_the_body_and_recovers(start: Start) -> None:
    gate = threading.Event()

    def wait(_: Picture) -> Report:
        gate.wait()
        return Report()

    check = FakeCheck(say=wait)
    running = await start(check, limits=replace(Limits(), pending_per_worker=2), workers=1)
    held = [asyncio.create_task(put(running, picture(n))) for n in range(2)]
    await until(lambda: check.looks and running.services.metrics.figures().pending == 2)
    address = f"/v1/images/{sha256(picture(9))}"
    async with running.client.put(address, data=picture(9), headers=running.headers) as answer:
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) >= 1
        assert "2 images" in (await answer.json(content_type=None))["detail"]
    assert [r["known"] for r in await lookup(running, {"sha256": "0" * 64})] == [
        False
    ]  # others are untouched
    gate.set()
    assert [status for status, _ in await asyncio.gather(*held)] == [200, 200]
    assert (await put(running, picture(9)))[0] == 200
    async with running.client.get("/metrics") as answer:
        assert 'colophon_sheds_total{reason="pending"} 1.0' in await answer.text()


async def test_an_expectation_is_answered_only_after_admission(start: Start) -> None:
    running = await start(FakeCheck(), limits=Limits(pending_per_worker=1), workers=1)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.client.port)
    lines = (
        f"PUT /v1/images/{'0' * 64} HTTP/1.1", f"Host: 127.0.0.1:{running.client.port}", "Content-Length: 5",
        f"Authorization: Bearer {running.token}", "Expect: 100-continue", "", "",
    )  # fmt: skip
    with await running.services.admission.place("another"):
        writer.write("\r\n".join(lines).encode())
        assert b"503" in await reader.readline()
    writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", running.client.port)
    writer.write("\r\n".join(lines).encode())
    assert b"100 Continue" in await reader.readline()
    writer.write(b"hello")
    await reader.readline()
    assert b"409" in await reader.readline()
    writer.close()


async def test_reasons_are_in_the_language_asked_for_also_from_the_cache(start: Start) -> None:
    def fall(_: Picture) -> Report:
        raise RuntimeError

    running = await start(FakeCheck(say=fall), limits=replace(Limits(), pixels=100))
    status, body = await put(running, PNG, query="?locale=es-MX")
    assert status == 422
    assert body["detail"] == "la imagen tiene más de 0.0001 millones de píxeles"
    assert body["assessment"]["checks"] == {"fake": "error: la comprobación falló"}
    english, spanish = [
        (await lookup(running, {"sha256": sha256(PNG)}, locale=locale))[0]["assessment"]
        for locale in ("en", "es")
    ]
    assert spanish == body["assessment"]
    assert english["checks"] == {"fake": "error: the check failed"}


async def test_a_check_that_raises_is_an_outcome(start: Start) -> None:
    def fall(_: Picture) -> Report:
        raise RuntimeError("inner words")

    running = await start(FakeCheck(say=fall))
    status, body = await put(running, picture())
    assert (status, body["status"]) == (200, "error")
    assert body["checks"]["fake"].startswith("error: ")
    assert "inner words" not in json.dumps(body)


async def test_nothing_that_was_sent_is_in_the_logs(
    start: Start, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    running, data = await start(FakeCheck()), picture()
    statement = said(Process.AI_GENERATED)
    await put(running, data, headers=header(statement), query="?locale=pt-BR")
    await put(running, data, name="secret-in-the-address")
    await put(running, b"secret-body")
    await lookup(running, {"sha256": sha256(data), "statements": [statement]})
    for word in (running.token, sha256(data), statement["pattern"], "secret", "pt-BR", "127.0.0.1"):
        assert word not in caplog.text, word
    assert "PUT /v1/images/{sha256} 200" in caplog.text
    await asyncio.to_thread(nothing_on_disk, tmp_path, running.token.encode(), data[100:200])


def nothing_on_disk(folder: Path, *secrets: bytes) -> None:
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not [secret for secret in secrets if secret in stored]


async def test_a_known_image_takes_no_place_and_its_bytes_are_dropped(start: Start) -> None:
    gate, hung = threading.Event(), sha256(picture(1))

    def wait(subject: Picture) -> Report:
        if subject.sha256 == hung:
            gate.wait()
        return Report()

    running = await start(FakeCheck(say=wait), limits=replace(Limits(), pending_per_worker=1), workers=1)
    assert (await put(running, picture(0)))[0] == 200
    held = asyncio.create_task(put(running, picture(1)))
    await until(lambda: running.services.admission.full)
    assert (await put(running, picture(2)))[0] == 503
    assert [(await put(running, picture(0)))[0] for _ in range(3)] == [200] * 3
    assert (await put(running, b"", name=sha256(picture(0))))[0] == 400
    assert (await put(running, picture(1), name=sha256(picture(3))))[0] == 503
    gate.set()
    assert (await held)[0] == 200
