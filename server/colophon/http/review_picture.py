"""The picture of an item: small, still, without metadata, and for reviewers alone."""

from __future__ import annotations

from aiohttp import web

from colophon.errors import BadRequest
from colophon.http.operations import Parameter
from colophon.http.review_pages import item_at
from colophon.http.services import SERVICES
from colophon.review.previews import SIDES

JPEG = "image/jpeg"
SIZE = Parameter(
    "size",
    "query",
    {"type": "integer", "enum": [*SIDES], "default": SIDES[0]},
    "Pixels of its longer side, at most.",
)
HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox", "Content-Disposition": "inline"}


async def picture(request: web.Request) -> web.Response:
    """A JPEG of the kept picture. Never of a protected one."""
    services = request.app[SERVICES]
    side = _side(request)
    found = await services.pictures.open((await item_at(request)).sha256)
    return web.Response(body=await services.previews.of(found, side), content_type=JPEG, headers=HEADERS)


def _side(request: web.Request) -> int:
    text = request.query.get(SIZE.name, str(SIDES[0]))
    if text not in map(str, SIDES):
        raise BadRequest(f"size must be one of {', '.join(map(str, SIDES))}")
    return int(text)
