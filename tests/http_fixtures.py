"""The application on a free port, with fake checks, and a client that is paired."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tests.pictures import FakeCheck

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.checks.detector import CurrentDetector
from colophon.checks.registry import RegistryCheck
from colophon.config import Config, Limits
from colophon.examine import ImageCheck, SlowImageCheck
from colophon.http.services import SERVICES, Services
from colophon.registry.memory import Registry
from colophon.roles import Role


@dataclass
class Running:
    client: TestClient[web.Request, web.Application]
    services: Services
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    async def token_of(self, role: Role) -> dict[str, str]:
        """Headers of another reader, of this role."""
        pairing = self.services.pairing
        return {"Authorization": f"Bearer {await pairing.exchange(await pairing.new_code(role))}"}


Start = Callable[..., Awaitable[Running]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts servers over one data folder; all are stopped at the end."""
    async with AsyncExitStack() as stack:

        async def begin(
            *checks: FakeCheck,
            limits: Limits | None = None,
            workers: int = 2,
            copies: bool = False,
            slow: tuple[SlowImageCheck, ...] = (),
            **settings: Any,
        ) -> Running:
            """``copies`` adds the registry's check to the given ones; ``settings`` are those of `Config`."""

            @contextmanager
            def fakes(_: Config, registry: Registry) -> Iterator[ImageChecks]:
                every: tuple[ImageCheck, ...] = (*checks, RegistryCheck(registry)) if copies else checks
                trust = {"official": True, "interim": False}
                yield ImageChecks(every, trust, CurrentDetector(), {"fake": "1"}, slow)

            config = Config(data=tmp_path, workers=workers, limits=limits or Limits(), **settings)
            app = build_app(config, fakes)
            server = TestServer(app)
            await server.start_server(access_log=None, auto_decompress=False)
            client = await stack.enter_async_context(TestClient(server))
            services = app[SERVICES]
            token = await services.pairing.exchange(await services.pairing.new_code())
            return Running(client, services, token, {"Authorization": f"Bearer {token}"})

        yield begin
