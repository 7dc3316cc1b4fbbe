"""How somebody wants to see pictures in this browser, and when to speak of a pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from colophon.http.services import SERVICES
from colophon.http.visitor import cookie, set_cookie

LOOK, RESTED = "look", "rested"  # cookies
SIZES = (25, 50, 75, 100)  # per cent
YEAR_SECONDS = 365 * 24 * 3600
PAUSE_SECONDS = 10 * 60  # without a word is a pause


@dataclass(frozen=True, slots=True)
class Look:
    """Blurred, grey and half as large, unless somebody chose otherwise: what is seen there can hurt."""

    blur: bool = True
    grey: bool = True
    size: int = 50


def look_of(request: web.Request) -> Look:
    """As this browser remembers it."""
    parts = (cookie(request, LOOK) or "").split(".")
    if len(parts) != 3 or parts[2] not in map(str, SIZES):
        return Look()
    return Look(parts[0] != "0", parts[1] != "0", int(parts[2]))


def chosen(fields: Mapping[str, str]) -> Look:
    """What a form says; a switch that is not in it is off."""
    size = fields.get("size", "")
    return Look("blur" in fields, "grey" in fields, int(size) if size in map(str, SIZES) else Look().size)


def keep_look(request: web.Request, response: web.Response, look: Look) -> None:
    """Remember it in this browser."""
    set_cookie(request, response, LOOK, f"{look.blur:d}.{look.grey:d}.{look.size}", YEAR_SECONDS)


def keep_rest(request: web.Request, response: web.Response) -> None:
    """Do not speak of a pause for as long as one works until the first is due."""
    seconds = request.app[SERVICES].config.pause_minutes * 60
    set_cookie(request, response, RESTED, "1", max(seconds, 1))


async def pause_due(request: web.Request, who: str, now: float) -> int:
    """For how many minutes somebody has said something without a pause, where that is long; else 0."""
    services = request.app[SERVICES]
    limit = services.config.pause_minutes
    if not limit or cookie(request, RESTED):
        return 0
    said = await services.store.review.busy_since(who, int(now) - 4 * limit * 60)
    minutes = worked(said, now) // 60
    return minutes if minutes >= limit else 0


def worked(said: Sequence[int], now: float) -> int:
    """Seconds since the last pause; ``said`` are moments, the latest first."""
    begun = int(now)
    for at in said:
        if begun - at > PAUSE_SECONDS:
            break
        begun = at
    return int(now) - begun
