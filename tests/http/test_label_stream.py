"""Labels of the AT Protocol: a client that others wrote receives, verifies and replays them."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import date
from typing import Any

import aiohttp
import libipld
import pytest
from aiohttp import WSMsgType
from atproto import AsyncClient, AsyncFirehoseSubscribeLabelsClient, DidDocument
from atproto import parse_subscribe_labels_message as parsed
from atproto_client.exceptions import BadRequestError
from atproto_client.models.com.atproto.label.defs import Label
from atproto_crypto.did import get_did_key
from atproto_crypto.verify import verify_signature
from tests.http.publishing import PUBLIC, decide, publishing, take_back
from tests.http_fixtures import Running, Start

from colophon.config import Limits
from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Process
from colophon.http import label_stream
from colophon.publish.labels import cid_of, sha256_of, uri_of
from colophon.publish.wire import LabelsOut

WITHIN = 20.0  # seconds that a busy machine may need
STREAM = "/xrpc/com.atproto.label.subscribeLabels"
DID = "did:web:labels.example.org"
IMAGES = [f"{n:064x}" for n in range(1, 9)]


class Following:
    """A client of the `atproto` package. Each label is kept with the number of its message."""

    def __init__(self, running: Running, cursor: int | None) -> None:
        at = f"ws://127.0.0.1:{running.client.port}/xrpc"
        self.client = AsyncFirehoseSubscribeLabelsClient(
            None if cursor is None else {"cursor": cursor}, base_uri=at
        )
        self.heard: list[tuple[int, Label]] = []
        self._more = asyncio.Condition()
        self.task = asyncio.create_task(self.client.start(self._take))

    async def _take(self, message: Any) -> None:
        body: Any = parsed(message)
        async with self._more:
            self.heard += [(body.seq, label) for label in body.labels]
            self._more.notify_all()

    async def until(self, number: int) -> list[tuple[int, Label]]:
        async with asyncio.timeout(WITHIN), self._more:
            await self._more.wait_for(lambda: len(self.heard) >= number)
        return self.heard

    async def stop(self) -> None:
        await self.client.stop()
        async with asyncio.timeout(WITHIN):
            await self.task


@pytest.fixture
async def follow() -> Any:
    begun: list[Following] = []

    def begin(running: Running, cursor: int | None = 0) -> Following:
        begun.append(Following(running, cursor))
        return begun[-1]

    yield begin
    for each in begun:
        await each.stop()


Follow = Callable[..., Following]


async def key_of(running: Running) -> str:
    """The key by the DID document, as a client reads it."""
    async with running.client.get("/.well-known/did.json") as answer:
        document = DidDocument.from_dict(await answer.json())
    assert (document.id, document.get_service_endpoint("#atproto_labeler", "AtprotoLabeler")) == (DID, PUBLIC)
    [method] = document.verification_method or []
    assert method.id == f"{DID}#atproto_label"
    return str(get_did_key(method.type, str(method.public_key_multibase)))


def holds(label: Label, key: str, **changed: Any) -> bool:
    """Whether the signature is over the label, by the client's own arithmetic."""
    said = label.model_dump(exclude_none=True, exclude={"sig", "py_type"}) | changed
    assert isinstance(label.sig, bytes)
    return bool(verify_signature(key, libipld.encode_dag_cbor(said), label.sig))


async def test_a_client_receives_verifies_and_replays(start: Start, follow: Follow) -> None:
    running = await publishing(start)
    await decide(running, IMAGES[0], expires=date(2100, 1, 1))
    second = await decide(running, IMAGES[1], "captured_edited")
    following = follow(running)
    await following.until(2)
    await take_back(running, second)  # heard as it happens
    await decide(running, IMAGES[0], "ai_edited")
    heard = await following.until(5)
    assert [(seq, label.val, bool(label.neg)) for seq, label in heard] == [
        (1, "ai-generated", False),
        (2, "camera-photo-edited", False),
        (3, "camera-photo-edited", True),
        (4, "ai-generated", True),
        (5, "ai-edited", False),
    ]
    key = await key_of(running)
    for _, label in heard:
        assert label.src == DID
        assert holds(label, key)
        assert not holds(label, key, val="camera-photo"), "a tampered label must not hold"
        assert not holds(label, key, uri=uri_of(IMAGES[7]))
    first = heard[0][1]
    assert (first.uri, first.cid) == (uri_of(IMAGES[0]), cid_of(IMAGES[0]))
    assert (first.ver, first.exp, first.neg) == (1, "2100-01-02T00:00:00.000Z", None)
    again = await follow(running, 3).until(2)
    assert again == heard[3:], "from a cursor on, byte for byte, the signatures too"


async def test_without_a_cursor_the_stream_begins_now_and_a_later_one_than_there_is_ends_it(
    start: Start, follow: Follow
) -> None:
    running = await publishing(start)
    await decide(running, IMAGES[0])
    async with running.client.ws_connect(STREAM) as socket:
        await decide(running, IMAGES[1])
        header, body = await message(socket)
        assert (header, body["seq"]) == ({"op": 1, "t": "#labels"}, 2)
    async with running.client.ws_connect(f"{STREAM}?cursor=3") as socket:
        header, body = await message(socket)
        assert (header, body["error"]) == ({"op": -1}, "FutureCursor")
        assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}


async def message(socket: aiohttp.ClientWebSocketResponse) -> tuple[Any, Any]:
    async with asyncio.timeout(WITHIN):
        data = await socket.receive_bytes()
    header, end = decode_first(data)
    return header, libipld.decode_dag_cbor(data[end:])


