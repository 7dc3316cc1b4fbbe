"""Fetching a list: the one place that asks another machine for anything, and only when told to."""

from __future__ import annotations

import http.client
import urllib.request
from typing import IO

from colophon.errors import DownloadError

MAX_BYTES = 8 << 20  # the largest list is 0.3 MB
TIMEOUT = 20.0  # seconds without an answer
_HTTPS = ("https",)


def fetch(
    address: str, *, timeout: float = TIMEOUT, limit: int = MAX_BYTES, schemes: tuple[str, ...] = _HTTPS
) -> bytes:
    """The bytes at ``address``; redirects are followed within ``schemes``.

    Raises DownloadError when it cannot be reached, has another scheme, or is larger than ``limit`` bytes.
    """
    _require(address, schemes)
    request = urllib.request.Request(address, headers={"User-Agent": "colophon"})  # noqa: S310
    try:
        with urllib.request.build_opener(_Redirects(schemes)).open(request, timeout=timeout) as response:
            data: bytes = response.read(limit + 1)
    except (OSError, http.client.HTTPException) as error:
        raise DownloadError(f"{address} cannot be reached: {getattr(error, 'reason', error)}") from error
    if len(data) > limit:
        raise DownloadError(f"{address} is larger than the limit of {limit} bytes")
    return data


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, schemes: tuple[str, ...]) -> None:
        self._schemes = schemes

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _require(newurl, self._schemes)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require(address: str, schemes: tuple[str, ...]) -> None:
    if address.partition("://")[0] not in schemes:
        raise DownloadError(f"{address}: lists are fetched over {', '.join(schemes)} only")
