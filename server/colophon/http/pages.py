"""Pages for people: rendered from ``colophon/pages``, every value escaped, with a strict content policy."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from aiohttp import web

from colophon import __version__
from colophon.errors import NotFound
from colophon.http.operations import OPERATIONS
from colophon.http.visitor import VISITOR

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = resources.files("colophon") / "pages"
HEADERS = {
    # no styles, scripts or images but our own files: what a template forgot to escape still runs nothing
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    # with less than this, browsers do not say from which page of ours a form was sent
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EMBED = web.RequestKey("embed", str)  # origins that may have the page in an iframe
FILES = {
    "style.css": "text/css",
    "staff.css": "text/css",
    "login.js": "text/javascript",
    "status.js": "text/javascript",
    "review.css": "text/css",
    "review.js": "text/javascript",
    "study.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
LOGIN = "/login"
ACCOUNT = "/account"
_WITHIN = re.compile(r"/(?![/\\])[!-~]{0,500}")  # a path of this server, and of no other


async def page_file(request: web.Request) -> web.Response:
    """A style, a script or an image of the pages."""
    name = request.match_info["name"]
    if name not in FILES:
        raise NotFound("there is no such file")
    return web.Response(body=_file(name), content_type=FILES[name])


def page(
    request: web.Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> web.Response:
    """A rendered template. It gets ``values``, the visitor (or None) and the navigation."""
    visitor = request.get(VISITOR)
    links = list(navigation(request)) if visitor else []
    text = rendered(
        template,
        visitor=visitor,
        navigation=links,
        path=request.path,
        embedded=bool(request.get(EMBED)),
        **values,
    )
    all_headers = {**HEADERS, **(headers or {})}
    if within := request.get(EMBED):
        policy = all_headers["Content-Security-Policy"]
        all_headers["Content-Security-Policy"] = policy.replace("ancestors 'none'", f"ancestors {within}")
    return web.Response(text=text, status=status, content_type="text/html", headers=all_headers)


def rendered(template: str, **values: Any) -> str:
    """A template with these values, all of them escaped."""
    return _environment().get_template(template).render(version=__version__, **values)


def navigation(request: web.Request) -> Iterable[tuple[str, str]]:
    """Address and name of the pages that this visitor's role reaches, in the order of the routes."""
    role = request[VISITOR].session.role
    for operation in request.app[OPERATIONS].values():
        if operation.nav and role in operation.roles:
            yield operation.path, operation.nav


def home(request: web.Request) -> str:
    """Where a visitor begins: the first page of the navigation."""
    return next((path for path, _ in navigation(request)), ACCOUNT)


def to_page(path: str) -> web.Response:
    """Go on to another page, with GET."""
    return web.Response(status=303, headers={"Location": path, **HEADERS})


def within(path: str | None) -> str | None:
    """``path`` where it is one of this server; None where it would lead elsewhere."""
    return path if path and _WITHIN.fullmatch(path) else None


@cache
def _file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def _environment() -> Environment:
    # imported here: 3 MB that a server whose pages nobody opens does not need
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("colophon", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(code=_with_code, utc=_utc)
    return environment


def _with_code(text: str) -> str:
    """What stands between backticks, as code."""
    from markupsafe import Markup

    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(p) if i % 2 else p for i, p in enumerate(parts))


def _utc(at: float, form: str) -> str:
    return time.strftime(form, time.gmtime(at))
