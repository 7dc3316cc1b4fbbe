"""A study's own feed: the page that participants come to by a link or see in an iframe, and what it gets."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from colophon.errors import BadRequest
from colophon.http.answer import json_answer
from colophon.http.body import drop_body
from colophon.http.operations import Operation
from colophon.http.pages import EMBED, rendered
from colophon.http.parameters import ITEM, STUDY, item_of, study_of
from colophon.http.services import SERVICES
from colophon.http.studies import MAX_CODE, token_of
from colophon.study.feed.wire import EndOut, FeedOut
from colophon.study.spec.hosted import RESERVED

PICTURE_SECONDS = 86_400
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors "
)


async def feed_page(request: web.Request) -> web.Response:
    """The page. A link that says who comes leads to it with a hash in place of that, which nobody is sent.

    The hash stands in the fragment, so that a page loaded anew is the same participant's.
    """
    services, id = request.app[SERVICES], study_of(request)
    _, hosted = await services.feeds.hosted(id)
    request[EMBED] = " ".join(
        hosted.embed
    )  # also what goes wrong from here on is said where the feed is shown
    if request.query:
        code = request.query.get(RESERVED, "")
        if not code or len(code) > MAX_CODE:
            raise BadRequest("the link has to hold the invitation by code=..., as it was given")
        who = await services.feeds.arrival(id, request.query.get(hosted.participant, ""))
        to = f"/study/{id}/feed#{quote(code, safe='')}&{who}"
        return web.Response(status=303, headers={"Location": to})
    text = rendered("feed/feed.html", study=id, embed=request[EMBED], declined=hosted.declined_url)
    headers = {"Content-Security-Policy": _POLICY + (request[EMBED] or "'none'")}
    return web.Response(text=text, content_type="text/html", headers=headers)


async def read_feed(request: web.Request) -> web.Response:
    """The posts, in the participant's order."""
    services, id, token = request.app[SERVICES], study_of(request), token_of(request)
    with services.study_places.one():
        return json_answer(await services.feeds.feed(id, token))


async def end_feed(request: web.Request) -> web.Response:
    """What a participant is told who is through. A body is not needed, and not looked at."""
    services, id, token = request.app[SERVICES], study_of(request), token_of(request)
    if request.can_read_body:
        await drop_body(request, services.config.limits.study_bytes, services.config.limits.deadline_seconds)
    return json_answer(await services.feeds.end(id, token))


async def feed_picture(request: web.Request) -> web.Response:
    """A picture of a feed. Its name can be known to participants only."""
    services, id = request.app[SERVICES], study_of(request)
    media_type, body = await services.feeds.picture(id, item_of(request))
    headers = {"Cache-Control": f"private, max-age={PICTURE_SECONDS}", "Content-Security-Policy": "sandbox"}
    return web.Response(body=body, content_type=media_type, headers=headers)


STUDY_FEED = (
    Operation(
        "GET",
        "/study/{id}/feed",
        feed_page,
        "The feed that a study serves, for those who take part",
        {200: "text/html", 303: None},
        problems=(400, 404, 503),
        parameters=(STUDY,),
        page=True,
    ),
    Operation(
        "GET",
        "/study/{id}/pictures/{item}",
        feed_picture,
        "A picture of that feed",
        {200: "image/*"},
        problems=(400, 404, 503),
        parameters=(STUDY, ITEM),
    ),
    Operation(
        "GET",
        "/v1/studies/{id}/feed",
        read_feed,
        "The posts of a study's own feed, in a participant's order",
        {200: FeedOut},
        problems=(404, 409, 503),
        parameters=(STUDY,),
        participant=True,
        feed=True,
    ),
    Operation(
        "POST",
        "/v1/studies/{id}/feed/end",
        end_feed,
        "Be through with the feed: how each picture was made, and where to go on",
        {200: EndOut},
        problems=(404, 409, 413, 503),
        parameters=(STUDY,),
        participant=True,
        feed=True,
    ),
)
