"""What an operator and a load balancer ask."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from colophon.http.answer import json_answer
from colophon.http.metrics import CONTENT_TYPE
from colophon.http.services import SERVICES, Services
from colophon.wire import Health, Readiness


async def healthz(_: web.Request) -> web.Response:
    """The process answers."""
    return json_answer(Health())


async def readyz(request: web.Request) -> web.Response:
    """Whether to send requests here, and what is absent. 503 while draining or without a store."""
    services = request.app[SERVICES]
    store_works = await _store_works(services)
    ready = store_works and not services.draining.on
    state = Readiness(
        status="ready" if ready else "draining" if services.draining.on else "failing",
        store="ok" if store_works else "failing",
        trust=dict(services.trust),
        model=services.detector.detector is not None,
        why_no_estimate=services.detector.why_silent(services.config.detector_chip),
    )
    return json_answer(state, 200 if ready else 503)


async def metrics(request: web.Request) -> web.Response:
    """Figures for Prometheus."""
    return web.Response(body=request.app[SERVICES].metrics.text(), headers={"Content-Type": CONTENT_TYPE})


async def _store_works(services: Services) -> bool:
    try:
        await services.store.changes.generation()
    except SQLAlchemyError:
        return False
    return True
