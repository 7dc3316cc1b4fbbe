"""Who may talk to the server: its own names only, no web pages, a token where the route wants one."""

from __future__ import annotations

from functools import cache, lru_cache

from aiohttp import web

from colophon.address import LOOPBACK, host_headers
from colophon.config import Config
from colophon.errors import BadRequest, NotPaired, Refused
from colophon.http.operations import OPERATIONS, Operation
from colophon.http.services import READER, Services

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # to listen on, but nobody's name  # noqa: S104
EXTENSION_SCHEMES = ("chrome-extension://", "moz-extension://", "safari-web-extension://")


def check_host(request: web.Request, config: Config) -> None:
    """Refuse names that are not ours: a web page may point its own name at this machine (DNS rebinding)."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    if not _ours(request.host, config.public_url, config.host, name):
        raise Refused("the Host header names another server")


def check_origin(request: web.Request, own: str | None = None) -> None:
    """Refuse everything that a web page started, but for one of our ``own`` origin.

    Extensions have origins of their own schemes.
    """
    origin = request.headers.get("Origin")
    if origin is not None and not origin.startswith(EXTENSION_SCHEMES) and origin.lower() != own:
        raise Refused("web pages may not ask this server")


async def check_role(request: web.Request, services: Services, operation: Operation) -> None:
    """Note who asks. Raises NotPaired without a known bearer token, Refused when its role does not reach."""
    token = bearer_of(request)
    if token is None:
        raise NotPaired("this needs a token: pair with the code that the server shows")
    reader = services.readers.remembered(token) or await services.readers.of(token)
    if reader.role not in operation.roles:
        raise Refused(f"the role {reader.role} may not do this")
    services.quotas.request(reader)
    request[READER] = reader


def bearer_of(request: web.Request) -> str | None:
    """The bearer token that came along, if one did."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def check_query(request: web.Request, operation: Operation | None) -> None:
    """Refuse parameters that the operation does not know: a misspelt one would be passed over in silence."""
    if operation is None or not (operation.roles or operation.participant) or "?" not in request.raw_path:
        return
    known = {p.name for p in operation.parameters if p.where == "query"}
    if unknown := set(request.query) - known:
        raise BadRequest(
            f"unknown parameter {min(unknown)[:40]!r}; known: {', '.join(sorted(known)) or 'none'}"
        )


def operation_of(request: web.Request) -> Operation | None:
    """The operation that is asked for; None for what is no operation of the API, as the demo's feed."""
    return request.app.get(OPERATIONS, {}).get(request.match_info.route)


@lru_cache(maxsize=64)
def _ours(host: str, public_url: str | None, listens_on: str, own_name: object) -> bool:
    """``own_name`` is that of the socket: address and port first, where it has a port."""
    own_port = str(own_name[1]) if isinstance(own_name, tuple) else ""
    host = host.lower()
    if public_url and host in host_headers(public_url):
        return True
    name, _, port = host.rpartition(":") if _has_port(host) else (host, "", "80")
    return name in _own_names(listens_on) and port == own_port


@cache
def _own_names(listens_on: str) -> frozenset[str]:
    names = (LOOPBACK | {listens_on}) - EVERYWHERE
    return frozenset(f"[{name}]" if ":" in name else name for name in names)


def _has_port(host: str) -> bool:
    return ":" in host.rpartition("]")[2]
