"""Pages on which reviewers see what waits for them. Nothing here changes anything."""

from __future__ import annotations

import time
from typing import Any

from aiohttp import web

from colophon.errors import NotFound
from colophon.http.operations import Parameter
from colophon.http.pages import page
from colophon.http.parameters import id_of, number_of
from colophon.http.quantities import age
from colophon.http.review_look import SIZES, look_of, pause_due
from colophon.http.review_view import contents, grid_of, said_of
from colophon.http.services import SERVICES
from colophon.http.visitor import VISITOR
from colophon.review.agreement import agreement
from colophon.review.people import of_session
from colophon.review.queues import Queue, open_to, standing
from colophon.roles import LEADS, REVIEWERS
from colophon.store.review_words import Item, Person, Waiting

TYPED = ("process", "reason", "words", "note", "expires")  # fields that a refused form keeps
CARDS = 48  # on one page of a queue
MOST_PAGES = 10_000
QUEUE = Parameter(
    "queue",
    "path",
    {"type": "string", "maxLength": 66},
    "contests, conflicts, near, second, settle, or audit: and the name of an audit.",
    required=True,
)
AFTER = Parameter(
    "after",
    "query",
    {"type": "string", "maxLength": 64},
    "The item that one comes from: what one said of it.",
)
PAGE = Parameter("page", "query", {"type": "integer", "minimum": 0, "default": 0}, "From 0 on.")


async def queues_page(request: web.Request) -> web.Response:
    """The queues: what waits, and since when."""
    services, person, now = request.app[SERVICES], await person_of(request), time.time()
    found = standing(person, await services.store.review.queues())
    rows = [_row(queue, waiting, now) for queue, waiting in found]
    agreed = agreement(await services.store.review.pairs()) if person.lead else None
    return page(request, "review.html", rows=rows, agreed=agreed, **await around(request, person))


async def queue_page(request: web.Request) -> web.Response:
    """What is open in one queue, as cards."""
    services, person = request.app[SERVICES], await person_of(request)
    queue = open_to(person, request.match_info["queue"])
    number = min(number_of(request, PAGE.name) or 0, MOST_PAGES)
    found = await services.store.review.page(queue.name, CARDS + 1, number * CARDS, order=queue.order)
    sees = request[VISITOR].session.role in REVIEWERS
    pictured = await services.pictures.held([item.sha256 for item in found[:CARDS]]) if sees else set()
    return page(
        request,
        "review_queue.html",
        queue=queue,
        cards=grid_of(found[:CARDS], pictured, time.time()),
        pictured=bool(pictured),
        number=number,
        first=number * CARDS + 1,
        more=len(found) > CARDS,
        left=await services.store.review.left(queue.name, person) if found else 0,
        said=await _said_before(request, person),
        **await around(request, person),
    )


async def item_page(request: web.Request) -> web.Response:
    """One item."""
    return await show_item(request, await item_at(request))


async def show_item(
    request: web.Request, item: Item, status: int = 200, error: str | None = None, **typed: str
) -> web.Response:
    """The page of an item; with ``error``, and what was ``typed``, where a verdict was not taken."""
    person = await person_of(request)
    typed = dict.fromkeys(TYPED, "") | typed
    sees = request[VISITOR].session.role in REVIEWERS
    values = await contents(request.app[SERVICES], item, person, sees)
    staff = await request.app[SERVICES].staff.accounts.all() if person.lead else []
    names = [account.name for account in staff if account.role in REVIEWERS and not account.disabled]
    return page(
        request,
        "review_item.html",
        status,
        error=error,
        typed=typed,
        reviewers=names,
        until=item.held_until,
        said=await _said_before(request, person),
        **values,
        **await around(request, person),
    )


async def item_at(request: web.Request) -> Item:
    """The item of the address. Raises BadRequest, NotFound."""
    item = await request.app[SERVICES].store.review.get(id_of(request, "id"))
    if item is None:
        raise NotFound("there is no item of this id; what is decided is removed after its time")
    return item


async def person_of(request: web.Request) -> Person:
    """Who reviews in this session."""
    visitor = request[VISITOR]
    session = visitor.session
    return await of_session(request.app[SERVICES].store.staff, session.name, session.role, visitor.secret)


async def around(request: web.Request, person: Person) -> dict[str, Any]:
    """What every page of review shows: how pictures look, whether a pause is due, what one may do."""
    role = request[VISITOR].session.role
    return {
        "look": look_of(request),
        "sizes": SIZES,
        "pause": await pause_due(request, person.who, time.time()),
        "reviews": role in REVIEWERS,
        "leads": role in LEADS,
    }


async def _said_before(request: web.Request, person: Person) -> str | None:
    id = request.query.get(AFTER.name, "")
    return await said_of(request.app[SERVICES], id, person) if 0 < len(id) <= 64 else None


def _row(queue: Queue, found: Waiting | None, now: float) -> dict[str, Any]:
    oldest = found.oldest if found else None
    return {
        "queue": queue,
        "waiting": found.waiting if found else 0,
        "held": found.held if found else 0,
        "unsure": found.unsure if found else 0,
        "oldest": "–" if oldest is None else age(max(0.0, now - oldest)),
    }
