"""What reviewers do on their pages. Every form leads on to the next thing to look at."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from colophon.errors import BadRequest, ColophonError, Conflict, NotFound
from colophon.http.forms import read_form
from colophon.http.pages import HEADERS, to_page, within
from colophon.http.parameters import id_of
from colophon.http.review_look import chosen, keep_look, keep_rest
from colophon.http.review_pages import TYPED, item_at, person_of, show_item
from colophon.http.review_view import copies, usual_reason
from colophon.http.services import SERVICES
from colophon.review.desk import PROTECTED
from colophon.review.queues import open_to
from colophon.review.verdicts import AGREE, DISAGREE, Said, lasting
from colophon.store.review_words import Item, Person
from colophon.wire import Words

ASSIGNED_SECONDS = 7 * 24 * 3600
WITH = "with-"  # fields that name copies to be decided about together
_WORDS: TypeAdapter[str] = TypeAdapter(Words)


async def hand_out(request: web.Request) -> web.Response:
    """The next item of a queue."""
    await read_form(request)
    return await _next(request, await person_of(request), request.match_info["queue"])


async def take(request: web.Request) -> web.Response:
    """This very item."""
    await read_form(request)
    id = id_of(request, "id")
    if await request.app[SERVICES].store.review.hold(id, await person_of(request)) is None:
        item = await item_at(request)
        return await show_item(request, item, 409, "somebody else has this item, or it is not for you")
    return to_page(f"/review/items/{id}")


async def hold(request: web.Request) -> web.Response:
    """Its page is still open."""
    await read_form(request)
    held = await request.app[SERVICES].store.review.hold(id_of(request, "id"), await person_of(request))
    if held is None:
        raise Conflict("this item is not held for you any more")
    return web.Response(status=204, headers=HEADERS)


async def release(request: web.Request) -> web.Response:
    """Give it back."""
    await read_form(request)
    item, person = await item_at(request), await person_of(request)
    await request.app[SERVICES].store.review.release(item.id, person.who)
    return to_page(f"/review/{item.queue}")


async def verdict(request: web.Request) -> web.Response:
    """Take what somebody says of an item, and of copies of it; on to the next one."""
    fields = await read_form(request)
    person, item = await person_of(request), await item_at(request)
    services = request.app[SERVICES]
    try:
        said = _said(fields)
        together = await _together(request, item, fields)
        await services.verdicts.give(person, item.id, said)
    except (BadRequest, Conflict) as error:
        item = await item_at(request)
        typed = {name: fields.get(name, "") for name in TYPED}
        return await show_item(request, item, error.status, str(error), **typed)
    if missed := await _also(request, person, together, said):
        return await show_item(request, await item_at(request), 409, missed)
    if said.verdict == PROTECTED:
        return to_page(f"/review/items/{item.id}")
    return await _next(request, person, item.queue, item.id)


async def undo(request: web.Request) -> web.Response:
    """Take back one's last word, or with ``number`` this one. Without any, the page stays as it is."""
    fields = await read_form(request)
    number = fields.get("number", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 16):
        raise BadRequest("number must be that of a row of the log")
    verdicts = request.app[SERVICES].verdicts
    try:
        id = await verdicts.take_back(await person_of(request), int(number) if number else None)
    except NotFound:
        if number:
            raise
        return web.Response(status=204, headers=HEADERS)  # what was typed there is not lost
    return to_page(f"/review/items/{id}?after={id}")


async def assign(request: web.Request) -> web.Response:
    """Keep it for one reviewer, for a week at most."""
    fields = await read_form(request)
    services, lead, item = request.app[SERVICES], await person_of(request), await item_at(request)
    to = await services.store.staff.pseudonym(fields.get("to", "")[:64])
    if to is None:
        raise NotFound("there is no account of this name")
    await services.verdicts.assign(lead, item.id, to, int(time.time()) + ASSIGNED_SECONDS)
    return to_page(f"/review/items/{item.id}")


async def look(request: web.Request) -> web.Response:
    """How pictures are shown in this browser from now on."""
    fields = await read_form(request)
    response = to_page(within(fields.get("back")) or "/review")
    keep_look(request, response, chosen(fields))
    return response


async def rest(request: web.Request) -> web.Response:
    """The reminder was seen."""
    fields = await read_form(request)
    response = to_page(within(fields.get("back")) or "/review")
    keep_rest(request, response)
    return response


async def _next(request: web.Request, person: Person, name: str, after: str | None = None) -> web.Response:
    """To the next item, or its queue; ``after`` the item that something was just said of."""
    queue = open_to(person, name)
    item = await request.app[SERVICES].store.review.take(queue.name, person, queue.order)
    place = f"/review/{queue.name}" if item is None else f"/review/items/{item.id}"
    return to_page(f"{place}?after={after}" if after else place)


async def _together(request: web.Request, item: Item, fields: Mapping[str, str]) -> list[str]:
    """The copies that were ticked. Raises BadRequest where one is none."""
    ticked = [name.removeprefix(WITH) for name in fields if name.startswith(WITH)]
    if ticked:
        known = {copy.item.id for copy in await copies(request.app[SERVICES], item)}
        if set(ticked) - known:
            raise BadRequest(
                "one of the images that were ticked is no copy of this one, or decided meanwhile"
            )
    return ticked


async def _also(request: web.Request, person: Person, ids: list[str], said: Said) -> str | None:
    """Say the same of copies; what could not be done, in words."""
    missed: list[str] = []
    for id in ids:
        try:
            await request.app[SERVICES].verdicts.give(person, id, said)
        except ColophonError as error:
            missed.append(str(error))
    if not missed:
        return None
    return f"{len(missed)} of the {len(ids)} copies were not decided about: {missed[0]}"


def _said(fields: Mapping[str, str]) -> Said:
    """What the form says. Raises BadRequest naming what is wrong."""
    verdict = fields.get("verdict", "")
    reason = " ".join(part for name in ("reason", "words") if (part := fields.get(name, "").strip()))
    note = fields.get("note", "").strip() or None
    process = fields.get("process") or None
    if verdict in {AGREE, DISAGREE}:
        reason = reason or usual_reason(None if verdict == AGREE else process)
        _checked("the reason", reason)
    if note:
        _checked("the note", note)
    return Said(
        verdict,
        process,
        reason,
        note,
        near="near" in fields,
        expires=_day(fields.get("expires", "")),
    )


def _checked(name: str, text: str) -> None:
    try:
        _WORDS.validate_python(text)
    except ValidationError:
        raise BadRequest(f"{name} has 1 to 500 characters, not {len(text)}") from None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise BadRequest(f"a day is written as 2027-01-31, not {text[:20]!r}") from None
    return lasting(day)
