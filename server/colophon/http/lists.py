"""The lists of others that this server follows: for readers, and for whoever runs it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from colophon.follow.wire import ListOut, ListsOut
from colophon.http.answer import json_answer
from colophon.http.services import SERVICES, Services
from colophon.store.subscriptions import Following, Source, Subscription

_STATES = {
    Following.NEW: "not asked yet",
    Following.WORKS: "up to date",
    Following.UNREACHABLE: "no answer; asked again",
    Following.REFUSED: "refused; what came before is kept",
}


async def lists(request: web.Request) -> web.Response:
    """What readers can switch off; which ones they do is not told here."""
    found = await request.app[SERVICES].store.subscriptions.all()
    return json_answer(ListsOut(lists=[_shown(one) for one in found]))


async def all_followed(services: Services) -> Sequence[Subscription] | None:
    """All of them; None when the database does not answer."""
    try:
        return await services.store.subscriptions.all()
    except SQLAlchemyError:
        return None


def in_words(subscription: Subscription) -> str:
    """How one stands, for people."""
    said = _STATES[subscription.state]
    return f"{said}: {subscription.error}" if subscription.error else said


def host_of(subscription: Subscription) -> str:
    """Whose it is, by name."""
    return urlsplit(subscription.url).netloc


def _shown(one: Subscription) -> ListOut:
    signed = one.kind is Source.STREAM
    return ListOut(id=one.id, name=one.name, host=host_of(one), signed=signed, state=one.state.value)
