"""Every operation of the API, in one table."""

from __future__ import annotations

from aiohttp import web

from colophon.follow.wire import ListsOut, PublicKeyOut
from colophon.http import (
    disclosures,
    health,
    images,
    join,
    lists,
    lookup,
    pair,
    published_stream,
    review,
    start,
)
from colophon.http.body import wait_for_admission
from colophon.http.decisions import DECISION_PAGE
from colophon.http.feed_files import add_feed_files
from colophon.http.label_stream import LABEL_STREAM
from colophon.http.openapi import document, openapi
from colophon.http.operations import BINARY, OPENAPI, OPERATIONS, Operation
from colophon.http.parameters import (
    ABOUT,
    AFTER,
    AVATAR,
    CASE,
    DISCLOSURE,
    LOCALE,
    POST,
    RECORD,
    SHA256,
    SINCE,
    STATE,
    STATEMENTS,
    WAIT,
    id_parameter,
)
from colophon.http.published import PUBLISHED
from colophon.http.review_api import REVIEW_API
from colophon.http.staff_routes import PAGES
from colophon.http.studies import STUDIES
from colophon.http.study_feed import STUDY_FEED
from colophon.review.wire import PictureOut
from colophon.roles import EVERY_ROLE, REVIEWERS
from colophon.wire import (
    AssessmentOut,
    ChangesOut,
    ContestIn,
    ContestList,
    ContestOut,
    DecisionIn,
    DecisionList,
    DecisionOut,
    DisclosureOut,
    EntryList,
    Health,
    LookupRequest,
    LookupResponse,
    PairRequest,
    PairResponse,
    Readiness,
)

API = (
    Operation(
        "POST",
        "/v1/lookup",
        lookup.lookup,
        "Ask for many images by their hash",
        {200: LookupResponse},
        problems=(400, 413),
        roles=EVERY_ROLE,
        body=LookupRequest,
    ),
    Operation(
        "PUT",
        "/v1/images/{sha256}",
        images.put_image,
        "Send an image that was not known",
        {200: AssessmentOut},
        problems=(400, 409, 413, 415, 422, 503),
        roles=EVERY_ROLE,
        body=BINARY,
        parameters=(SHA256, LOCALE, POST, AVATAR, STATEMENTS),
    ),
    Operation(
        "GET",
        "/v1/images/{sha256}",
        images.get_image,
        "Ask for one image by its hash",
        {200: AssessmentOut},
        problems=(400, 404),
        roles=EVERY_ROLE,
        parameters=(SHA256, LOCALE),
    ),
    Operation(
        "POST",
        "/v1/disclosures",
        disclosures.remember,
        "Remember what a post says about the picture in the body",
        {201: DisclosureOut},
        problems=(400, 409, 413, 415, 422, 503),
        roles=EVERY_ROLE,
        body=BINARY,
        parameters=(DISCLOSURE,),
    ),
    Operation(
        "DELETE",
        "/v1/disclosures/{id}",
        disclosures.forget,
        "Withdraw a disclosure",
        {204: None},
        problems=(400, 404),
        roles=EVERY_ROLE,
        parameters=(id_parameter("id", "disclosure"),),
    ),
    Operation(
        "POST",
        "/v1/contests",
        review.contest,
        "Say that a label is wrong",
        {201: ContestOut},
        problems=(400, 413),
        roles=EVERY_ROLE,
        body=ContestIn,
    ),
    Operation(
        "GET",
        "/v1/contests",
        review.contests,
        "Open cases, for reviewers",
        {200: ContestList},
        problems=(400,),
        roles=REVIEWERS,
        parameters=(AFTER, CASE),
    ),
    Operation(
        "GET",
        "/v1/contests/{case}",
        review.get_contest,
        "How a case stands",
        {200: ContestOut},
        problems=(400, 404),
        roles=EVERY_ROLE,
        parameters=(id_parameter("case", "case"),),
    ),
    Operation(
        "PUT",
        "/v1/contests/{case}/picture",
        review.put_picture,
        "Send the picture with a contest of one's own, for reviewers alone",
        {201: PictureOut},
        problems=(400, 404, 409, 413, 415, 422, 503),
        roles=EVERY_ROLE,
        body=BINARY,
        parameters=(id_parameter("case", "case"),),
    ),
    Operation(
        "POST",
        "/v1/decisions",
        review.decide,
        "Decide about an image, a waiting disclosure or a contest",
        {201: DecisionOut},
        problems=(400, 404, 409, 413),
        roles=REVIEWERS,
        body=DecisionIn,
    ),
    Operation(
        "GET",
        "/v1/decisions",
        review.decisions,
        "The public log of decisions about one image",
        {200: DecisionList},
        problems=(400,),
        roles=EVERY_ROLE,
        parameters=(ABOUT,),
    ),
    Operation(
        "GET",
        "/v1/registry/entries",
        review.entries,
        "Registry entries, for reviewers",
        {200: EntryList},
        problems=(400,),
        roles=REVIEWERS,
        parameters=(STATE, AFTER),
    ),
    *REVIEW_API,
    Operation(
        "GET",
        "/v1/changes",
        review.changes,
        "Which images may be assessed differently since a generation; held open until there are some",
        {200: ChangesOut},
        problems=(400,),
        roles=EVERY_ROLE,
        parameters=(SINCE,),
    ),
    Operation(
        "POST",
        "/v1/pair",
        pair.exchange,
        "Exchange a one-time code for a token",
        {200: PairResponse},
        problems=(400, 413, 429),
        body=PairRequest,
    ),
    Operation(
        "GET",
        "/v1/lists",
        lists.lists,
        "The lists of others that this server follows",
        {200: ListsOut},
        roles=EVERY_ROLE,
    ),
    Operation(
        "GET",
        "/v1/published",
        published_stream.published,
        "What reviewers decided, signed, for servers that follow this one; held open until there is more",
        {200: published_stream.NDJSON},
        problems=(400, 404),
        parameters=(RECORD, WAIT),
    ),
    Operation(
        "GET",
        "/v1/published/key",
        published_stream.key,
        "The public key of that stream",
        {200: PublicKeyOut},
        problems=(404,),
    ),
    *PUBLISHED,
    LABEL_STREAM,
    *STUDIES,
    *STUDY_FEED,
    Operation("GET", "/pair", pair.page, "Where the extension finds the code", {200: "text/html"}),
    Operation("GET", "/", start.page, "What this server is, and where to go", {200: "text/html"}),
    Operation("GET", "/join", join.page, "What joining by an invitation means", {200: "text/html"}),
    DECISION_PAGE,
    *PAGES,
    Operation("GET", "/healthz", health.healthz, "The process answers", {200: Health}),
    Operation(
        "GET",
        "/readyz",
        health.readyz,
        "Whether to send requests here, and what is absent",
        {200: Readiness, 503: Readiness},
    ),
    Operation("GET", "/metrics", health.metrics, "Figures for Prometheus", {200: "text/plain"}),
    Operation("GET", "/openapi.json", openapi, "This document", {200: "application/json"}),
)


def add_routes(app: web.Application) -> None:
    """Give ``app`` every operation."""
    app[OPERATIONS] = {_add(app, operation): operation for operation in API}
    app[OPENAPI] = document(API)
    add_feed_files(app)


def _add(app: web.Application, operation: Operation) -> web.AbstractRoute:
    expect = wait_for_admission if operation.body else None
    return app.router.add_route(operation.method, operation.path, operation.handler, expect_handler=expect)
