"""Follows every subscription for as long as the server runs: of several processes, one each."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress

from sqlalchemy.exc import SQLAlchemyError

from colophon.errors import DownloadError
from colophon.follow.asking import Fetch
from colophon.follow.chain import Distrusted
from colophon.follow.lists import follow_list
from colophon.follow.pace import Pace
from colophon.follow.streams import follow_stream
from colophon.follow.withdraw import withdraw_all
from colophon.registry.keep import Known
from colophon.registry.register import Register
from colophon.store.database import Store
from colophon.store.subscriptions import Following, Source, Subscription

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0  # between two looks at what is subscribed to
# For how long one process has a subscription while it asks: longer than an answer may take.
HOLD_SECONDS = {Source.STREAM: 60.0, Source.LIST: 400.0}
LONGEST = 300  # characters of what went wrong

Open = Callable[[], AbstractAsyncContextManager[Fetch]]


class Follower:
    """One process's part in it. ``open_`` gives what fetches; ``seen`` are images held in memory.

    ``told`` hears how each question ended.
    """

    def __init__(
        self,
        store: Store,
        register: Register,
        open_: Open,
        seen: Callable[[], Known] = tuple,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._register = register
        self._open = open_
        self._seen = seen
        self._told = told
        self._name = secrets.token_hex(16)
        self._paces: dict[str, Pace] = {}

    async def run(self) -> None:
        """Go on until cancelled. Raises SQLAlchemyError: whoever runs this begins it anew."""
        tasks: dict[str, asyncio.Task[None]] = {}
        async with self._open() as fetch:
            try:
                while True:
                    wanted = {one.id for one in await self._store.subscriptions.all()}
                    for id in wanted - tasks.keys():
                        tasks[id] = asyncio.create_task(self._follow(id, fetch))
                    for id in [id for id, task in tasks.items() if id not in wanted or task.done()]:
                        await _end(tasks.pop(id))
                    await asyncio.sleep(LOOK_SECONDS)
            finally:
                for task in tasks.values():
                    await _end(task)
                with suppress(SQLAlchemyError):
                    await self._store.subscriptions.let_go(self._name)

    async def _follow(self, id: str, fetch: Fetch) -> None:
        """One subscription, turn by turn; ends where it is gone."""
        while (subscription := await self._store.subscriptions.get(id)) is not None:
            hold, seconds = self._store.subscriptions.hold, HOLD_SECONDS[subscription.kind]
            if await hold(id, self._name, seconds):
                pause = await self.turn(subscription, fetch)
                await hold(id, self._name, pause + seconds)
                await asyncio.sleep(pause)
            else:
                await asyncio.sleep(LOOK_SECONDS)

    async def turn(self, subscription: Subscription, fetch: Fetch) -> float:
        """Ask once. Gives the seconds until it is to be asked again; how it stands is in the store then."""
        begun, more, state = time.monotonic(), False, Following.WORKS
        try:
            if subscription.kind is Source.STREAM:
                more = await follow_stream(self._store, subscription, fetch, self._seen)
            else:
                await follow_list(self._store, subscription, fetch)
        except DownloadError as error:
            state = Following.UNREACHABLE
            await self._failed(subscription, state, error)
        except Distrusted as error:
            state = Following.REFUSED
            await self._failed(subscription, state, error)
        self._told(state)
        await self._leave_nothing(subscription)
        await self._register.refresh()
        pace = self._paces.setdefault(subscription.id, Pace())
        return pace.after(subscription.kind, state, time.monotonic() - begun, more)

    async def _failed(self, subscription: Subscription, state: Following, error: Exception) -> None:
        if subscription.state is not state:
            log.warning("the list %r is %s: %s", subscription.name, state, error)
        await self._store.subscriptions.note(subscription.id, state, str(error)[:LONGEST])

    async def _leave_nothing(self, subscription: Subscription) -> None:
        """What came while it was being unsubscribed from goes as well."""
        if subscription.kind is Source.LIST and await self._store.subscriptions.get(subscription.id) is None:
            await withdraw_all(self._store, subscription)


async def _end(task: asyncio.Task[None]) -> None:
    """Raises what it failed with."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
