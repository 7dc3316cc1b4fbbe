"""The form in which staff log in."""

from __future__ import annotations

import secrets

from aiohttp import web

from colophon.errors import TooManyRequests
from colophon.http.pages import page, within
from colophon.http.visitor import FORM, cookie, set_cookie
from colophon.staff.sessions import form_token


def login_form(
    request: web.Request,
    status: int = 200,
    *,
    goes_to: str | None = None,
    error: Exception | None = None,
    name: str = "",
) -> web.Response:
    """The form; it goes on to ``goes_to``, one of our own pages.

    There is no session yet to sign it with, so it gets a cookie of its own.
    """
    headers = {"WWW-Authenticate": 'Cookie realm="Colophon"'} if status == 401 else {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after)
    secret = cookie(request, FORM) or secrets.token_urlsafe(32)
    response = page(
        request,
        "login.html",
        status,
        headers,
        form_token=form_token(secret),
        goes_to=within(goes_to),
        error=str(error) if error else None,
        name=name,
    )
    set_cookie(request, response, FORM, secret)
    return response
