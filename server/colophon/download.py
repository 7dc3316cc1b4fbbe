"""Fetching a list, a model, a timestamp: the one place that asks other machines, and only when told to."""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from colophon.errors import DownloadError

MAX_BYTES = 8 << 20  # the largest list is 0.3 MB
TIMEOUT = 20.0  # seconds without an answer
_CHUNK = 1 << 16
_HTTPS = ("https",)

Progress = Callable[[int, int | None], None]  # bytes that have come, and of how many if that is known


def fetch(
    address: str, *, timeout: float = TIMEOUT, limit: int = MAX_BYTES, schemes: tuple[str, ...] = _HTTPS
) -> bytes:
    """The bytes at ``address``; redirects are followed within ``schemes``.

    Raises DownloadError when it cannot be reached, has another scheme, or is larger than ``limit`` bytes.
    """
    with _opened(address, timeout, schemes) as response:
        data: bytes = response.read(limit + 1)
    if len(data) > limit:
        raise _too_large(address, limit)
    return data


def stream(
    address: str,
    *,
    limit: int,
    timeout: float = TIMEOUT,
    schemes: tuple[str, ...] = _HTTPS,
    progress: Progress = lambda _done, _total: None,
) -> Iterator[bytes]:
    """What is at ``address``, a piece at a time, for what is too large for `fetch`.

    Raises DownloadError as `fetch` does, and when it ends before what was announced has come.
    """
    with _opened(address, timeout, schemes) as response:
        total: int | None = response.length
        if total is not None and total > limit:
            raise _too_large(address, limit)
        done = 0
        while piece := response.read(_CHUNK):
            done += len(piece)
            if done > limit:
                raise _too_large(address, limit)
            yield piece
            progress(done, total)
    if total is not None and done < total:
        raise DownloadError(f"{address} ended after {done} of {total} bytes; try again")


def post(
    address: str, data: bytes, *, kind: str, timeout: float, limit: int, schemes: tuple[str, ...] = _HTTPS
) -> bytes:
    """The answer to ``data``, whose media type is ``kind``. Raises DownloadError as `fetch` does."""
    with _opened(address, timeout, schemes, data, kind) as response:
        answer: bytes = response.read(limit + 1)
    if len(answer) > limit:
        raise _too_large(address, limit)
    return answer


@contextmanager
def _opened(
    address: str, timeout: float, schemes: tuple[str, ...], data: bytes | None = None, kind: str | None = None
) -> Iterator[http.client.HTTPResponse]:
    _require(address, schemes)
    headers = {"User-Agent": "colophon"} | ({"Content-Type": kind} if kind else {})
    request = urllib.request.Request(address, data, headers)  # noqa: S310
    try:
        with urllib.request.build_opener(_Redirects(schemes)).open(request, timeout=timeout) as response:
            yield response
    except (OSError, http.client.HTTPException) as error:
        raise DownloadError(f"{address} cannot be reached: {getattr(error, 'reason', error)}") from error


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
        raise DownloadError(f"{address}: lists and models are fetched over {', '.join(schemes)} only")


def _too_large(address: str, limit: int) -> DownloadError:
    return DownloadError(f"{address} is larger than the limit of {limit} bytes")
