"""Errors as the AT Protocol has them, at its addresses (atproto.com/specs/xrpc, "Error Responses")."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from colophon.http.operations import Operation
from colophon.publish.wire import XrpcProblem

_BEGINS = "/xrpc/"
_NAMES = {
    400: "InvalidRequest",
    403: "Forbidden",
    404: "XRPCNotSupported",
    500: "InternalServerError",
    503: "NotEnoughResources",
}


def is_xrpc(operation: Operation | None) -> bool:
    """Whether this is one of the protocol's own operations."""
    return operation is not None and operation.path.startswith(_BEGINS)


def xrpc_error(status: int, detail: str, headers: Mapping[str, str]) -> web.Response:
    """What went wrong, by a name that clients know."""
    said = XrpcProblem(error=_NAMES.get(status, "Unknown"), message=detail)
    return web.Response(
        body=said.model_dump_json().encode(), status=status, content_type="application/json", headers=headers
    )
