"""A server that publishes, and decisions for it to publish."""

from __future__ import annotations

from typing import Any

from tests.http_fixtures import Running, Start
from tests.pictures import FakeCheck

from colophon.wire import ImageDecision

PUBLIC = "https://labels.example.org"
HOST = {"Host": "labels.example.org"}


async def publishing(start: Start, **settings: Any) -> Running:
    return await start(FakeCheck(), public_url=PUBLIC, publish=True, team="The desk", **settings)


async def decide(running: Running, sha256: str, verdict: str = "ai_generated", **more: Any) -> str:
    """Decide as a reviewer does; gives the decision's id."""
    asked = {"sha256": sha256, "verdict": verdict, "reason": f"looked at {sha256[:4]}", **more}
    return (await running.services.desk.decide(ImageDecision.model_validate(asked))).id


async def take_back(running: Running, id: str, reason: str = "it was another image") -> None:
    await running.services.desk.withdraw(id, reason, [])
