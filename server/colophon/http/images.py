"""Images: sent by the reader's browser on a miss, never fetched by the server; or asked for one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from colophon.assess import Asking, assessment
from colophon.errors import HashMismatch, NotFound, Overloaded, Unreadable
from colophon.evidence import Findings, Post, Statement, Status
from colophon.http.answer import json_bytes, problem
from colophon.http.body import drop_body, read_body
from colophon.http.parameters import AVATAR, choice_of, locale_of, post_of, sha256_of, statements_of
from colophon.http.services import READER, SERVICES, Services
from colophon.roles import SEE_SCORES, Reader


async def put_image(request: web.Request) -> web.Response:
    """Look at the image in the body. The bytes are dropped when the answer is made."""
    services, sha256 = request.app[SERVICES], sha256_of(request)
    avatar = choice_of(request, AVATAR) == "true"
    asking = _asking(request, statements_of(request), post_of(request), locale_of(request), avatar)
    how = _look if services.pipeline.held(sha256) is None else _recall
    return _answer(request, await how(request, services, sha256), asking)


async def _look(request: web.Request, services: Services, sha256: str) -> Findings:
    limits = services.config.limits
    with await services.admission.place(request.transport):
        again = await _sent_again(services, request[READER], sha256)
        if not again:
            await services.quotas.image(request[READER])
        data, actual = await read_body(request, limits.body_bytes, limits.deadline_seconds)
        if actual != sha256:
            if again:  # it only said so
                await services.quotas.image(request[READER])
            raise HashMismatch(f"the body has the SHA-256 {actual}")
        return await services.pipeline.findings(data, sha256)


async def _sent_again(services: Services, reader: Reader, sha256: str) -> bool:
    """Whether the image was looked at before: something has changed since, perhaps by a reviewer's decision.

    Its sender cannot know, and new bytes are the only way to the new answer, so that is not counted. Where
    nothing is counted, nobody is asked.
    """
    return services.quotas.counts(reader) and await services.pipeline.looked_before(sha256)


async def _recall(request: web.Request, services: Services, sha256: str) -> Findings:
    """What is known of an image that need not have been sent: it takes no place.

    What is in the body makes no difference, as it makes none to a lookup, so it is dropped as it comes.
    """
    limits = services.config.limits
    await drop_body(request, limits.body_bytes, limits.deadline_seconds)
    if (findings := services.pipeline.held(sha256)) is None:
        raise Overloaded("something has changed about this image in this moment; send it again")
    services.metrics.cache("memory")
    return findings


async def get_image(request: web.Request) -> web.Response:
    """What is known from the image alone."""
    sha256 = sha256_of(request)
    asking = _asking(request, (), None, locale_of(request))
    found = await request.app[SERVICES].pipeline.known([sha256])
    if sha256 not in found:
        raise NotFound("no image with this SHA-256 has been looked at")
    return _answer(request, found[sha256], asking, problems=False)


def _asking(
    request: web.Request,
    statements: Sequence[Statement],
    post: Post | None,
    locale: str,
    avatar: bool = False,
) -> Asking:
    reader = request[READER]
    return Asking(statements, post, reader.id, locale, avatar, scores=reader.role in SEE_SCORES)


def _answer(request: web.Request, findings: Findings, asking: Asking, problems: bool = True) -> web.Response:
    """The assessment; with ``problems``, one of an image that was not checked is a problem."""
    services = request.app[SERVICES]
    may_speak = services.may_speak_of(findings.sha256)
    made = services.renderings.of(findings, asking, may_speak)
    if problems and made.status is Status.NOT_CHECKED:
        assessed = assessment(findings, asking, services.assessed_with, may_speak)
        return problem(Unreadable.status, Unreadable.title, assessed.reason or "", assessed)
    return json_bytes(made.answer(services.renderings.versions(services.assessed_with)))
