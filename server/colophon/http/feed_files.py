"""What the page of a study's own feed runs: its own files, and the extension's, so that labels look alike."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path

from aiohttp import web

from colophon.errors import NotFound

PATH = "/study-feed"
SECONDS = 300
_OWN = resources.files("colophon") / "pages" / "feed"
_PACKAGED = Path(__file__).parent.parent / "extension"  # of an installed server
_BESIDE = Path(__file__).parents[3] / "extension"  # of a checkout
_TYPES = {"js": "text/javascript", "json": "application/json", "css": "text/css"}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}\.(js|json|css)")
# folders of the extension that hold nothing but what every copy of it holds
_EXTENSION = re.compile(
    r"(content|background|background/study|background/words|_locales/[a-zA-Z_]{2,5})/[a-z][a-z0-9_]{0,40}\.(js|json)"
)


def add_feed_files(app: web.Application) -> None:
    """Serve them; they are no operations of the API."""
    app.router.add_get(PATH + "/{name:[^/]{1,80}}", own_file)
    app.router.add_get(PATH + "/extension/{path:.{1,120}}", extension_file)


async def own_file(request: web.Request) -> web.Response:
    """A file of the page itself."""
    return _answer(request.match_info["name"], _own(request.match_info["name"]))


async def extension_file(request: web.Request) -> web.Response:
    """A file of the extension."""
    return _answer(request.match_info["path"], extension_bytes(request.match_info["path"]))


def extension_folder() -> Path:
    """Where the extension lies: in the package, or beside it."""
    return _PACKAGED if _PACKAGED.is_dir() else _BESIDE


def _answer(name: str, body: bytes | None) -> web.Response:
    if body is None:
        raise NotFound("there is no such file")
    headers = {"Cache-Control": f"public, max-age={SECONDS}"}
    return web.Response(
        body=body, content_type=_TYPES[name.rpartition(".")[2]], charset="utf-8", headers=headers
    )


@cache
def _own(name: str) -> bytes | None:
    file = _OWN / name
    return file.read_bytes() if _NAME.fullmatch(name) and file.is_file() else None


@cache
def extension_bytes(path: str) -> bytes | None:
    """A file of the extension; None where there is none, or none for this page."""
    file = extension_folder() / path
    return file.read_bytes() if _EXTENSION.fullmatch(path) and file.is_file() else None
