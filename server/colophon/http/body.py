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
from colophon.wire import OWN_WORDS

M = TypeVar("M", bound=BaseModel)

_BROKEN = (RequestPayloadError, HttpProcessingError, ConnectionError)
_BROKE_OFF = "the body broke off or is malformed"


async def wait_for_admission(_: web.Request) -> None:
    """Expectation handler: leaves ``Expect: 100-continue`` to `read_body`, which runs after admission."""


async def read_body(request: web.Request, limit: int, seconds: float) -> tuple[bytes, str]:
    """The body and its SHA-256.

    Raises TooLarge beyond ``limit`` bytes (announced or sent) and BadRequest when it is empty, encoded,
    broken off, or not there within ``seconds``.
    """
    digest, chunks = hashlib.sha256(), list[bytes]()

    def take(chunk: bytes) -> None:
        digest.update(chunk)
        chunks.append(chunk)

    await _receive(request, limit, seconds, take)
    return b"".join(chunks), digest.hexdigest()


async def drop_body(request: web.Request, limit: int, seconds: float) -> None:
    """Receive the body and keep nothing of it. Raises like `read_body`."""
    await _receive(request, limit, seconds, len)


async def _receive(request: web.Request, limit: int, seconds: float, take: Callable[[bytes], object]) -> None:
    if _waits(request, limit):
        await _invite(request)
    try:
        if request.content.is_eof():
            await _read(request, limit, take)
        else:
            async with asyncio.timeout(seconds):
                await _read(request, limit, take)
    except TimeoutError:
        raise BadRequest(f"the body did not arrive within {seconds:g} s") from None
    except _BROKEN as error:
        raise BadRequest(_BROKE_OFF) from error


def _waits(request: web.Request, limit: int) -> bool:
    """Whether the sender waits to be told so; raises where the headers tell of a body that is not taken."""
    headers = request.headers
    if "Content-Encoding" in headers and headers["Content-Encoding"].lower() != "identity":
        raise BadRequest("the body must not be compressed (Content-Encoding)")
    if (request.content_length or 0) > limit:
        raise TooLarge(f"{request.content_length} bytes are more than the limit of {limit}")
    return "Expect" in headers and headers["Expect"].lower() == "100-continue"


async def _invite(request: web.Request) -> None:
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # as aiohttp's own handler does: the answer has not begun


async def read_plain(request: web.Request, limit: int, seconds: float) -> bytes:
    """The body. Raises like `read_body`."""
    if not request.content.is_eof():
        return (await read_body(request, limit, seconds))[0]
    if _waits(request, limit):
        await _invite(request)
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
    return f"{place}: {first['msg'].removeprefix(OWN_WORDS)}"


async def _read(request: web.Request, limit: int, take: Callable[[bytes], object]) -> None:
    size = 0
    while chunk := await request.content.readany():
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"the body is more than the limit of {limit} bytes")
        take(chunk)
    if not size:
        raise BadRequest("the body is empty")
