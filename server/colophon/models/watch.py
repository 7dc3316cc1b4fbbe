"""Following the choice of a model while the server runs: the new one is used once it is accepted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from colophon.models.current import Chosen, Stamp, load_chosen, stamp

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)  # another model changes every answer: said without --verbose too

Replace = Callable[[Chosen], None]


class Watch:
    """The model that the folder ``models`` names: at the start, and whenever that changes."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._seen: Stamp = ()
        self.chosen = Chosen("")

    def load(self) -> Chosen:
        """What is in use now. Blocks. A model that is refused is logged and leaves none in use."""
        self._seen = stamp(self._models)
        self.chosen = load_chosen(self._models)
        if self.chosen.refused:
            log.warning("no model is in use: %s", self.chosen.refused)
        return self.chosen

    async def run(self, seconds: float, replace: Replace) -> None:
        """Look every ``seconds``, until cancelled. ``replace`` is called as in `look`."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.look(replace)
            except Exception:
                log.exception("the folder of models could not be looked at")

    async def look(self, replace: Replace) -> None:
        """Call ``replace`` with what was chosen since, loaded in another thread, or with none if none was.

        A model that is refused is logged, and the one in use stays.
        """
        seen = await asyncio.to_thread(stamp, self._models)
        if seen == self._seen:
            return
        self._seen = seen  # a refused model is looked at again only when something changes
        chosen = await asyncio.to_thread(load_chosen, self._models)
        if chosen.refused and self.chosen.detector is not None:
            log.warning("the model %s stays in use: %s", self.chosen.name, chosen.refused)
            return
        self.chosen = chosen
        replace(chosen)
        log.info("the model in use is now %s", chosen.name)
