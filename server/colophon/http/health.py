"""What an operator and a load balancer ask."""

from __future__ import annotations

from typing import Literal

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from colophon.http.answer import json_answer
from colophon.http.lists import all_followed, in_words
from colophon.http.metrics import CONTENT_TYPE
from colophon.http.services import SERVICES, Services
from colophon.wire import Health, Readiness


async def healthz(_: web.Request) -> web.Response:
    """The process answers."""
    return json_answer(Health())


async def readyz(request: web.Request) -> web.Response:
    """Whether to send requests here, and what is absent: 503 unless the status is ``ready``."""
    state = await readiness(request.app[SERVICES])
    return json_answer(state, 200 if state.status == "ready" else 503)


async def readiness(services: Services) -> Readiness:
    """How this process is.

    It is failing without a store or without threads that look, and while it would not hear of what other
    processes change. Redis and every other task may be down without that: answers are only slower.
    """
    store_works = await _store_works(services)
    followed = await all_followed(services) or ()
    tasks = services.tasks.states
    works = store_works and services.pipeline.healthy and tasks["registry"]
    return Readiness(
        status="draining" if services.draining.on else "ready" if works else "failing",
        store=_word(store_works),
        redis="absent" if services.shared.working is None else _word(services.shared.working),
        workers=_word(services.pipeline.healthy),
        tasks={name: _word(well) for name, well in tasks.items()},
        trust=dict(services.trust),
        model=services.detector.detector is not None,
        subscriptions={one.name: in_words(one) for one in followed},
        why_no_estimate=services.detector.why_silent(services.config.detector_chip),
    )


async def metrics(request: web.Request) -> web.Response:
    """Figures for Prometheus, added up over the processes of this server."""
    services = request.app[SERVICES]
    services.sampler.sample()
    return web.Response(body=services.metrics.text(), headers={"Content-Type": CONTENT_TYPE})


def _word(works: bool) -> Literal["ok", "failing"]:
    return "ok" if works else "failing"


async def _store_works(services: Services) -> bool:
    try:
        await services.store.changes.generation()
    except SQLAlchemyError:
        return False
    return True
