"""What this server publishes: lists of hashes, labels to ask for, and who it is to the AT Protocol."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from colophon.errors import BadRequest, NotFound
from colophon.http.operations import Operation, Parameter
from colophon.http.publishing import Publishing
from colophon.http.services import SERVICES
from colophon.publish.labels import Label, in_json, sha256_of, uri_of
from colophon.publish.lists import ListFormat, state_of, written
from colophon.publish.wire import LabelsOut
from colophon.store.published import Published, PublishedTable

SLOW_SECONDS = 20.0  # in which whoever reads a list has to take something of it
MAX_LABELS = 250  # com.atproto.label.queryLabels
MAX_PATTERNS, MAX_SOURCES = 20, 5  # with these, an address stays below the 8 kB that are read of it
_NAMES = {"type": "string", "pattern": "^[!-~]{1,200}$"}
PAGES, PAGE = 10, 200  # rows looked at in one answer; the cursor goes on from there


def published_here(request: web.Request) -> Publishing:
    """What is published. Raises NotFound where nothing is."""
    found = request.app[SERVICES].publishing
    if found is None:
        raise NotFound("this server publishes nothing: its operator can turn that on (publish)")
    return found


async def did_document(request: web.Request) -> web.Response:
    """Who this server is, and with which key its labels are signed."""
    return web.json_response(published_here(request).labeler.identity.document())


async def query_labels(request: web.Request) -> web.Response:
    """Labels that stand, of the images that are asked for."""
    here = published_here(request)
    patterns, sources = _list(request, "uriPatterns", MAX_PATTERNS), _list(request, "sources", MAX_SOURCES)
    if not patterns:
        raise BadRequest(f"uriPatterns is needed: {uri_of('0' * 64)} or with an asterisk at its end")
    limit, after = _number(request, "limit", 50, 1, MAX_LABELS), _number(request, "cursor", 0, 0, 2**53 - 1)
    if sources and here.labeler.identity.did not in sources:
        return web.json_response({"labels": []})
    table = request.app[SERVICES].store.published
    if any("*" in pattern for pattern in patterns):
        found, last = await _scanned(here, table, _matching(patterns), after, limit)
    else:
        images = dict.fromkeys(filter(None, map(sha256_of, patterns)))
        about = [rows[-1] for sha256 in images if (rows := await table.of_image(sha256))]
        rows = sorted((row for row in about if row.seq > after), key=lambda row: row.seq)
        found, last = _standing(here, rows, limit)
    cursor = {} if last is None else {"cursor": str(last)}
    return web.json_response({**cursor, "labels": [in_json(label) for label in found]})


def _matching(patterns: list[str]) -> Callable[[Published], bool]:
    exact = {pattern for pattern in patterns if "*" not in pattern}
    prefixes = tuple(pattern[:-1] for pattern in patterns if "*" in pattern)
    if any("*" in prefix for prefix in prefixes) or any(p[-1:] != "*" for p in patterns if "*" in p):
        raise BadRequest("an asterisk may stand at the end of a pattern only")
    return lambda row: uri_of(row.sha256) in exact or uri_of(row.sha256).startswith(prefixes)


async def _scanned(
    here: Publishing,
    table: PublishedTable,
    wanted: Callable[[Published], bool],
    after: int,
    limit: int,
) -> tuple[list[Label], int | None]:
    found: list[Label] = []
    for _ in range(PAGES):
        rows = await table.last_of_images(after, PAGE)
        if not rows:
            return found, None
        more, last = _standing(here, [row for row in rows if wanted(row)], limit - len(found))
        found += more
        if last is not None:
            return found, last
        after = rows[-1].seq
    return found, after


def _standing(here: Publishing, rows: list[Published], limit: int) -> tuple[list[Label], int | None]:
    """The first ``limit`` of their labels; the number of the last one where there may be more."""
    now = time.time()
    found: list[Label] = []
    for row in rows:
        if row.counts_at(now) and (label := here.labeler.label(row)) is not None:
            found.append(label)
            if len(found) == limit:
                return found, row.seq
    return found, None


async def published_csv(request: web.Request) -> web.StreamResponse:
    """What stands, as a list that `colophon registry import` reads."""
    return await _list_answer(request, ListFormat.CSV, "text/csv")


async def published_json(request: web.Request) -> web.StreamResponse:
    """What stands, in the fields of ThreatExchange."""
    return await _list_answer(request, ListFormat.THREATEXCHANGE, "application/json")


async def _list_answer(request: web.Request, format: ListFormat, media_type: str) -> web.StreamResponse:
    here, table, now = published_here(request), request.app[SERVICES].store.published, time.time()
    headers = {"ETag": f'"{await state_of(table, now)}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    with here.lists.one():
        pieces: AsyncIterator[bytes] = written(table, format, here.address, now)
        response = web.StreamResponse(headers={**headers, "Content-Type": media_type})
        response.content_type = media_type
        await response.prepare(request)
        try:
            async for piece in pieces:
                async with asyncio.timeout(SLOW_SECONDS):
                    await response.write(piece)
            await response.write_eof()
        except TimeoutError:  # whoever takes nothing must not keep others out
            if request.transport is not None:
                request.transport.abort()
    return response


def _list(request: web.Request, name: str, most: int) -> list[str]:
    values = request.query.getall(name, [])
    if len(values) > most or not all(re.fullmatch(_NAMES["pattern"], value) for value in values):
        raise BadRequest(
            f"{name} may be given {most} times, each of 1 to 200 ASCII characters without spaces"
        )
    return values


def _number(request: web.Request, name: str, default: int, least: int, most: int) -> int:
    text = request.query.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:20]) <= most:
        raise BadRequest(f"{name} must be a number from {least} to {most}")
    return int(text)


PUBLISHED = (
    Operation(
        "GET",
        "/v1/published.csv",
        published_csv,
        "Decisions that stand, where this server publishes them: a list that `registry import` reads",
        {200: "text/csv", 304: None},
        problems=(404, 503),
    ),
    Operation(
        "GET",
        "/v1/published.json",
        published_json,
        "Decisions that stand, in the fields of ThreatExchange",
        {200: "application/json", 304: None},
        problems=(404, 503),
    ),
    Operation(
        "GET",
        "/.well-known/did.json",
        did_document,
        "The DID document of a server that publishes labels",
        {200: "application/json"},
        problems=(404,),
    ),
    Operation(
        "GET",
        "/xrpc/com.atproto.label.queryLabels",
        query_labels,
        "Labels of the AT Protocol that stand, by the names of their images",
        {200: LabelsOut},
        problems=(400, 404, 503),
        parameters=(
            Parameter(
                "uriPatterns",
                "query",
                {"type": "array", "items": _NAMES, "minItems": 1, "maxItems": MAX_PATTERNS},
                "Names of images; an asterisk at the end is any.",
                required=True,
            ),
            Parameter(
                "sources",
                "query",
                {"type": "array", "items": _NAMES, "maxItems": MAX_SOURCES},
                "Only labels of these.",
            ),
            Parameter(
                "limit",
                "query",
                {"type": "integer", "minimum": 1, "maximum": MAX_LABELS, "default": 50},
                "The most labels in one answer.",
            ),
            Parameter(
                "cursor", "query", {"type": "string", "pattern": "^[0-9]{1,15}$"}, "Of the last answer."
            ),
        ),
    ),
)
