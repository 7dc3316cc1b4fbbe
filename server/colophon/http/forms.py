"""Forms of the staff pages: read within a limit, and only with the token of their session."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiohttp import web

from colophon.errors import BadRequest, NotLoggedIn, Refused
from colophon.http.body import read_body
from colophon.http.services import SERVICES
from colophon.http.visitor import VISITOR
from colophon.staff.sessions import form_token, same

FORM_TYPE = "application/x-www-form-urlencoded"
TOKEN = "form"  # noqa: S105  the field's name
MAX_FIELDS = 100


async def read_form(request: web.Request, secret: str | None = None) -> dict[str, str]:
    """The fields of a form. ``secret`` is what its token was made with, where there is no session yet.

    Raises BadRequest when it is none, Refused when its token is not ours.
    """
    if request.content_type != FORM_TYPE:
        raise BadRequest(f"a form is sent as {FORM_TYPE}")
    limits = request.app[SERVICES].config.limits
    data, _ = await read_body(request, limits.form_bytes, limits.deadline_seconds)
    try:
        fields = dict(parse_qsl(data.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        raise BadRequest(f"the form is not UTF-8 or has more than {MAX_FIELDS} fields") from None
    if secret is None:
        if VISITOR not in request:
            raise NotLoggedIn("you are not logged in, or no longer")
        secret = request[VISITOR].secret
    if not same(fields.pop(TOKEN, ""), form_token(secret)):
        raise Refused("this form is too old, or not from this browser; load its page again")
    return fields
