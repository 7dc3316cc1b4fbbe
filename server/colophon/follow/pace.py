"""When something that is followed is asked again. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.store.subscriptions import Following, Source, Subscription

SOON = 0.5  # seconds between two questions whose answers come at once
LIST_SECONDS = 300.0  # between two looks at a list
FIRST_PAUSE = 2.0  # after the first failure; doubled each time, up to
LONGEST_PAUSE = 300.0


@dataclass(slots=True)
class Pace:
    """Of one subscription: how often it failed in turn."""

    failures: int = 0

    def after(self, kind: Source, state: Following, asked_seconds: float, more: bool) -> float:
        """Seconds until the next question. The last one took ``asked_seconds``; ``more`` waits there.

        A stream's questions are held open there; a server that answers at once without news is not asked more
        than once in `SOON`, and one that fails or is refused ever more rarely, but for ever.
        """
        if state is not Following.WORKS:
            self.failures += 1
            return float(min(FIRST_PAUSE * 2 ** min(self.failures - 1, 20), LONGEST_PAUSE))
        self.failures = 0
        if kind is Source.LIST:
            return LIST_SECONDS
        return SOON if more else max(0.0, 2 * SOON - asked_seconds)


def wait_of(subscription: Subscription, wait: int) -> int:
    """For how long the question may be held open: not where it is to show first that it works."""
    return wait if subscription.state is Following.WORKS else 0
