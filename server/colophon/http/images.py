"""Images: asked for by hash, sent by the reader's browser on a miss, never fetched by the server."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from colophon.assess import assessment
from colophon.errors import HashMismatch, NotFound, Unreadable
from colophon.evidence import Findings, Statement, Status
from colophon.http.answer import json_answer, problem
from colophon.http.body import read_body, read_json
from colophon.http.parameters import locale_of, sha256_of, statements_of
from colophon.http.services import SERVICES
from colophon.wire import AssessmentOut, LookupRequest, LookupResponse, LookupResult


async def lookup(request: web.Request) -> web.Response:
    """Answer many hashes from the cache, each joined to the statements of its occurrence."""
    services = request.app[SERVICES]
    limits = services.config.limits
    asked = await read_json(request, LookupRequest, limits.json_bytes, limits.deadline_seconds)
    found = await services.pipeline.known(item.sha256 for item in asked.items)
    results = []
    for item in asked.items:
        if (findings := found.get(item.sha256)) is None:
            results.append(LookupResult(sha256=item.sha256, known=False))
            continue
        statements = [statement.to_statement() for statement in item.statements]
        assessed = _assess(request, findings, statements, asked.locale)
        results.append(LookupResult(sha256=item.sha256, known=True, assessment=assessed))
    return json_answer(LookupResponse(results=results))


async def put_image(request: web.Request) -> web.Response:
    """Look at the image in the body. The bytes are dropped when the answer is made."""
    services = request.app[SERVICES]
    limits = services.config.limits
    sha256, locale, statements = sha256_of(request), locale_of(request), statements_of(request)
    with services.admission.slot():
        data, actual = await read_body(request, limits.body_bytes, limits.deadline_seconds)
        if actual != sha256:
            raise HashMismatch(f"the body has the SHA-256 {actual}")
        findings = await services.pipeline.findings(data, sha256)
    assessed = _assess(request, findings, statements, locale)
    if assessed.status is Status.NOT_CHECKED:
        return problem(Unreadable.status, Unreadable.title, assessed.reason or "", assessed)
    return json_answer(assessed)


async def get_image(request: web.Request) -> web.Response:
    """What is known from the image alone."""
    sha256, locale = sha256_of(request), locale_of(request)
    found = await request.app[SERVICES].pipeline.known([sha256])
    if sha256 not in found:
        raise NotFound("no image with this SHA-256 has been looked at")
    return json_answer(_assess(request, found[sha256], (), locale))


def _assess(
    request: web.Request, findings: Findings, statements: Sequence[Statement], locale: str
) -> AssessmentOut:
    services = request.app[SERVICES]
    return assessment(findings, statements, locale, services.versions, services.config.detector_chip)
