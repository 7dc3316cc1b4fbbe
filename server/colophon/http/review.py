"""Contests, decisions and what changed: how a label is corrected and how readers come to see it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from aiohttp import web

from colophon.entry import EntryState
from colophon.errors import Conflict, HashMismatch, NotFound, TooManyRequests
from colophon.http.answer import json_answer
from colophon.http.body import read_body, read_json
from colophon.http.parameters import AFTER, SINCE, STATE, about_of, beginning_of, choice_of, id_of, number_of
from colophon.http.services import READER, SERVICES
from colophon.images.picture import Picture
from colophon.review.people import of_reader
from colophon.review.wire import PictureOut
from colophon.store.case_media import By
from colophon.store.cases import ContestState, Decision
from colophon.wire import (
    ChangesOut,
    ContestIn,
    ContestList,
    ContestOut,
    ContestRow,
    DecisionIn,
    DecisionList,
    DecisionOut,
    EntryList,
    EntryOut,
)

PAGE = 100  # contests or entries in one answer


async def contest(request: web.Request) -> web.Response:
    """Say that a label is wrong. Works for every reader; the answer is a case to ask about later."""
    services, reader = request.app[SERVICES], request[READER]
    limits = services.config.limits
    asked = await read_json(request, ContestIn, limits.json_bytes, limits.deadline_seconds)
    most = services.quotas.contests(reader)
    try:
        case = await services.desk.contest(asked.sha256, asked.label, asked.reason, reader.id, most)
    except TooManyRequests:
        services.metrics.quota_refused()
        raise
    return json_answer(ContestOut(case=case, state="open"), 201)


async def get_contest(request: web.Request) -> web.Response:
    """How a case stands. Its id is all one needs: nobody can guess it."""
    found = await request.app[SERVICES].store.cases.contest(id_of(request, "case"))
    if found is None:
        raise NotFound("there is no case of this id")
    return json_answer(ContestOut(case=found.id, state=found.state.value, answer=found.answer))


async def put_picture(request: web.Request) -> web.Response:
    """Keep the picture in the body with an open case, encrypted. Its sender alone can, and said so."""
    services, reader = request.app[SERVICES], request[READER]
    case = await services.store.cases.contest(id_of(request, "case"))
    if case is None or case.owner != reader.id:
        raise NotFound("you have no case of this id")
    if case.state is not ContestState.OPEN:
        raise Conflict("this case is decided already: nobody needs its picture any more")
    limits = services.config.limits
    with await services.admission.place(request.transport):
        await services.quotas.image(reader)
        data, actual = await read_body(request, limits.body_bytes, limits.deadline_seconds)
        if actual != case.sha256:
            raise HashMismatch(f"the body has the SHA-256 {actual}, and the case is about another image")
        picture = Picture.of(data, limits.pixels, actual)
        until = await services.pictures.keep(picture, By.CONTEST, on=services.pipeline.run)
    return json_answer(PictureOut(case=case.id, kept_until=datetime.fromtimestamp(until, UTC).date()), 201)


async def contests(request: web.Request) -> web.Response:
    """Open cases, for reviewers: all of them, or the one that a reader gave the number of."""
    cases = request.app[SERVICES].store.cases
    rows = await cases.open_contests(PAGE, number_of(request, AFTER.name) or 0, beginning_of(request))
    return json_answer(
        ContestList(
            contests=[
                ContestRow(
                    case=row.id,
                    state=row.state.value,
                    answer=row.answer,
                    sha256=row.sha256,
                    label=row.label,
                    reason=row.reason,
                    created=row.created,
                    number=row.generation,
                )
                for row in rows
            ]
        )
    )


async def decide(request: web.Request) -> web.Response:
    """Decide about an image, a waiting disclosure or a contest; the logged decision is the answer."""
    services = request.app[SERVICES]
    limits = services.config.limits
    asked = await read_json(request, DecisionIn, limits.json_bytes, limits.deadline_seconds)
    person = await of_reader(services.store.staff, request[READER])
    made = await services.desk.decide(asked.root, who=person.who)
    return json_answer(_decision(made), 201)


async def decisions(request: web.Request) -> web.Response:
    """The public log of decisions about one image."""
    made = await request.app[SERVICES].store.cases.decisions(about_of(request))
    return json_answer(DecisionList(decisions=[_decision(decision) for decision in made]))


async def entries(request: web.Request) -> web.Response:
    """Registry entries, for reviewers: those that wait for a decision, or those that count."""
    state = EntryState(choice_of(request, STATE) or "waiting")
    found = await request.app[SERVICES].store.entries.in_state(
        state, PAGE, number_of(request, AFTER.name) or 0
    )
    fields = EntryOut.model_fields
    return json_answer(
        EntryList(entries=[EntryOut(**{k: v for k, v in asdict(e).items() if k in fields}) for e in found])
    )


async def changes(request: web.Request) -> web.Response:
    """Which images may be assessed differently since a generation; held open until there are some."""
    services = request.app[SERVICES]
    since = number_of(request, SINCE.name)
    if since is None:
        return json_answer(ChangesOut(generation=services.registry.generation, sha256=[], all=False))
    changed = await services.register.changed(since, services.config.limits.changes_seconds)
    await services.readers.still(request[READER])  # a token may be revoked while its question is held open
    return json_answer(
        ChangesOut(generation=changed.generation, sha256=list(changed.sha256s), all=changed.everything)
    )


def _decision(made: Decision) -> DecisionOut:
    return DecisionOut(
        id=made.id,
        verdict=made.verdict,
        reason=made.reason,
        team=made.team,
        near=made.near,
        expires=made.expires,
        created=made.created,
        withdraws=made.withdraws,
    )
