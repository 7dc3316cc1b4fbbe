"""The rules of taking part, as the study file says them: consent, dates, strata, draws, phases. No I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from colophon.errors import Conflict, Refused
from colophon.store.participants import Levels, Newcomer, Participant
from colophon.store.studies import Study as Kept
from colophon.store.studies import StudyState
from colophon.study.assign import block_level, level_of
from colophon.study.public import debrief_of
from colophon.study.spec.frozen import load_frozen
from colophon.study.spec.plan import DateStop
from colophon.study.spec.study import Study
from colophon.study.wire import Debrief, EnrolIn

DAY_SECONDS = 86_400


@lru_cache(maxsize=64)
def parsed(frozen: str) -> Study:
    """The study of a frozen file, as the store keeps it."""
    return load_frozen(frozen.encode()).study


def state_of(kept: Kept, study: Study, now: float) -> StudyState:
    """A study whose last day is over is closed, whether or not somebody said so. ``now`` is in seconds."""
    over = _day(now) > study.dates.closes
    return StudyState.CLOSED if over and kept.state is StudyState.ENROLLING else kept.state


def check_consent(study: Study, asked: EnrolIn) -> None:
    """Raises Refused unless somebody of age agreed to the study's own text."""
    given = asked.consent
    if not given.adult:
        raise Refused("only people who are of age can take part")
    if given.locale not in study.consent or study.consent_sha256(given.locale) != given.sha256:
        raise Refused("this is not the text that is to be agreed to: open the link again and read it anew")


def check_dates(study: Study, now: float) -> None:
    """Raises Conflict before the first day of enrolment and after the last. ``now`` is in seconds."""
    today, dates = _day(now), study.dates
    if dates.opens and today < dates.opens:
        raise Conflict(f"this study opens on {dates.opens} (UTC)")
    stops = study.stopping.on if isinstance(study.stopping, DateStop) else dates.closes
    if today > min(stops, dates.closes):
        raise Conflict("this study takes no more participants: its last day was " + str(stops))


def most_of(study: Study) -> int | None:
    """How many people are ever enrolled; None where a date ends it."""
    return None if isinstance(study.stopping, DateStop) else study.stopping.n


def stratum_of(study: Study, asked: EnrolIn) -> str | None:
    """Among whom somebody is drawn in blocks; None where levels follow from the code alone."""
    if study.strata is None:
        return None
    return ",".join(f"{key}={getattr(asked, key)}" for key in study.strata.by)


def drawing(study: Study, salt: bytes, new: Newcomer, code: str) -> Callable[[int], Levels]:
    """The levels of the factors that are drawn for a participant; the rest is drawn where they look."""
    factors = [factor for factor in study.factors if factor.unit == "participant"]

    def draw(place: int) -> Levels:
        if new.holdout:
            return {}
        if study.strata is None or new.stratum is None:
            return {factor.name: level_of(study.id, factor, code) for factor in factors}
        block = study.strata.block
        return {f.name: block_level(study.id, f, new.stratum, block, place, salt) for f in factors}

    return draw


def debrief_for(study: Study, one: Participant) -> Debrief:
    """What this participant is told in the end."""
    return debrief_of(study, dict(one.levels), one.holdout, one.locale)


def phases_of(study: Study, one: Participant) -> tuple[int, int, int]:
    """Enrolment, end of the baseline and end of the treatment, in milliseconds since 1970."""
    days = study.phases
    baseline = one.enrolled + days.baseline_days * DAY_SECONDS
    ends = baseline + days.treatment_days * DAY_SECONDS
    return one.enrolled * 1000, baseline * 1000, ends * 1000


def _day(now: float) -> dt.date:
    return dt.datetime.fromtimestamp(now, dt.UTC).date()
