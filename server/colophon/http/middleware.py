"""Around every request: figures and the access log, errors to problem documents, and the guard."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from colophon.errors import ColophonError, NotPaired, Overloaded, TooManyRequests
from colophon.http.answer import complete, problem
from colophon.http.error_pages import error_page, wants_page
from colophon.http.guard import check_host, check_origin, check_query, check_role, operation_of
from colophon.http.operations import OPERATIONS, Operation
from colophon.http.services import READER, SERVICES, Services
from colophon.http.unread import settle
from colophon.http.visitor import check_own_page, check_visitor, own_origin
from colophon.http.xrpc import is_xrpc, xrpc_error
from colophon.store.engine import no_answer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

access = logging.getLogger("colophon.access")
log = logging.getLogger(__name__)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
SILENT_SECONDS = 3  # a PostgreSQL server that is restarted answers after one to three


@web.middleware
async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Around every request, in one coroutine, since each costs every lookup.

    Counts and times it; logs method, route, status and time, never an address or anything sent.
    """
    app = request.app
    services: Services = app[SERVICES]
    operation = app[OPERATIONS].get(request.match_info.route)
    metrics = services.metrics
    start = time.perf_counter()
    metrics.in_flight += 1
    try:
        await _admit(request, services, operation)
        response = await handler(request)
    except Exception as error:
        response = answer_to(request, error)
    finally:
        metrics.in_flight -= 1
    seconds = time.perf_counter() - start
    route = operation.path if operation else _route(request)
    method = request.method if request.method in METHODS else "other"
    metrics.request(method, route, response.status, seconds)
    if access.isEnabledFor(logging.INFO):
        _log(request, method, route, response.status, seconds)
    complete(response)
    if services.draining.on:
        response.force_close()  # the next request goes to a server that stays
    if not request.content.is_eof():
        await settle(request, response)
    return response


def answer_to(request: web.Request, error: Exception) -> web.StreamResponse:
    """The one place where errors become answers. Raises those that are answers already, as redirects are."""
    match error:
        case ColophonError():
            if error.status < 500 or isinstance(error, Overloaded):
                return _told(request, error.status, error.title, str(error), _headers(error))
        case web.HTTPException():
            if error.status < 400:
                raise error
            allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
            return _told(
                request, error.status, error.reason, _EXPLAINED.get(error.status, error.reason), allow
            )
        case SQLAlchemyError() if no_answer(error):
            return _silent(request, error)
    return _unexpected(request, error)


async def _admit(request: web.Request, services: Services, operation: Operation | None) -> None:
    """See who asks, and from where, before anything is read. Raises what the checks raise."""
    check_host(request, services.config)
    if operation is not None and operation.page:
        check_own_page(request)
        await check_visitor(request, operation)
    else:
        check_origin(request, own_origin(request) if operation is None or operation.feed else None)
        if operation is not None and operation.roles:
            await check_role(request, services, operation)
    check_query(request, operation)


def _route(request: web.Request) -> str:
    """The path of what is no operation, without what it was filled in with."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "(none)"


_EXPLAINED = {404: "there is nothing at this address", 405: "this address does not know this method"}


def _log(request: web.Request, method: str, route: str, status: int, seconds: float) -> None:
    milliseconds = round(seconds * 1000, 1)
    role = request[READER].role if READER in request else None
    fields = {"method": method, "route": route, "status": status, "ms": milliseconds, "role": role}
    access.info("%s %s %d %.1f ms", method, route, status, milliseconds, extra=fields)


def _headers(error: ColophonError) -> dict[str, str]:
    if isinstance(error, Overloaded | TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, NotPaired) else {}


def _told(
    request: web.Request, status: int, title: str, detail: str, headers: Mapping[str, str]
) -> web.Response:
    """To a person as a page, to a program as a problem document."""
    if wants_page(request, operation_of(request)):
        return error_page(request, status, title, detail, headers)
    if is_xrpc(operation_of(request)):
        return xrpc_error(status, detail, headers)
    return problem(status, title, detail, headers=headers)


def _silent(request: web.Request, error: SQLAlchemyError) -> web.Response:
    """The store does not answer: every request says it while it lasts, and the log now and then."""
    request.app[SERVICES].store.outage.failed(error, "a request could not be answered")
    said = "the store does not answer; a change that was sent may not have been kept. Try again in a moment"
    return _told(request, 503, "The store does not answer", said, {"Retry-After": str(SILENT_SECONDS)})


def _unexpected(request: web.Request, error: Exception) -> web.Response:
    """The log gets the trace; the caller gets a number to find it by."""
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    said = f"this is our fault; the server's log has it as error {number}"
    return _told(request, 500, ColophonError.title, said, {})