def decode_first(data: bytes) -> tuple[Any, int]:
    header = {"op": -1} if data.startswith(libipld.encode_dag_cbor({"op": -1})) else {"op": 1, "t": "#labels"}
    encoded = libipld.encode_dag_cbor(header)
    assert data.startswith(encoded)
    return header, len(encoded)


async def test_no_finding_is_no_label_and_a_protected_image_leaves_its_negation(
    start: Start, follow: Follow
) -> None:
    running = await publishing(start)
    await decide(running, IMAGES[0])
    await decide(running, IMAGES[0], "no_finding")
    await decide(running, IMAGES[1], "no_finding")
    await decide(running, IMAGES[2], "ai_edited")
    listed = Entry("f" * 32, Kind.PROTECTED, Basis.RECORDED, Process.UNKNOWN, sha256=IMAGES[2])
    await running.services.register.add([listed])
    await becomes(lambda: here(running).feed._latest == 6)
    heard = await follow(running).until(3)
    assert [(sha256_of(label.uri), label.val, bool(label.neg)) for _, label in heard] == [
        (IMAGES[0], "ai-generated", False),
        (IMAGES[0], "ai-generated", True),
        (IMAGES[2], "ai-edited", True),
    ]


async def test_labels_are_asked_for_by_their_images(start: Start) -> None:
    running = await publishing(start)
    for sha256 in IMAGES[:5]:
        await decide(running, sha256)
    await take_back(running, await decide(running, IMAGES[4], "captured"))
    await take_back(running, await decide(running, IMAGES[5], "captured"))

    async def asked(**query: Any) -> tuple[list[str | None], str | None]:
        at = "/xrpc/com.atproto.label.queryLabels"
        async with running.client.get(at, params=query) as answer:
            assert answer.status == 200, await answer.text()
            body = await answer.json()
            LabelsOut.model_validate(body)
            return [sha256_of(label["uri"]) for label in body["labels"]], body.get("cursor")

    patterns = [uri_of(IMAGES[3]), uri_of(IMAGES[0]), uri_of(IMAGES[5]), "at://did:plc:x/y/z"]
    assert await asked(uriPatterns=patterns) == ([IMAGES[0], IMAGES[3]], None)
    assert await asked(uriPatterns=patterns, sources="did:web:elsewhere.example") == ([], None)
    some, cursor = await asked(uriPatterns="ni:*", limit=2)
    assert some == IMAGES[:2]
    rest, cursor = await asked(uriPatterns="*", cursor=str(cursor))
    assert (rest, cursor) == (IMAGES[2:5], None)
    async with running.client.get("/xrpc/com.atproto.label.queryLabels?uriPatterns=a*b") as answer:
        assert answer.status == 400


async def test_labels_that_are_asked_for_are_signed_and_errors_are_the_protocols_own(start: Start) -> None:
    """That client reads no labels from JSON: it takes the form that the data model has for bytes for none."""
    running = await publishing(start)
    await decide(running, IMAGES[0], expires=date(2100, 1, 1))
    key, at = await key_of(running), "/xrpc/com.atproto.label.queryLabels"
    async with running.client.get(at, params={"uriPatterns": uri_of(IMAGES[0])}) as answer:
        [label] = (await answer.json())["labels"]
    sig = base64.b64decode(label.pop("sig")["$bytes"] + "==")
    assert verify_signature(key, libipld.encode_dag_cbor(label), sig)
    assert not verify_signature(key, libipld.encode_dag_cbor({**label, "val": "camera-photo"}), sig)
    client = AsyncClient(base_url=f"http://127.0.0.1:{running.client.port}")
    with pytest.raises(BadRequestError) as refused:
        await client.com.atproto.label.query_labels({"uri_patterns": ["a*b"]})
    await client.request.close()
    said: Any = refused.value.response and refused.value.response.content
    assert (said.error, said.message) == (
        "InvalidRequest",
        "an asterisk may stand at the end of a pattern only",
    )


async def test_there_is_a_bound_on_who_follows_and_no_room_is_lost(start: Start) -> None:
    running = await publishing(start, limits=Limits(subscribers=1))
    for _ in range(3):
        async with running.client.ws_connect(STREAM):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await running.client.ws_connect(STREAM)
            assert refused.value.status == 503
        await becomes(lambda: not here(running).subscribers.full)
    async with running.client.get(STREAM) as answer:
        assert answer.status == 400, "not a WebSocket"


async def test_a_client_that_takes_nothing_is_let_go(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_stream, "SLOW_SECONDS", 0.3)
    monkeypatch.setattr(label_stream, "_frames", lambda *_: [b"\0" * 2**20] * 64)
    running = await publishing(start)
    await decide(running, IMAGES[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", running.client.port, limit=2**10)
    head = (
        f"GET {STREAM}?cursor=0 HTTP/1.1\r\nHost: labels.example.org\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    writer.write(head.encode())
    assert b"101" in await reader.readline()
    await becomes(lambda: here(running).subscribers._taken == 1)
    await becomes(lambda: here(running).subscribers._taken == 0)
    writer.close()


async def test_streams_end_with_the_server(start: Start) -> None:
    running = await publishing(start)
    async with running.client.ws_connect(STREAM) as socket:
        await running.services.draining.begin()
        async with asyncio.timeout(WITHIN):
            ended = await socket.receive()
        assert (ended.type, socket.close_code) == (WSMsgType.CLOSE, 1001)


def here(running: Running) -> Any:
    assert running.services.publishing is not None
    return running.services.publishing


async def becomes(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
