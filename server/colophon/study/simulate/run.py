"""Let made-up people take part, over HTTP, as browsers would."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from colophon.errors import ColophonError
from colophon.study.events import MAX_EVENTS
from colophon.study.simulate.person import PLATFORM, Enrolled, Simulated
from colophon.study.simulate.sitting import Sitting
from colophon.study.spec.study import Study

Progress = Callable[[str, int, int], None]
Answer = Mapping[str, Any]
Post = Callable[[str, Any, str | None], Awaitable[Answer]]  # path, body, bearer token
AT_ONCE = 8  # people who send: a server takes 32 requests of studies at a time
VERSION = "simulated"  # of extension, resolver and labels, in every event
DAY_SECONDS = 86_400
SPREAD_DAYS = 28  # over so many days people enrol


class Clock:
    """The time of a simulated server, in seconds since 1970: it stands until it is put on."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time."""
        return self.now


@dataclass(slots=True)
class Took:
    """What became of them."""

    enrolled: int = 0
    dropped_out: int = 0
    withdrew: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """When the first may enrol, and when the last is through; in seconds since 1970."""

    begins: int
    ends: int

    @classmethod
    def of(cls, study: Study, today: int) -> Span:
        """Four weeks of enrolling that end, with the phases, ``today`` (its midnight), if the dates allow."""
        days = study.phases.baseline_days + study.phases.treatment_days
        closes = _midnight(study.dates.closes.toordinal() + 1)
        opens = _midnight(study.dates.opens.toordinal()) if study.dates.opens else 0
        ends = min(today, closes)
        begins = ends - (days + SPREAD_DAYS) * DAY_SECONDS
        if begins < opens:
            begins, ends = opens, min(closes, opens + (days + SPREAD_DAYS) * DAY_SECONDS)
        return cls(begins, ends - 60)

    def enrolment(self, study: Study, number: int, of: int) -> int:
        """When one of them enrols: one after the other, and so that the last one is through in time."""
        days = study.phases.baseline_days + study.phases.treatment_days
        left = max(self.ends - self.begins - days * DAY_SECONDS, 3600)
        return self.begins + left * number // max(of, 1)


async def take_part(
    post: Post, invitation: str, simulated: Simulated, span: Span, clock: Clock, progress: Progress
) -> Took:
    """Everybody enrols in turn, then sends; some withdraw. Raises ColophonError where the server refuses."""
    study, number = simulated.study, simulated.world.participants
    took = Took()
    people = []
    for n in range(number):
        clock.now = span.enrolment(study, n, number)
        people.append(await _enrol(post, invitation, simulated, n))
        progress("enrolling", n + 1, number)
    took.enrolled, clock.now = number, span.ends
    waiting, done = iter(people), 0

    async def some() -> None:
        nonlocal done
        for one in waiting:
            await _do(post, simulated, one, took)
            done += 1
            progress("taking part", done, number)

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return took


async def _enrol(post: Post, invitation: str, simulated: Simulated, number: int) -> Enrolled:
    study, code = simulated.study, simulated.code(number)
    drawn = np.random.default_rng([simulated.world.seed, 3, number])
    locale = study.locales[int(drawn.integers(len(study.locales)))]
    consent: Answer = {"sha256": study.consent_sha256(locale), "locale": locale, "adult": True}
    body: dict[str, Any] = {"code": invitation, "participant": code, "consent": consent, "locale": locale}
    body |= {"platform": PLATFORM, "extension": VERSION}
    answer = await post(f"/v1/studies/{study.id}/participants", body, None)
    return Enrolled(number, code, locale, answer)


async def _do(post: Post, simulated: Simulated, one: Enrolled, took: Took) -> None:
    base, token = f"/v1/studies/{simulated.study.id}", one.answer["token"]
    did = simulated.acts(one)
    took.dropped_out += did.dropped_out
    took.withdrew += did.withdraws
    for sitting in did.sittings[: (len(did.sittings) + 1) // 2] if did.withdraws else did.sittings:
        for batch in _batches(sitting):
            said = await post(f"{base}/events", batch, token)
            if said["refused"]:
                raise ColophonError(f"the server refused made-up events: {said['refused'][:3]}")
            took.events += said["accepted"]
    if did.withdraws:
        await post(f"{base}/withdrawal", None, token)


def _batches(sitting: Sitting) -> Iterator[dict[str, Any]]:
    made_with = dict.fromkeys(("extension", "resolver", "labels"), VERSION)
    for first in range(0, len(sitting.events), MAX_EVENTS):
        yield made_with | {
            "session": sitting.session,
            "events": sitting.events[first : first + MAX_EVENTS],
        }


def _midnight(ordinal: int) -> int:
    return (ordinal - dt.date(1970, 1, 1).toordinal()) * DAY_SECONDS
