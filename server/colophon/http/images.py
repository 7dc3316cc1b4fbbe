"""Images: asked for by hash, sent by the reader's browser on a miss, never fetched by the server."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from colophon.assess import Asking, assessment
from colophon.errors import HashMismatch, NotFound, Unreadable
from colophon.evidence import Findings, Post, Statement, Status
from colophon.http.answer import json_answer, problem
from colophon.http.body import read_body, read_json
from colophon.http.parameters import AVATAR, choice_of, locale_of, post_of, sha256_of, statements_of
from colophon.http.services import READER, SERVICES
from colophon.roles import SEE_SCORES
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
        asking = _asking(request, statements, item.post, asked.locale, item.avatar)
        assessed = _assess(request, findings, asking)
        results.append(LookupResult(sha256=item.sha256, known=True, assessment=assessed))
    return json_answer(LookupResponse(results=results))


async def put_image(request: web.Request) -> web.Response:
    """Look at the image in the body. The bytes are dropped when the answer is made."""
    services = request.app[SERVICES]
    limits = services.config.limits
    sha256, avatar = sha256_of(request), choice_of(request, AVATAR) == "true"
    asking = _asking(request, statements_of(request), post_of(request), locale_of(request), avatar)
    with await services.admission.place(request.transport):
        await services.quotas.image(request[READER])
        data, actual = await read_body(request, limits.body_bytes, limits.deadline_seconds)
        if actual != sha256:
            raise HashMismatch(f"the body has the SHA-256 {actual}")
        findings = await services.pipeline.findings(data, sha256)
    assessed = _assess(request, findings, asking)
    if assessed.status is Status.NOT_CHECKED:
        return problem(Unreadable.status, Unreadable.title, assessed.reason or "", assessed)
    return json_answer(assessed)


async def get_image(request: web.Request) -> web.Response:
    """What is known from the image alone."""
    sha256 = sha256_of(request)
    asking = _asking(request, (), None, locale_of(request))
    found = await request.app[SERVICES].pipeline.known([sha256])
    if sha256 not in found:
        raise NotFound("no image with this SHA-256 has been looked at")
    return json_answer(_assess(request, found[sha256], asking))


def _asking(
    request: web.Request,
    statements: Sequence[Statement],
    post: Post | None,
    locale: str,
    avatar: bool = False,
) -> Asking:
    reader = request[READER]
    return Asking(statements, post, reader.id, locale, avatar, scores=reader.role in SEE_SCORES)


def _assess(request: web.Request, findings: Findings, asking: Asking) -> AssessmentOut:
    services = request.app[SERVICES]
    # an estimate that somebody contests is not shown until it is reviewed (specification, section 2, 9)
    may_speak = services.config.detector_chip and findings.sha256 not in services.register.contested
    return assessment(findings, asking, services.assessed_with, may_speak)
