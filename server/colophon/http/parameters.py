"""Values in the path, the query and the headers. Each raises BadRequest that says what is wrong."""

from __future__ import annotations

import base64
import binascii

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from colophon.errors import BadRequest
from colophon.evidence import Statement
from colophon.http.body import describe
from colophon.http.operations import Parameter
from colophon.wire import Locale, Sha256, StatementIn, StatementList

STATEMENTS_HEADER = "Colophon-Statements"

_SHA256: TypeAdapter[str] = TypeAdapter(Sha256)
_LOCALE: TypeAdapter[str] = TypeAdapter(Locale)
_STATEMENTS: TypeAdapter[list[StatementIn]] = TypeAdapter(StatementList)

SHA256 = Parameter("sha256", "path", _SHA256.json_schema(), "SHA-256 of the image's bytes.", required=True)
LOCALE = Parameter("locale", "query", {**_LOCALE.json_schema(), "default": "en"}, "Language of the label.")
STATEMENTS = Parameter(
    STATEMENTS_HEADER,
    "header",
    {"type": "string", "format": "statements", "examples": ["W10"]},
    "base64url of a JSON list of StatementIn: what the post says about the image, at most 20.",
)


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
    try:
        data = base64.b64decode(
            header.rstrip("=") + "=" * (-len(header.rstrip("=")) % 4), b"-_", validate=True
        )
        given = _STATEMENTS.validate_json(data, strict=True)
    except (binascii.Error, ValueError) as error:
        why = describe(error) if isinstance(error, ValidationError) else "not base64url"
        raise BadRequest(f"{STATEMENTS_HEADER}: {why}") from None
    return [statement.to_statement() for statement in given]
