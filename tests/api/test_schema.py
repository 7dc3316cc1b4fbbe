"""Requests made from our own OpenAPI document, sound and unsound, against the running application."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from tests.pictures import FakeCheck
from tests.study.studies import study
from tests.study.taking_part import asked, frozen_file

from colophon.app import build_app
from colophon.checks.all import ImageChecks
from colophon.checks.detector import CurrentDetector
from colophon.config import Config, Limits
from colophon.http.listen import listening
from colophon.http.openapi import document
from colophon.http.routes import API
from colophon.http.services import SERVICES, Services
from colophon.pairing.codes import hash_code, random_code
from colophon.registry.memory import Registry
from colophon.roles import Role
from colophon.study.wire import EnrolIn

STUDY = "label-detail-2027"  # as in the document
STATEMENT = {
    "source": "creator", "process": "ai_edited", "pattern": "any-pattern", "language": "en", "reshare": True,
}  # fmt: skip
schemathesis.openapi.format(
    "statements",
    st.lists(st.just(STATEMENT), max_size=20).map(
        lambda said: base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    ),
)
DISCLOSURE = {"sha256": "0" * 64, "process": "ai_generated", "date": "2026-11-28", "words": "made with AI"}
schemathesis.openapi.format(
    "disclosure", st.just(base64.urlsafe_b64encode(json.dumps(DISCLOSURE).encode()).decode())
)
SCHEMA = schemathesis.openapi.from_file(document(API).decode())


async def participant(services: Services) -> str:
    """The token of somebody who takes part in the study that the examples name."""
    made, code = study(id=STUDY), random_code()
    await services.store.studies.open(made.id, 1, "f" * 64, frozen_file(made), None)
    await services.store.studies.add_code(hash_code(code), made.id, 9, 9999)
    return (await services.studies.enrol(made.id, EnrolIn.model_validate(asked(made, code)))).token


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server in another thread, and tokens by what wants one. Wrong codes do not lock it."""
    started = threading.Event()
    result: dict[str, Any] = {}
    loop = asyncio.new_event_loop()

    @contextmanager
    def fakes(_: Config, _registry: Registry) -> Iterator[ImageChecks]:
        yield ImageChecks((FakeCheck(),), {"official": True}, CurrentDetector(), {})

    async def run() -> None:
        folder = tmp_path_factory.mktemp("api")
        limits = Limits(pairing_attempts=10**6, changes_seconds=0.01)
        app = build_app(Config(data=Path(folder), workers=1, limits=limits), fakes)
        async with listening(app, "127.0.0.1", 0) as url:
            accounts = app[SERVICES].staff.accounts
            await accounts.add("ana", Role.OPERATOR, None)
            token = await accounts.token("ana")
            tokens = {"token": token, "participant": await participant(app[SERVICES])}
            result.update(url=url, tokens=tokens, stop=asyncio.Event())
            started.set()
            await result["stop"].wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert started.wait(30)
    yield result["url"], result["tokens"]
    loop.call_soon_threadsafe(result["stop"].set)
    thread.join(30)
    loop.close()


@SCHEMA.parametrize()  # type: ignore[untyped-decorator]
@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_its_promises(case: Any, server: tuple[str, dict[str, str]]) -> None:
    url, tokens = server
    wanted = [
        tokens[name] for one in case.operation.definition.raw["security"] for name in one if name in tokens
    ]
    headers = {"Authorization": f"Bearer {wanted[0]}"} if wanted else {}
    case.call_and_validate(base_url=url, headers=headers)
