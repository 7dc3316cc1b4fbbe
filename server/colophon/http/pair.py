"""Pairing over HTTP: the exchange, and the page on which the extension finds the code."""

from __future__ import annotations

from importlib import resources

from aiohttp import web

from colophon.http.answer import json_answer
from colophon.http.body import read_json
from colophon.http.services import SERVICES
from colophon.wire import PairRequest, PairResponse

_PAGES = resources.files("colophon") / "pages"
_PAGE = (_PAGES / "pair.html").read_text(encoding="utf-8")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def exchange(request: web.Request) -> web.Response:
    """Turn a one-time code into a token."""
    services = request.app[SERVICES]
    limits = services.config.limits
    asked = await read_json(request, PairRequest, limits.json_bytes, limits.deadline_seconds)
    return json_answer(PairResponse(token=await services.pairing.exchange(asked.code)))


async def page(_: web.Request) -> web.Response:
    """The code is in the fragment of this page's address, which a browser sends to nobody."""
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return web.Response(text=_PAGE, content_type="text/html", headers=headers)
