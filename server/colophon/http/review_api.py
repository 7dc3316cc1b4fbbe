"""Review for tools of a team's own: the same queues, rules and verdicts as on the pages."""

from __future__ import annotations

from aiohttp import web

from colophon.errors import Conflict, Refused
from colophon.http.answer import json_answer
from colophon.http.body import read_json
from colophon.http.operations import Operation, Parameter
from colophon.http.parameters import MAX_GENERATION, id_parameter, number_of
from colophon.http.review_pages import CARDS, MOST_PAGES, PAGE, item_at
from colophon.http.review_view import contents
from colophon.http.services import READER, SERVICES, Services
from colophon.review.people import of_reader
from colophon.review.queues import PATTERN, open_to, standing
from colophon.review.verdicts import Said, lasting
from colophon.review.wire import (
    ItemList,
    ItemOut,
    ItemRow,
    QueueList,
    QueueOut,
    VerdictIn,
)
from colophon.roles import REVIEWERS, SEE_REVIEW
from colophon.store.review_words import Item, Person

QUEUE = Parameter("queue", "path", {"type": "string", "pattern": PATTERN}, "Its name.", required=True)
ITEM = id_parameter("id", "item")
ROW = Parameter(
    "number",
    "query",
    {"type": "integer", "minimum": 1, "maximum": MAX_GENERATION},
    "Of the row of the log that is taken back; without one, the last verdict.",
)


async def review_queues(request: web.Request) -> web.Response:
    """What waits, and since when."""
    services, person = request.app[SERVICES], await _person(request)
    rows = [
        QueueOut(
            queue=queue.name,
            title=queue.title,
            waiting=found.waiting if found else 0,
            held=found.held if found else 0,
            unsure=found.unsure if found else 0,
            oldest=found.oldest if found else None,
        )
        for queue, found in standing(person, await services.store.review.queues())
    ]
    return json_answer(QueueList(queues=rows))


async def review_items(request: web.Request) -> web.Response:
    """What is open in a queue."""
    services, person = request.app[SERVICES], await _person(request)
    queue = open_to(person, request.match_info["queue"])
    offset = min(number_of(request, PAGE.name) or 0, MOST_PAGES) * CARDS
    found = await services.store.review.page(queue.name, CARDS, offset, order=queue.order)
    rows = [ItemRow(id=i.id, kind=i.kind, state=i.state, label=i.label, created=i.created) for i in found]
    return json_answer(ItemList(items=rows))


async def review_next(request: web.Request) -> web.Response:
    """Hand out the next item; nothing where nothing is left for this person."""
    services, person = request.app[SERVICES], await _person(request)
    queue = open_to(person, request.match_info["queue"])
    item = await services.store.review.take(queue.name, person, queue.order)
    return web.Response(status=204) if item is None else await _told(services, item, person)


async def review_item(request: web.Request) -> web.Response:
    """One item."""
    person = await _person(request)
    return await _told(request.app[SERVICES], await item_at(request), person)


async def review_take(request: web.Request) -> web.Response:
    """Hand out this very item, or hold it for longer."""
    services, person, item = request.app[SERVICES], await _person(request), await item_at(request)
    held = await services.store.review.hold(item.id, person)
    if held is None:
        raise Conflict("somebody else has this item, it is decided, or it is not for you")
    return await _told(services, held, person)


async def review_verdict(request: web.Request) -> web.Response:
    """Say what one finds of an item; it is what readers see when this is answered."""
    services, person, item = request.app[SERVICES], await _person(request), await item_at(request)
    limits = services.config.limits
    asked = (await read_json(request, VerdictIn, limits.json_bytes, limits.deadline_seconds)).root
    said = Said(**asked.model_dump())
    lasting(said.expires)
    await services.verdicts.give(person, item.id, said)
    return await _told(services, await item_at(request), person)


async def review_undo(request: web.Request) -> web.Response:
    """Take back what one said, or as a lead what somebody else said; gives the item."""
    services, person = request.app[SERVICES], await _person(request)
    id = await services.verdicts.take_back(person, number_of(request, ROW.name))
    item = await services.store.review.get(id)
    if item is None:
        raise Conflict("the item of this verdict was removed after its time")
    return await _told(services, item, person)


async def _person(request: web.Request) -> Person:
    """In whose name: the rule that an appeal goes to somebody else needs to know. Raises Refused."""
    reader = request[READER]
    if reader.account is None:
        raise Refused("review wants a token of an account: make one with `colophon users token NAME`")
    return await of_reader(request.app[SERVICES].store.staff, reader)


async def _told(services: Services, item: Item, person: Person) -> web.Response:
    shown = await contents(services, item, person, sees=False)
    hidden = shown["protected"] is not None
    bare = hidden or shown["blind"]
    case = shown["case"]
    return json_answer(
        ItemOut(
            id=item.id,
            queue=item.queue,
            kind=item.kind,
            state=item.state,
            asked=shown["asked"],
            mine=shown["mine"],
            held_until=item.held_until if shown["mine"] else None,
            protected=hidden,
            sha256=None if hidden else item.sha256,
            label=None if bare else item.label,
            process=None if bare else item.process,
            where={} if hidden else shown["where"],
            places=[] if hidden else list(shown["places"]),
            evidence=list(shown["evidence"]),
            appeal=case.reason if case and not bare else None,
        )
    )


REVIEW_API = (
    Operation(
        "GET",
        "/v1/review/queues",
        review_queues,
        "What waits for a person",
        {200: QueueList},
        roles=SEE_REVIEW,
    ),
    Operation(
        "GET",
        "/v1/review/queues/{queue}",
        review_items,
        "What is open in a queue",
        {200: ItemList},
        problems=(404,),
        roles=SEE_REVIEW,
        parameters=(QUEUE, PAGE),
    ),
    Operation(
        "POST",
        "/v1/review/queues/{queue}/next",
        review_next,
        "Hand out the next item of a queue; 204 where none is left",
        {200: ItemOut, 204: None},
        problems=(404,),
        roles=REVIEWERS,
        parameters=(QUEUE,),
    ),
    Operation(
        "GET",
        "/v1/review/items/{id}",
        review_item,
        "One item, with what is known of it",
        {200: ItemOut},
        problems=(404,),
        roles=SEE_REVIEW,
        parameters=(ITEM,),
    ),
    Operation(
        "POST",
        "/v1/review/items/{id}/take",
        review_take,
        "Hand out this item, or hold it for longer",
        {200: ItemOut},
        problems=(404, 409),
        roles=REVIEWERS,
        parameters=(ITEM,),
    ),
    Operation(
        "POST",
        "/v1/review/items/{id}/verdict",
        review_verdict,
        "Say what one finds of an item",
        {200: ItemOut},
        problems=(404, 409, 413),
        roles=REVIEWERS,
        body=VerdictIn,
        parameters=(ITEM,),
    ),
    Operation(
        "POST",
        "/v1/review/undo",
        review_undo,
        "Take back what one said last, or the row of the log with this number",
        {200: ItemOut},
        problems=(404, 409),
        roles=REVIEWERS,
        parameters=(ROW,),
    ),
)
