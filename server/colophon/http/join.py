"""The page behind an invitation's link: what joining means, before anything is sent."""

from __future__ import annotations

from aiohttp import web

from colophon.http.readers_pages import readers_page


async def page(request: web.Request) -> web.Response:
    """The code is in the fragment of this page's address: it stays there for the extension."""
    return readers_page(request, "join")
