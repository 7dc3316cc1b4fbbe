"""One value per operation of the API: routes, the guard and the OpenAPI document are all made from these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from colophon.roles import Role

BINARY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the path, the query or a header. ``schema`` is JSON Schema."""

    name: str
    where: str
    schema: Mapping[str, Any]
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    ``roles`` is empty where no reader's token is wanted; ``participant`` says that one of a study is.
    ``answers`` maps a status to a model, a media type or nothing; ``problems`` are the statuses with a
    problem document, besides those that any operation may give. A ``page`` is for a person in a browser: its
    roles are those of a session, not of a token, its errors are pages, too. ``nav`` is its name in the pages'
    navigation. ``feed`` is asked for by the page of a study's own feed, too.
    """

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    summary: str
    answers: Mapping[int, type[BaseModel] | str | None]
    problems: tuple[int, ...] = ()
    roles: frozenset[Role] = frozenset()
    body: type[BaseModel] | str | None = None
    parameters: tuple[Parameter, ...] = ()
    participant: bool = False
    page: bool = False
    nav: str | None = None
    feed: bool = False


OPERATIONS = web.AppKey("operations", dict[web.AbstractRoute, Operation])
OPENAPI = web.AppKey("openapi", bytes)
