"""Puts entries into the durable registry, and keeps this process's view of it up to date."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.images.sketch import Sketch
from colophon.registry.keep import Known, change, keep, rule, take_back
from colophon.registry.memory import Registry
from colophon.store.cases import Decision
from colophon.store.changes import Changed
from colophon.store.database import Store
from colophon.store.rulings import Ruling, Withdrawal
from colophon.store.shared import Alone, Shared

LOOK_SECONDS = 0.5  # between two looks at what other processes changed: they have to know within a second
CLEAN_LOOKS = 7200  # looks between two cleanings of what was named long ago


class Register:
    """One process's access to the registry. Its methods belong to one event loop.

    ``seen`` gives the images this process holds in memory; with those of the database they are compared to
    what is new, so that readers who have them open can be told. That is a courtesy: whether a finding still
    holds is decided by `Registry.outdated` whenever it is asked for. ``rules`` names everything else that
    assessments depend on; readers are told when that changes, too. ``shared`` carries news between processes:
    it makes them faster, and nothing depends on it.
    """

    def __init__(
        self,
        store: Store,
        registry: Registry,
        seen: Callable[[], Known] = tuple,
        rules: Callable[[], str] | None = None,
        shared: Shared | None = None,
    ) -> None:
        self._store = store
        self._registry = registry
        self._seen = seen
        self._rules = rules
        self._shared = shared or Alone()
        self._heeding: list[Callable[[], None]] = []
        self._woken = asyncio.Event()
        self._published = 0  # the last generation that the other processes heard of, as far as we know
        self._announced = ""
        self._grown = asyncio.Condition()
        self._refreshing = asyncio.Lock()
        self._stopped = False
        self.contested: frozenset[str] = frozenset()  # images whose label somebody contests

    def heed(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` called, in the event loop, whenever something changed: here or elsewhere."""
        self._heeding.append(callback)

    def wake(self, generation: int) -> None:
        """Another process says that there is this generation: take it over now."""
        self._published = max(self._published, generation)
        if generation > self._registry.generation:
            self._woken.set()

    async def refresh(self) -> None:
        """Take over what was changed since, and tell the other processes. To be called after every change."""
        await self._take_over()
        if (latest := self._registry.generation) > self._published:
            self._published = latest
            await self._shared.publish(latest)

    async def _take_over(self) -> None:
        async with self._refreshing:
            await self._announce_rules()
            latest = await self._store.changes.generation()
            if latest <= self._registry.generation:
                return
            async for batch in self._store.entries.since(self._registry.generation):
                await asyncio.to_thread(self._registry.apply, batch, 0)
            self.contested = await self._store.cases.contested()
            self._registry.apply((), latest)
            for callback in self._heeding:
                callback()
        async with self._grown:
            self._grown.notify_all()

    async def _announce_rules(self) -> None:
        rules = self._rules() if self._rules else ""
        if rules != self._announced:
            await self._store.changes.announce_rules(rules)
            self._announced = rules

    async def add(self, new: Sequence[Entry]) -> None:
        """Keep new entries; they count when this returns."""
        await keep(self._store, new, self._seen())
        await self.refresh()

    async def remember(self, entry: Entry) -> bool:
        """Keep what a picture's own record says, once."""
        known = self._registry.of_image(str(entry.sha256))
        if any(e.basis is Basis.RECORDED and e.process == entry.process for e in known):
            return False
        await keep(
            self._store, [entry], self._seen(), scan=False
        )  # too often for a look through the database
        await self.refresh()
        return True

    async def announce(self, sha256: str) -> None:
        """Tell readers who have this image open that there is more to know of it."""
        await self._store.changes.announce([sha256])
        await self.refresh()

    async def set_state(self, entry: Entry, state: EntryState) -> None:
        """Accept or withdraw an entry, given as the store has it, with its whole sketch."""
        await change(self._store, [entry], state, self._seen())
        await self.refresh()

    async def rule(self, ruling: Ruling, touched: Sequence[Entry]) -> Decision:
        """Carry out a decision; ``touched`` are the entries, sketches and all, that begin or cease to count.

        Raises Conflict when somebody else decided first.
        """
        ruling = replace(ruling, secret=await self._is_secret(ruling.decision.sha256, touched))
        made = await rule(self._store, ruling, touched, self._seen())
        await self.refresh()
        return made

    async def take_back(self, taken: Withdrawal, touched: Sequence[Entry]) -> Decision:
        """Take a decision back; ``touched`` are the entries that begin or cease to count.

        Raises Conflict when something was decided since.
        """
        secret = await self._is_secret(taken.decision.sha256, touched, taken.unlisted)
        taken = replace(taken, secret=secret)
        made = await take_back(self._store, taken, touched, self._seen())
        await self.refresh()
        return made

    async def _is_secret(
        self, sha256: str | None, entries: Sequence[Entry], without: str | None = None
    ) -> bool:
        """Whether an image is near a protected one, by what is known of it without its picture.

        ``without`` is the entry that protected the image until now.
        """
        if not self._registry.hashes or sha256 is None:
            return False
        found = await self._store.findings.latest(sha256)
        if found is not None and found.protected:
            return without is None and not self._registry.outdated(found)
        hashes = [bytes.fromhex(hash) for hash in found.hashes] if found is not None else []
        for entry in entries:
            if entry.sketch and entry.kind is not Kind.PROTECTED:
                hashes += [row.tobytes() for row in Sketch.load(entry.sketch).hashes]
        return await asyncio.to_thread(self._registry.protects_near, hashes, without)

    async def changed(self, since: int, seconds: float) -> Changed:
        """What changed after generation ``since``; waits up to ``seconds`` for something to change."""
        try:
            async with asyncio.timeout(seconds), self._grown:
                await self._grown.wait_for(lambda: self._stopped or self._registry.generation > since)
        except TimeoutError:
            return Changed(self._registry.generation)
        return await self._store.changes.since(since)

    async def stop(self) -> None:
        """Answer every question that is held open."""
        async with self._grown:
            self._stopped = True
            self._grown.notify_all()

    async def watch(self) -> None:
        """Take over what other processes change, when they say so and twice a second, until cancelled."""
        for look in itertools.count():
            await self._nap()
            try:
                await self._take_over()
                if look % CLEAN_LOOKS == 0:
                    await self._store.changes.forget_old()
                self._store.outage.answered()
            except SQLAlchemyError as error:
                self._store.outage.failed(error, "the registry could not be read")

    async def _nap(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._woken.wait()
        self._woken.clear()
