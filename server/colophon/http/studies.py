"""Studies, for those who take part: no reader's token, but one that enrolling gives."""

from __future__ import annotations

from aiohttp import web

from colophon.errors import BadRequest, NotPaired
from colophon.http.answer import json_answer
from colophon.http.body import drop_body, read_json
from colophon.http.guard import bearer_of
from colophon.http.operations import Operation
from colophon.http.parameters import JOIN_CODE, STUDY, study_of
from colophon.http.readers_pages import WITH_SCRIPT, readers_page
from colophon.http.services import SERVICES
from colophon.study.events import Batch
from colophon.study.wire import EnrolIn, EnrolOut, PublicStudy, Recorded, StateOut, Withdrawn

MAX_CODE = 64
ENROL_BYTES = 4096  # it has about 500
ENROL_SECONDS = 5.0  # anybody may send one: who dawdles must not hold a place for long


async def read_study(request: web.Request) -> web.Response:
    """What somebody who was invited, or takes part, may read."""
    id, code = study_of(request), request.query.get("code")
    if code is not None and len(code) > MAX_CODE:
        raise BadRequest(f"code has at most {MAX_CODE} characters")
    with request.app[SERVICES].study_places.one():
        return json_answer(await request.app[SERVICES].studies.read(id, code, bearer_of(request)))


async def enrol(request: web.Request) -> web.Response:
    """Somebody agreed to take part."""
    services, id = request.app[SERVICES], study_of(request)
    limits = services.config.limits
    with services.study_places.one():
        asked = await read_json(request, EnrolIn, ENROL_BYTES, min(ENROL_SECONDS, limits.deadline_seconds))
        return json_answer(await services.studies.enrol(id, asked), 201)


async def record_events(request: web.Request) -> web.Response:
    """What a participant saw and did."""
    services, id, token = request.app[SERVICES], study_of(request), token_of(request)
    limits = services.config.limits
    with services.study_places.one():
        sender = await services.studies.sender(id, token)
        batch = await read_json(request, Batch, limits.study_bytes, limits.deadline_seconds)
        return json_answer(await services.studies.record(sender, batch))


async def withdraw(request: web.Request) -> web.Response:
    """Delete everything of a participant. A body is not needed, and not looked at."""
    services, id, token = request.app[SERVICES], study_of(request), token_of(request)
    limits = services.config.limits
    if request.can_read_body:
        await drop_body(request, limits.study_bytes, limits.deadline_seconds)
    return json_answer(await services.studies.withdraw(id, token))


async def study_state(request: web.Request) -> web.Response:
    """How the study stands for a participant."""
    id, token = study_of(request), token_of(request)
    with request.app[SERVICES].study_places.one():
        return json_answer(await request.app[SERVICES].studies.state(id, token))


async def study_link_page(request: web.Request) -> web.Response:
    """The page behind an invitation's link. The code is in its fragment: the page's script asks by it."""
    study_of(request)
    return readers_page(request, "study", WITH_SCRIPT)


def token_of(request: web.Request) -> str:
    """The participant's token that came along. Raises NotPaired without one."""
    token = bearer_of(request)
    if token is None:
        raise NotPaired("this needs the token of somebody who takes part: enrol first, with consent")
    return token


STUDIES = (
    Operation(
        "GET",
        "/v1/studies/{id}",
        read_study,
        "What a study is about, for those who were invited or take part",
        {200: PublicStudy},
        problems=(400, 401, 404, 429, 503),
        parameters=(STUDY, JOIN_CODE),
        feed=True,
    ),
    Operation(
        "POST",
        "/v1/studies/{id}/participants",
        enrol,
        "Take part, with consent; the same participant code gets the same answer again",
        {201: EnrolOut},
        problems=(400, 404, 409, 413, 429, 503),
        body=EnrolIn,
        parameters=(STUDY,),
        feed=True,
    ),
    Operation(
        "POST",
        "/v1/studies/{id}/events",
        record_events,
        "Record events, each once",
        {200: Recorded},
        problems=(404, 409, 413, 503),
        body=Batch,
        parameters=(STUDY,),
        participant=True,
        feed=True,
    ),
    Operation(
        "POST",
        "/v1/studies/{id}/withdrawal",
        withdraw,
        "Leave a study: everything of the participant is deleted",
        {200: Withdrawn},
        problems=(404, 413, 503),
        parameters=(STUDY,),
        participant=True,
        feed=True,
    ),
    Operation(
        "GET",
        "/v1/studies/{id}/state",
        study_state,
        "How a study stands for a participant, and what it was about once that may be told",
        {200: StateOut},
        problems=(404, 503),
        parameters=(STUDY,),
        participant=True,
        feed=True,
    ),
    Operation(
        "GET",
        "/study/{id}",
        study_link_page,
        "What taking part in a study means",
        {200: "text/html"},
        problems=(400,),
        parameters=(STUDY,),
    ),
)
