"""The page for whoever runs the server: how it does, what is absent. Nothing on it is about a person."""

from __future__ import annotations

import asyncio
import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from colophon.http import tables
from colophon.http.figures import Figures
from colophon.http.history import EVERY_SECONDS, Moment
from colophon.http.lists import all_followed
from colophon.http.notices import Facts, notices, state
from colophon.http.operations import Parameter
from colophon.http.overview import plots, span_of, tiles
from colophon.http.pages import page
from colophon.http.parameters import choice_of
from colophon.http.quantities import age
from colophon.http.services import SERVICES, Services
from colophon.store.subscriptions import Subscription

MINUTES = Parameter(
    "minutes",
    "query",
    {"type": "string", "enum": ["10", "60"]},
    "What the plots cover; by itself 60 once the server is up for more than 10.",
)
RECENT_SECONDS = 600.0


async def status_page(request: web.Request) -> web.Response:
    """Plots, figures and what is absent."""
    services = request.app[SERVICES]
    figures, moments = services.metrics.figures(), services.history.moments
    open_contests = await _open_contests(services)
    disk = await asyncio.to_thread(_disk, services.config.data)
    followed = await all_followed(services) or ()
    asked = choice_of(request, MINUTES)
    shown = contents(services, figures, moments, open_contests, disk, asked, followed)
    return page(request, "status.html", **shown)


def contents(
    services: Services,
    figures: Figures,
    moments: Sequence[Moment],
    open_contests: int | None,
    disk: int | None,
    asked: str | None,
    followed: Sequence[Subscription] = (),
) -> dict[str, Any]:
    """What the template shows. ``open_contests`` is None when the database does not answer."""
    found = notices(_facts(services, figures, moments, open_contests is not None, disk))
    span = span_of(figures.at, moments, asked)
    return {
        "state": state(found),
        "notices": found,
        "at": figures.at,
        "minutes": round(span.seconds / 60),
        "uptime": age(max(0.0, figures.at - figures.started)),
        "tiles": tiles(moments),
        "plots": plots(moments, span),
        "routes": tables.routes(figures),
        "stages": tables.stages(figures),
        "tiers": tables.tiers(figures),
        "sheds": tables.bars(figures.sheds),
        "checks": tables.checks(figures),
        "machine": tables.machine(services, figures, disk),
        "kept": tables.kept(services, figures, open_contests),
        "versions": tables.versions(services),
        "followed": tables.followed(followed, figures.at),
    }


def _facts(
    services: Services, figures: Figures, moments: Sequence[Moment], works: bool, disk: int | None
) -> Facts:
    detector, config = services.detector, services.config
    return Facts(
        figures=figures,
        store_works=works,
        draining=services.draining.on,
        workers=config.workers,
        missing_trust=tuple(tier for tier, there in services.trust.items() if not there),
        model=not services.lacks_model,
        why_silent=detector.why_silent(allowed=True) if config.detector_chip else None,
        disk_free=disk,
        recent_sheds=_recent(moments, figures.at, "sheds"),
        recent_errors=_recent(moments, figures.at, "errors"),
    )


def _recent(moments: Sequence[Moment], now: float, name: str) -> int:
    """How often it happened in the last ten minutes, from its rate at each moment."""
    total, before = 0.0, moments[0].at - EVERY_SECONDS if moments else 0.0
    for moment in moments:
        if moment.at > now - RECENT_SECONDS:
            total += getattr(moment, name) * (moment.at - before)
        before = moment.at
    return round(total) if math.isfinite(total) else 0


async def _open_contests(services: Services) -> int | None:
    """How many contests are open; None when the database does not answer."""
    try:
        return await services.store.cases.number_open()
    except SQLAlchemyError:
        return None


def _disk(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
