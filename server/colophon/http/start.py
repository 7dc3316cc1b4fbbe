"""The page at the server's own address: what this is, and where to go. It says nothing about anybody."""

from __future__ import annotations

from aiohttp import web

from colophon.http.readers_pages import readers_page


async def page(request: web.Request) -> web.Response:
    """For whoever comes without a link."""
    return readers_page(request, "start")
