"""The OpenAPI document, made from the operations and the pydantic models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import orjson
from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from colophon import __version__
from colophon.http.answer import PROBLEM_TYPE
from colophon.http.forms import FORM_TYPE
from colophon.http.operations import BINARY, OPENAPI, Operation
from colophon.http.xrpc import is_xrpc
from colophon.publish.wire import XrpcProblem
from colophon.wire import Problem

ALWAYS = (403, 500)  # any request: a wrong Host or a web origin; our own fault
HEADERS = {
    401: {"WWW-Authenticate": "Always Bearer."},
    429: {"Retry-After": "Seconds to wait."},
    503: {"Retry-After": "Seconds to wait."},
}
MEANINGS = {
    101: "The stream, as a WebSocket",
    200: "The answer",
    201: "Kept",
    204: "Done",
    303: "Done; go on to another page",
    304: "As it was by the `If-None-Match` that was sent",
    400: "The request is malformed",
    401: "No token, or one that is not known",
    403: "Another Host, a web origin, a wrong code, no consent, or a role that does not reach",
    404: "Nothing is known under this name",
    409: "What is asked does not fit what is there: another SHA-256, a study that is closed",
    413: "More bytes than the limit",
    415: "Not an image of a type that is read",
    422: "Nothing of the image could be read; `assessment` says why",
    429: "More pictures, contests, requests or wrong codes than the limit",
    500: "The server's fault; the detail has a number to find it in the log",
    503: "Busy, starting or shutting down",
}
_REF = "#/components/schemas/{model}"


async def openapi(request: web.Request) -> web.Response:
    """The document as JSON."""
    return web.Response(body=request.app[OPENAPI], content_type="application/json")


def document(operations: Sequence[Operation]) -> bytes:
    """OpenAPI 3.1 for these operations."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return orjson.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Colophon",
                "version": __version__,
                "description": "How an image was made, who says so, and how far that can be trusted.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "paths": paths,
            "components": {
                "schemas": _schemas(operations),
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer", "description": "From /v1/pair."},
                    "participant": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "From /v1/studies/{id}/participants.",
                    },
                    "session": {
                        "type": "apiKey",
                        "in": "cookie",
                        "name": "__Host-colophon-session",
                        "description": "From /login; without TLS its name is colophon-session-PORT.",
                    },
                },
            },
        },
        option=orjson.OPT_NON_STR_KEYS,
    )


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": operation.handler.__name__,
        "parameters": [
            {
                "name": parameter.name,
                "in": parameter.where,
                "required": parameter.required,
                "description": parameter.description,
                "schema": parameter.schema,
            }
            for parameter in operation.parameters
        ],
        "responses": dict(_responses(operation)),
        "security": _security(operation),
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _content(operation.body)}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.participant:
        return [{"participant": []}]
    return [{"session" if operation.page else "token": []}] if operation.roles else []


def _responses(operation: Operation) -> Iterable[tuple[str, dict[str, Any]]]:
    for status, answer in operation.answers.items():
        content = {} if answer is None else {"content": _content(answer)}
        yield str(status), {"description": MEANINGS[status], **content}
    known = operation.roles or operation.participant
    failures = {*operation.problems, *ALWAYS} | ({400, 401, 429} if known else set())
    for status in sorted(failures):
        headers = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in ({} if operation.page else HEADERS.get(status, {})).items()
        }
        content = _failure(operation)
        yield str(status), {"description": MEANINGS[status], "headers": headers, "content": content}


def _failure(operation: Operation) -> dict[str, Any]:
    if operation.page:
        return {"text/html": {}}
    if is_xrpc(operation):
        return {"application/json": {"schema": _reference(XrpcProblem)}}
    return {PROBLEM_TYPE: {"schema": _reference(Problem)}}


def _content(body: type[BaseModel] | str) -> dict[str, Any]:
    if body == BINARY:
        return {BINARY: {"schema": {"type": "string", "format": "binary", "minLength": 1}}}
    if body == FORM_TYPE:
        return {FORM_TYPE: {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}}
    if isinstance(body, str):
        return {body: {}}
    return {"application/json": {"schema": _reference(body)}}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    models: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        (Problem, "serialization"),
        (XrpcProblem, "serialization"),
    ]
    for operation in operations:
        if isinstance(operation.body, type):
            models.append((operation.body, "validation"))
        models += [
            (answer, "serialization") for answer in operation.answers.values() if isinstance(answer, type)
        ]
    _, schema = models_json_schema(models, ref_template=_REF)
    return dict(schema["$defs"])
