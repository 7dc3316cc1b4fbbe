"""The events of one session, numbered as the extension numbers them."""

from __future__ import annotations

from typing import Any


class Sitting:
    """Grows by events, each with the next number. Times are unix milliseconds."""

    def __init__(self, session: str, begins: int) -> None:
        self.session = session
        self.events: list[dict[str, Any]] = []
        self._at = begins

    def add(self, kind: str, data: dict[str, Any], after: int = 0, **about: Any) -> None:
        """One more event, ``after`` milliseconds from the one before."""
        self._at += after
        row = {"seq": len(self.events) + 1, "kind": kind, "t": self._at, "data": data}
        self.events.append(row | about)
