"""Pages on studies for researchers: which there are, and how one goes. Effects are in no page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from colophon.errors import NotFound
from colophon.http.operations import Operation
from colophon.http.pages import page
from colophon.http.parameters import STUDY, study_of
from colophon.http.plots import Plot, Span, nice_top, plot
from colophon.http.quantities import UNKNOWN, age, duration, share
from colophon.http.services import SERVICES
from colophon.roles import SEE_STUDIES
from colophon.store.studies import Study as Kept
from colophon.store.studies import StudyState
from colophon.study.overview import MISMATCH, ArmRow, K, Overview, Split
from colophon.study.rules import parsed, state_of
from colophon.study.spec.study import Study

FEW = f"fewer than {K}"
ROWS = 12  # days in the table below the curve
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Row:
    """A study in the list."""

    id: str
    title: str
    state: str
    people: str
    wanted: int
    opened: int
    closes: str


async def studies_page(request: web.Request) -> web.Response:
    """Every study of this server."""
    services = request.app[SERVICES]
    now = services.studies.now()
    rows = [_row(kept, people, now) for kept, people in await services.store.studies.all()]
    return page(request, "studies.html", studies=rows)


async def study_overview_page(request: web.Request) -> web.Response:
    """How one study goes."""
    services, id = request.app[SERVICES], study_of(request)
    kept = await services.store.studies.get(id)
    if kept is None:
        raise NotFound("there is no study of this name here")
    study = parsed(kept.frozen)
    counted, works = None, True
    try:
        counted = await services.overviews.of(study)
    except SQLAlchemyError:
        works = False
    now = services.studies.now()
    values = contents(kept, study, counted.overview if counted else None, now)
    ago = age(max(0.0, now - counted.at)) if counted else ""
    return page(
        request, "study_overview.html", **values, works=works, ago=ago, at=counted.at if counted else now
    )


def contents(kept: Kept, study: Study, found: Overview | None, now: float) -> dict[str, Any]:
    """What the template shows; ``found`` is None while the study is being counted. ``now`` is Unix time."""
    state = state_of(kept, study, now)
    shown: dict[str, Any] = {
        "study": study,
        "title": _title(study),
        "state": _STATES[state],
        "open": state is StudyState.ENROLLING,
        "kept": kept,
        "found": found,
        "few": FEW,
        "mismatch": MISMATCH,
    }
    if found is None:
        return shown
    return shown | {
        "wrong": [split for split in found.splits if split.mismatch],
        "tiles": _tiles(found),
        "enrolment": _enrolment(found, now),
        "axis": _axis(found, now),
        "splits": [_split(split) for split in found.splits],
        "arms": [_arm(arm) for arm in found.arms],
        "missing": [(m.what, FEW if m.share is None else _percent(m.share)) for m in found.missing],
        "power": _power(found),
    }


_STATES = {
    StudyState.ENROLLING: "enrolling",
    StudyState.CLOSED: "closed",
    StudyState.DEBRIEFED: "closed, participants are told what it was about",
}


def _title(study: Study) -> str:
    return study.title.get("en") or next(iter(study.title.values()))


def _row(kept: Kept, people: int, now: float) -> Row:
    study = parsed(kept.frozen)
    state = _STATES[state_of(kept, study, now)]
    shown = FEW if 0 < people < K else f"{people:,}"
    closes = study.dates.closes.isoformat()
    return Row(kept.id, _title(study), state, shown, study.stopping.n, kept.opened, closes)


def _tiles(found: Overview) -> list[tuple[str, str, str]]:
    done = FEW if found.people is None else f"{found.people:,}"
    part = UNKNOWN if found.people is None else share(min(1.0, found.people / found.wanted))
    withdrew = FEW if found.withdrew is None else f"{found.withdrew:,}"
    return [
        ("Participants", done, f"of {found.wanted:,} planned"),
        ("Reached", part, "of the plan"),
        ("Withdrew", withdrew, "and were deleted"),
        ("Smallest difference", _d(found.smallest_now), "standard deviations, found 4 times in 5"),
        ("With the plan", _d(found.smallest_planned), "standard deviations, found 4 times in 5"),
    ]


def _d(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.2f}"


def _power(found: Overview) -> str:
    planned = f"With the {found.wanted:,} planned participants it is {_d(found.smallest_planned)}."
    if found.nobody:
        return (
            f"With the {found.wanted:,} planned participants, a difference between two arms of "
            f"{_d(found.smallest_planned)} standard deviations would be found 4 times in 5."
        )
    if found.smallest_now is None:
        return f"There are {FEW} participants: too few to say. {planned}"
    return (
        f"With the participants so far, a difference between two arms of {_d(found.smallest_now)} standard "
        f"deviations would be found 4 times in 5. {planned} What is in the data is not looked at here."
    )


def _span(found: Overview, now: float) -> Span:
    at = [day * DAY_SECONDS + DAY_SECONDS - 1.0 for day, _ in found.days]
    end = max([now, *at])
    first = at[0] if at else end
    return Span(at, end, max(7.0 * DAY_SECONDS, end - first + DAY_SECONDS), DAY_SECONDS)


def _enrolment(found: Overview, now: float) -> Plot:
    people = [float(number) for _, number in found.days]
    span = _span(found, now)
    top, series = nice_top(max([found.wanted, *people])), {"Participants": people}
    made = plot("enrolment", "Enrolment", "participants so far", series, span, _people, top, wide=True)
    step = max(1, -(-len(found.days) // ROWS))
    rows = [(_date(day), (f"{number:,}",)) for day, number in found.days[::-1][::step]]
    curve = replace(made.curves[0], now=f"{people[-1]:,.0f}" if people else UNKNOWN)
    return replace(made, rows=tuple(rows), strips=(), curves=(curve,))


def _axis(found: Overview, now: float) -> tuple[str, str, str]:
    span = _span(found, now)
    moments = (span.end - span.seconds, span.end - span.seconds / 2, span.end)
    first, half, last = (_date(int(moment // DAY_SECONDS)) for moment in moments)
    return first, half, last


def _people(value: float) -> str:
    return f"{value:,.0f}"


def _date(day: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat()


def _split(split: Split) -> dict[str, Any]:
    where = f"{split.factor}, {split.stratum}" if split.stratum else split.factor
    levels = [
        (n, "" if c is None else f"{w:,.0f}", FEW if c is None else f"{c:,}") for n, w, c in split.levels
    ]
    p = UNKNOWN if split.p is None else "< 0.0001" if split.p < 0.0001 else f"{split.p:.4f}"
    return {"name": where, "levels": levels, "p": p, "mismatch": split.mismatch}


def _arm(arm: ArmRow) -> tuple[str, tuple[str, ...]]:
    if arm.people is None:
        return arm.name, (FEW, *[UNKNOWN] * 5)
    half, most = arm.latency or (None, None)
    return arm.name, (
        f"{arm.people:,}",
        FEW if arm.seen_people is None else f"{arm.seen_people:,}",
        UNKNOWN if arm.seen is None else f"{arm.seen:,}",
        UNKNOWN if half is None else duration(half / 1000),
        UNKNOWN if most is None else duration(most / 1000),
        UNKNOWN if arm.not_applied is None else _percent(arm.not_applied),
    )


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


STUDY_PAGES = (
    Operation(
        "GET",
        "/studies",
        studies_page,
        "Studies of this server",
        {200: "text/html"},
        roles=SEE_STUDIES,
        page=True,
        nav="Studies",
    ),
    Operation(
        "GET",
        "/studies/{id}",
        study_overview_page,
        "How a study goes; nothing about effects",
        {200: "text/html"},
        problems=(404,),
        roles=SEE_STUDIES,
        parameters=(STUDY,),
        page=True,
    ),
)
