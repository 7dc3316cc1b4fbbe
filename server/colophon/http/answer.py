"""Answers: JSON, problem documents, and the headers all of them carry."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from multidict import CIMultiDict, istr
from pydantic import BaseModel

from colophon.wire import AssessmentOut, Problem

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# as aiohttp keeps headers: from this a copy is made in a tenth of the time
_JSON = CIMultiDict({istr(k): v for k, v in {"Content-Type": "application/json", **HEADERS}.items()})
PROBLEM_TYPE = "application/problem+json"


def json_answer(value: BaseModel, status: int = 200) -> web.Response:
    """``value`` as JSON."""
    return web.Response(body=value.model_dump_json().encode(), status=status, content_type="application/json")


def json_bytes(body: bytes) -> web.Response:
    """``body``, which is JSON already."""
    return web.Response(body=body, headers=_JSON)


def complete(response: web.StreamResponse) -> None:
    """Add those of `HEADERS` that ``response`` says nothing of; `json_bytes` has them all."""
    if "Cross-Origin-Resource-Policy" not in response.headers:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)


def problem(
    status: int,
    title: str,
    detail: str,
    assessment: AssessmentOut | None = None,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """An RFC 9457 problem document."""
    document = Problem(title=title, status=status, detail=detail, assessment=assessment)
    body = document.model_dump_json(exclude=None if assessment else {"assessment"})
    return web.Response(body=body.encode(), status=status, content_type=PROBLEM_TYPE, headers=headers)
