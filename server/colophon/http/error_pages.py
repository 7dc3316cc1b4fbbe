"""Errors, for a person."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from colophon.http.login_form import login_form
from colophon.http.operations import Operation
from colophon.http.pages import page
from colophon.http.visitor import SAFE_METHODS

_TITLES = {404: "Nothing here", 405: "Not in this way"}


def wants_page(request: web.Request, operation: Operation | None) -> bool:
    """Whether errors are to be pages: for a page, and for an address that a person mistyped."""
    if operation is not None:
        return operation.page
    unknown = request.match_info.route.resource is None
    return unknown and "text/html" in request.headers.get("Accept", "")


def error_page(
    request: web.Request, status: int, title: str, detail: str, headers: Mapping[str, str]
) -> web.Response:
    """What went wrong. Whoever opened a page without being logged in can do that right there."""
    if status == 401 and request.method in SAFE_METHODS:
        return login_form(request, 401, goes_to=request.path_qs)
    title = _TITLES.get(status, title)
    return page(request, "error.html", status, headers, title=title, detail=detail, number=status)
