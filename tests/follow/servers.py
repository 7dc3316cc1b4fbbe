"""Servers that publish and follow, on free ports of this computer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tests.pictures import FakeCheck, sha256

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.checks.detector import CurrentDetector
from colophon.checks.registry import RegistryCheck
from colophon.config import Config
from colophon.entry import Basis
from colophon.evidence import Process
from colophon.follow.asking import key_at
from colophon.http.outgoing import asking
from colophon.http.services import SERVICES, Services
from colophon.images.picture import Picture
from colophon.registry.intake import Told, entry_of
from colophon.registry.memory import Registry
from colophon.registry.remember import new_id
from colophon.roles import Role
from colophon.store.subscriptions import Following, Source, Subscription

LONG = 20.0  # seconds after which a test gives up; what is waited for takes a fraction of one


@dataclass
class Server:
    """A running one, and what its readers and reviewers do."""

    client: TestClient[web.Request, web.Application]
    services: Services
    url: str
    reader: dict[str, str]
    moderator: dict[str, str]

    async def label(self, data: bytes) -> str | None:
        """What a reader sees who has this picture."""
        label = (await self.assessed(data))["label"]
        return str(label["id"]) if label else None

    async def assessed(self, data: bytes) -> Any:
        answer = await self.client.put(f"/v1/images/{sha256(data)}", data=data, headers=self.reader)
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def remember(self, data: bytes) -> None:
        """Keep a picture's hashes, so that near copies can be decided about."""
        told = Told(Process.AI_GENERATED, Basis.STATED, "test", said_by="An account")
        await self.services.register.add([entry_of(Picture.of(data, 10**7), told)])

    async def decide(self, data: bytes, verdict: str, **more: Any) -> str:
        """A reviewer's decision; gives its id."""
        body = {"sha256": sha256(data), "verdict": verdict, "reason": "the layers were shown", **more}
        answer = await self.client.post("/v1/decisions", json=body, headers=self.moderator)
        assert answer.status == 201, await answer.text()
        return str((await answer.json())["id"])

    async def take_back(self, decision: str) -> None:
        """As a reviewer who was wrong does it."""
        await self.services.desk.withdraw(decision, "it was another picture", ())

    async def follow(self, other: str, name: str = "A newsroom", **more: Any) -> Subscription:
        """Subscribe to another server's stream."""
        async with asking() as fetch:
            key = await key_at(other, fetch)
        return await self.follow_with_key(other, key, name, **more)

    async def follow_with_key(
        self, other: str, key: bytes, name: str = "A newsroom", **more: Any
    ) -> Subscription:
        """Subscribe to a stream that this key signs."""
        values = {"kind": Source.STREAM, "trust": Basis.RECORDED, **more}
        new = Subscription(new_id(), other, name=name, key=key.hex(), **values)
        return await self.services.store.subscriptions.add(new)

    async def standing(self, id: str) -> Subscription:
        found = await self.services.store.subscriptions.get(id)
        assert found is not None
        return found

    async def until_it(self, id: str, state: Following) -> Subscription:
        """Wait until a subscription stands so."""
        await until_so(lambda: self.standing(id), lambda one: one.state is state)
        return await self.standing(id)


async def until_so(look: Callable[[], Any], fits: Callable[[Any], object]) -> None:
    """Wait until what another server causes is so."""
    async with asyncio.timeout(LONG):
        while not fits(await look()):  # noqa: ASYNC110 - another server
            await asyncio.sleep(0.02)


@asynccontextmanager
async def serving(folder: Path, **settings: Any) -> AsyncIterator[Server]:
    """A server with nothing but its registry to look with."""

    @contextmanager
    def registry_only(_: Config, registry: Registry) -> Iterator[ImageChecks]:
        checks = (FakeCheck(), RegistryCheck(registry))
        yield ImageChecks(checks, {"official": True}, CurrentDetector(), {"fake": "1"}, ())

    app = build_app(Config(data=folder, workers=1, **settings), registry_only)
    server = TestServer(app)
    await server.start_server(access_log=None, auto_decompress=False)
    async with TestClient(server) as client:
        services = app[SERVICES]
        pairing = services.pairing
        codes = [await pairing.new_code(role) for role in (Role.READER, Role.MODERATOR)]
        tokens = [{"Authorization": f"Bearer {await pairing.exchange(code)}"} for code in codes]
        yield Server(client, services, str(server.make_url("")).rstrip("/"), *tokens)


PUBLISHING = {"publish": True, "public_url": "https://colophon.example.org", "team": "A newsroom"}


@asynccontextmanager
async def between(origin: str) -> AsyncIterator[Between]:
    """Somebody between two servers."""
    one = Between(origin)
    app = web.Application()
    app.router.add_get("/{path:.*}", one.answer)
    server = TestServer(app)
    await server.start_server()
    try:
        one.url = str(server.make_url("")).rstrip("/")
        yield one
    finally:
        await server.close()


class Between:
    """Passes on what ``origin`` says, changed by ``change``."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.url = ""
        self.change: Callable[[bytes], bytes] = lambda body: body
        self.asked = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        async with asking() as fetch:
            got = await fetch(f"{self.origin}{request.path_qs}", 1 << 24, 30, None)
        return web.Response(status=got.status, body=self.change(got.body))
