"""Read a request body up to a limit and no further."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError
from pydantic import BaseModel, ValidationError

from colophon.errors import BadRequest, TooLarge

M = TypeVar("M", bound=BaseModel)
Keep = Callable[[bytes], None]

_BROKEN = (RequestPayloadError, HttpProcessingError, ConnectionError)
_BROKE_OFF = "the body broke off or is malformed"


async def wait_for_admission(_: web.Request) -> None:
    """Expectation handler: leaves ``Expect: 100-continue`` to `read_body`, which runs after admission."""


async def read_body(request: web.Request, limit: int, seconds: float) -> tuple[bytes, str]:
    """The body and its SHA-256.

    Raises TooLarge beyond ``limit`` bytes (announced or sent) and BadRequest when it is empty, encoded,
    broken off, or not there within ``seconds``.
    """
    chunks = list[bytes]()
    digest = await _receive(request, limit, seconds, chunks.append)
    return b"".join(chunks), digest


async def read_digest(request: web.Request, limit: int, seconds: float) -> str:
    """The SHA-256 of the body, of which nothing is kept. Raises like `read_body`."""
    return await _receive(request, limit, seconds, None)


async def _receive(request: web.Request, limit: int, seconds: float, keep: Keep | None) -> str:
    await _begin(request, limit)
    try:
        if request.content.is_eof():
            return await _read(request, limit, keep)
        async with asyncio.timeout(seconds):
            return await _read(request, limit, keep)
    except TimeoutError:
        raise BadRequest(f"the body did not arrive within {seconds:g} s") from None
    except _BROKEN as error:
        raise BadRequest(_BROKE_OFF) from error


async def _begin(request: web.Request, limit: int) -> None:
    """What the headers say about the body."""
    headers = request.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise BadRequest("the body must not be compressed (Content-Encoding)")
    if (request.content_length or 0) > limit:
        raise TooLarge(f"{request.content_length} bytes are more than the limit of {limit}")
    if headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # as aiohttp's own handler does: the answer has not begun


async def read_plain(request: web.Request, limit: int, seconds: float) -> bytes:
    """The body. Raises like `read_body`."""
    if not request.content.is_eof():
        return (await read_body(request, limit, seconds))[0]
    await _begin(request, limit)
    try:
        data = request.content.read_nowait()  # all of it came with the headers, as small ones do
    except _BROKEN as error:
        raise BadRequest(_BROKE_OFF) from error
    if not data:
        raise BadRequest("the body is empty")
    if len(data) > limit:
        raise TooLarge(f"the body is more than the limit of {limit} bytes")
    return data


async def read_json(request: web.Request, model: type[M], limit: int, seconds: float) -> M:
    """The body as a ``model``. Raises like `read_body`, and BadRequest naming the place that is wrong."""
    return parse_json(model, await read_plain(request, limit, seconds))


def parse_json(model: type[M], data: bytes) -> M:
    """Raises BadRequest that names the place but not the value, which may be anything."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise BadRequest(describe(error)) from None


def describe(error: ValidationError) -> str:
    """The first problem in one line."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"])) or "body"
    return f"{place}: {first['msg']}"


async def _read(request: web.Request, limit: int, keep: Keep | None) -> str:
    digest, size = hashlib.sha256(), 0
    while chunk := await request.content.readany():
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"the body is more than the limit of {limit} bytes")
        digest.update(chunk)
        if keep is not None:
            keep(chunk)
    if not size:
        raise BadRequest("the body is empty")
    return digest.hexdigest()
