"""Who looks at a page: the session cookie, and that what is sent comes from our own pages."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from colophon.address import host_headers
from colophon.errors import NotLoggedIn, Refused
from colophon.http.operations import Operation
from colophon.http.services import SERVICES
from colophon.staff.sessions import form_token
from colophon.store.staff import Session

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SESSION = "session"
KNOWN = "known"  # that this browser logged in to an account before
FORM = "form"  # what the login form is signed with, before there is a session


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with an open session. ``secret`` is that of the cookie and goes nowhere else."""

    session: Session
    secret: str

    @property
    def form_token(self) -> str:
        """What every form of this session carries."""
        return form_token(self.secret)


VISITOR = web.RequestKey("visitor", Visitor)  # on pages, where there is a session


async def check_visitor(request: web.Request, operation: Operation) -> None:
    """Note who visits a page. Raises NotLoggedIn without a session, Refused when its role does not reach."""
    secret = cookie(request, SESSION)
    session = await request.app[SERVICES].staff.sessions.find(secret) if secret else None
    if secret and session:
        request[VISITOR] = Visitor(session, secret)
    if not operation.roles:
        return
    if session is None:
        raise NotLoggedIn("this page is for staff, and you are not logged in, or no longer")
    if session.role not in operation.roles:
        roles = ", ".join(sorted(operation.roles))
        raise Refused(f"you are logged in as {session.role}; this page is for {roles}")


def check_own_page(request: web.Request) -> None:
    """Refuse what another site's page sends. Raises Refused.

    Browsers say in ``Origin`` or in ``Sec-Fetch-Site`` where a form was. What says neither is refused, too.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    own = origin is not None and origin.lower() == own_origin(request)
    if request.method in SAFE_METHODS:
        if origin is not None and not own:
            raise Refused("other pages may not read this one")
        return
    told = own and site is None
    if not (told or (site == "same-origin" and (own or origin is None))):
        raise Refused("a form is taken from our own pages only; open the page itself and send it from there")


def own_origin(request: web.Request) -> str:
    """The origin of our pages as this request's browser has it. Its ``Host`` was found to be ours."""
    public, host = request.app[SERVICES].config.public_url, request.host.lower()
    return public if public and host in host_headers(public) else f"http://{host}"


def cookie(request: web.Request, what: str) -> str | None:
    """The value of one of our cookies."""
    return request.cookies.get(_name(request, what)) or None


def set_cookie(
    request: web.Request, response: web.StreamResponse, what: str, value: str, seconds: int | None = None
) -> None:
    """For this host and browser only: no script reads it and no other site's page sends it along.

    It lasts ``seconds``, or as long as the browser runs.
    """
    response.set_cookie(
        _name(request, what),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=_is_secure(request),
    )


def drop_cookie(request: web.Request, response: web.StreamResponse, what: str) -> None:
    """Let the browser forget it."""
    set_cookie(request, response, what, "", 0)


def _is_secure(request: web.Request) -> bool:
    return own_origin(request).startswith("https://")


def _name(request: web.Request, what: str) -> str:
    """With TLS, a prefix that makes browsers refuse it from anywhere else; else our port.

    Cookies do not know ports: two servers on one computer would take each other's session.
    """
    if _is_secure(request):
        return f"__Host-colophon-{what}"
    return f"colophon-{what}-{request.host.rpartition(':')[2]}"
