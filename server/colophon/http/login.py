"""Logging in and out, and what somebody may do with their own account."""

from __future__ import annotations

import time

from aiohttp import web

from colophon.errors import AccessError, BadRequest, ColophonError, Refused, TooManyRequests
from colophon.http.forms import read_form
from colophon.http.login_form import login_form
from colophon.http.pages import ACCOUNT, LOGIN, home, page, to_page, within
from colophon.http.parameters import DONE, choice_of
from colophon.http.quantities import age
from colophon.http.services import SERVICES, Services
from colophon.http.visitor import FORM, KNOWN, SESSION, VISITOR, Visitor, cookie, drop_cookie, set_cookie
from colophon.staff.login import Entered

KNOWN_SECONDS = 90 * 24 * 3600  # a browser that logged in is no stranger for so long
MAX_FIELD = 300  # characters that are looked at


async def login_page(request: web.Request) -> web.Response:
    """The form; whoever is logged in goes on."""
    goes_to = within(request.query.get("next"))
    if VISITOR in request:
        return to_page(goes_to or home(request))
    return login_form(request, goes_to=goes_to)


async def log_in(request: web.Request) -> web.Response:
    """A name with its password, or a one-time code, for a session."""
    before = cookie(request, FORM)
    if before is None:
        raise Refused("this browser did not send our cookie; allow cookies for this address and try again")
    fields = await read_form(request, before)
    goes_to = within(fields.get("next"))
    code, name = fields.get("code", "")[:MAX_FIELD], fields.get("name", "")[:MAX_FIELD]
    login = request.app[SERVICES].staff.login
    try:
        if code.strip():
            entered = await login.by_code(code)
        else:
            entered = await login.by_password(name, fields.get("password", ""), cookie(request, KNOWN))
    except (AccessError, TooManyRequests) as error:
        return login_form(request, error.status, goes_to=goes_to, error=error, name=name)
    return await _entered(request, entered, goes_to)


async def log_out(request: web.Request) -> web.Response:
    """End this session."""
    await read_form(request)
    await request.app[SERVICES].staff.sessions.close(request[VISITOR].secret)
    response = to_page(LOGIN)
    drop_cookie(request, response, SESSION)
    return response


async def account_page(request: web.Request) -> web.Response:
    """Who is logged in, until when, and how to change the password."""
    return _account(request)


async def change_password(request: web.Request) -> web.Response:
    """Another password for one's own account; its other sessions end."""
    services, session = request.app[SERVICES], request[VISITOR].session
    fields = await read_form(request)
    if session.name is None:
        raise BadRequest("a one-time link has no password; an account does")
    new = fields.get("new", "")
    try:
        await services.staff.login.by_password(
            session.name, fields.get("password", ""), cookie(request, KNOWN)
        )
        entered = await _changed(services, session.name, new, fields.get("again", ""))
    except (Refused, BadRequest, TooManyRequests) as error:
        return _account(request, error)
    return await _entered(request, entered, f"{ACCOUNT}?done=password")


async def _changed(services: Services, name: str, new: str, again: str) -> Entered:
    if new != again:
        raise BadRequest("the new password was typed in two ways")
    await services.staff.accounts.set_password(name, new)
    return await services.staff.login.enter(name)


def _account(request: web.Request, error: ColophonError | None = None) -> web.Response:
    session, now = request[VISITOR].session, time.time()
    return page(
        request,
        "account.html",
        error.status if error else 200,
        error=str(error) if error else None,
        done=choice_of(request, DONE) == "password",
        since=f"{age(max(0.0, now - session.created))} ago",
        left=age(max(0.0, session.expires - now)),
    )


async def _entered(request: web.Request, entered: Entered, goes_to: str | None) -> web.Response:
    """A fresh session; whatever cookie there was before opens nothing any more."""
    sessions = request.app[SERVICES].staff.sessions
    secret = await sessions.open(entered.name, entered.role, cookie(request, SESSION))
    session = await sessions.find(secret)
    if session is None:
        raise Refused("this account was changed at this moment; log in again")
    request[VISITOR] = Visitor(session, secret)
    response = to_page(goes_to or home(request))
    set_cookie(request, response, SESSION, secret)
    drop_cookie(request, response, FORM)
    if entered.known:
        set_cookie(request, response, KNOWN, entered.known, KNOWN_SECONDS)
    return response
