"""Values in the path, the query and the headers. Each raises BadRequest that says what is wrong."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from colophon.errors import BadRequest
from colophon.evidence import Post, Statement
from colophon.http.body import describe
from colophon.http.operations import Parameter
from colophon.study.events import ITEM as ITEM_NAME
from colophon.study.spec.base import StudyId
from colophon.wire import DisclosureIn, Id, Locale, Sha256, StatementIn, StatementList

STATEMENTS_HEADER = "Colophon-Statements"
DISCLOSURE_HEADER = "Colophon-Disclosure"
MAX_GENERATION = 2**53 - 1  # what JSON's readers hold exactly

_SHA256: TypeAdapter[str] = TypeAdapter(Sha256)
_LOCALE: TypeAdapter[str] = TypeAdapter(Locale)
_STATEMENTS: TypeAdapter[list[StatementIn]] = TypeAdapter(StatementList)
_DISCLOSURE: TypeAdapter[DisclosureIn] = TypeAdapter(DisclosureIn)
_ID: TypeAdapter[str] = TypeAdapter(Id)
_STUDY: TypeAdapter[str] = TypeAdapter(StudyId)

SHA256 = Parameter("sha256", "path", _SHA256.json_schema(), "SHA-256 of the image's bytes.", required=True)
LOCALE = Parameter("locale", "query", {**_LOCALE.json_schema(), "default": "en"}, "Language of the label.")
STATEMENTS = Parameter(
    STATEMENTS_HEADER,
    "header",
    {"type": "string", "format": "statements", "examples": ["W10"]},
    "base64url of a JSON list of StatementIn: what the post says about the image, at most 20.",
)
POST = Parameter(
    "post",
    "query",
    {"type": "string", "enum": [*Post]},
    "Whose picture it is in the post, where that is known.",
)
AVATAR = Parameter(
    "avatar",
    "query",
    {"type": "string", "enum": ["true", "false"], "default": "false"},
    "An account's picture that the reader did not ask about: it is not estimated.",
)
DISCLOSURE = Parameter(
    DISCLOSURE_HEADER,
    "header",
    {"type": "string", "format": "disclosure"},
    "base64url of a JSON DisclosureIn: what a post says about the picture in the body.",
    required=True,
)
SINCE = Parameter(
    "since",
    "query",
    {"type": "integer", "minimum": 0, "maximum": MAX_GENERATION},
    "The last generation known: held open until there is a later one. Without it, answered at once.",
)
RECORD = Parameter(
    "since",
    "query",
    {"type": "integer", "minimum": 0, "maximum": MAX_GENERATION, "default": 0},
    "Number of the last record that is known.",
)
WAIT = Parameter(
    "wait",
    "query",
    {"type": "integer", "minimum": 0, "maximum": MAX_GENERATION, "default": 0},
    "Seconds for which the question is held open where there is no later record; 25 at most.",
)
CURSOR = Parameter(
    "cursor",
    "query",
    {"type": "integer", "minimum": 0, "maximum": MAX_GENERATION},
    "The number of the last one that is known; 0 is all. Without it, from now on.",
)
AFTER = Parameter(
    "after",
    "query",
    {"type": "integer", "minimum": 0, "maximum": MAX_GENERATION, "default": 0},
    "Number of the last one that is known.",
)
CASE = Parameter(
    "case",
    "query",
    {"type": "string", "pattern": "^[0-9a-f]{8,32}$"},
    "What a case's id begins with: readers are shown its first eight digits.",
)
STATE = Parameter(
    "state",
    "query",
    {"type": "string", "enum": ["waiting", "active"], "default": "waiting"},
    "Of the entries.",
)
STUDY = Parameter("id", "path", _STUDY.json_schema(), "The study's id.", required=True)
ITEM = Parameter("item", "path", {"type": "string", "pattern": ITEM_NAME}, "The item's name.", required=True)
JOIN_CODE = Parameter(
    "code", "query", {"type": "string", "maxLength": 64}, "Of the invitation; or send a participant's token."
)
FILE = Parameter("name", "path", {"type": "string", "minLength": 1}, "The file's name.", required=True)
NEXT = Parameter("next", "query", {"type": "string"}, "The page to open after logging in.")
DONE = Parameter(
    "done", "query", {"type": "string", "enum": ["password"]}, "What was just done; the page says so."
)
ABOUT = Parameter("sha256", "query", _SHA256.json_schema(), "Of the image.", required=True)


def id_parameter(name: str, what: str) -> Parameter:
    """An id in the path."""
    return Parameter(name, "path", _ID.json_schema(), f"The {what}'s id.", required=True)


def id_of(request: web.Request, name: str) -> str:
    """The id in the path."""
    try:
        return _ID.validate_python(request.match_info[name])
    except ValidationError:
        raise BadRequest(f"the {name} in the address must be 32 lower-case hex digits") from None


def study_of(request: web.Request) -> str:
    """The study's id in the path."""
    try:
        return _STUDY.validate_python(request.match_info["id"])
    except ValidationError:
        raise BadRequest("a study's name in the address has 3 to 40 letters a-z, digits and dashes") from None


def beginning_of(request: web.Request) -> str:
    """What the id of a case in the query begins with; empty where there is none."""
    text: str | None = request.query.get(CASE.name)
    if text is not None and not re.fullmatch(CASE.schema["pattern"], text):
        raise BadRequest(f"{CASE.name} must be 8 to 32 lower-case hex digits, without spaces")
    return text or ""


def number_of(request: web.Request, name: str) -> int | None:
    """A number of the query, or None where it is absent."""
    text = request.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > MAX_GENERATION:
        raise BadRequest(f"{name} must be a number from 0 to {MAX_GENERATION}")
    return int(text)


def choice_of(request: web.Request, parameter: Parameter) -> str | None:
    """One of the words that a parameter of the query knows; its default where it is absent."""
    text: str | None = request.query.get(parameter.name, parameter.schema.get("default"))
    if text is not None and text not in parameter.schema["enum"]:
        raise BadRequest(f"{parameter.name} must be one of {', '.join(parameter.schema['enum'])}")
    return text


def post_of(request: web.Request) -> Post | None:
    """Whose picture it is, where the reader's browser could tell."""
    word = choice_of(request, POST)
    return None if word is None else Post(word)


def disclosure_of(request: web.Request) -> DisclosureIn:
    """What is to be remembered, from the header."""
    asked: DisclosureIn = _decoded(DISCLOSURE_HEADER, request.headers.get(DISCLOSURE_HEADER, ""), _DISCLOSURE)
    return asked


def about_of(request: web.Request) -> str:
    """The hash in the query."""
    try:
        return _SHA256.validate_python(request.query.get("sha256", ""))
    except ValidationError:
        raise BadRequest("sha256 must be 64 lower-case hex digits") from None


def sha256_of(request: web.Request) -> str:
    """The hash in the path."""
    try:
        return _SHA256.validate_python(request.match_info["sha256"])
    except ValidationError:
        raise BadRequest("the address must end in a SHA-256: 64 lower-case hex digits") from None


def locale_of(request: web.Request) -> str:
    """The locale asked for; English when none is."""
    try:
        return _LOCALE.validate_python(request.query.get("locale", "en"))
    except ValidationError:
        raise BadRequest("locale must be a language tag like en or pt-BR") from None


def statements_of(request: web.Request) -> list[Statement]:
    """The statements in the header, if there is one."""
    header = request.headers.get(STATEMENTS_HEADER)
    if header is None:
        return []
    return [statement.to_statement() for statement in _decoded(STATEMENTS_HEADER, header, _STATEMENTS)]


def _decoded(name: str, text: str, adapter: TypeAdapter[Any]) -> Any:
    """A header's JSON, base64url without or with padding."""
    bare = text.rstrip("=")
    try:
        data = base64.b64decode(bare + "=" * (-len(bare) % 4), b"-_", validate=True)
        return adapter.validate_json(data, strict=True)
    except (binascii.Error, ValueError) as error:
        why = describe(error) if isinstance(error, ValidationError) else "not base64url"
        raise BadRequest(f"{name}: {why}") from None


def item_of(request: web.Request) -> str:
    """The name of a study's item in the path."""
    if not re.fullmatch(ITEM_NAME, request.match_info["item"]):
        raise BadRequest("an item's name in the address has 16 lower-case hex digits")
    return request.match_info["item"]
