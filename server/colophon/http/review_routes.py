"""The pages of review, in one table."""

from __future__ import annotations

from colophon.http import review_acts, review_pages, review_picture
from colophon.http.forms import FORM_TYPE
from colophon.http.operations import Operation
from colophon.http.parameters import id_parameter
from colophon.http.review_pages import AFTER, PAGE, QUEUE
from colophon.roles import LEADS, REVIEWERS, SEE_REVIEW

HTML = "text/html"
ITEM = id_parameter("id", "item")

REVIEW_PAGES = (
    Operation(
        "GET",
        "/review",
        review_pages.queues_page,
        "What waits for a person",
        {200: HTML},
        roles=SEE_REVIEW,
        page=True,
        nav="Review",
    ),
    Operation(
        "GET",
        "/review/{queue}",
        review_pages.queue_page,
        "One queue",
        {200: HTML},
        roles=SEE_REVIEW,
        parameters=(QUEUE, PAGE, AFTER),
        page=True,
    ),
    Operation(
        "GET",
        "/review/items/{id}",
        review_pages.item_page,
        "One item, with what is known of it",
        {200: HTML},
        problems=(404,),
        roles=SEE_REVIEW,
        parameters=(ITEM, AFTER),
        page=True,
    ),
    Operation(
        "GET",
        "/review/items/{id}/picture",
        review_picture.picture,
        "The picture of an item, where one is kept",
        {200: review_picture.JPEG},
        problems=(400, 404, 409, 422),
        roles=REVIEWERS,
        parameters=(ITEM, review_picture.SIZE),
        page=True,
    ),
    Operation(
        "POST",
        "/review/{queue}/next",
        review_acts.hand_out,
        "Hand out the next item of a queue",
        {303: None},
        problems=(413,),
        roles=REVIEWERS,
        parameters=(QUEUE,),
        body=FORM_TYPE,
        page=True,
    ),
    *(
        Operation(
            "POST",
            f"/review/items/{{id}}/{word}",
            handler,
            summary,
            {status: None},
            problems=(404, 409, 413),
            roles=roles,
            parameters=(ITEM,),
            body=FORM_TYPE,
            page=True,
        )
        for word, handler, summary, status, roles in (
            ("take", review_acts.take, "Hand out this item", 303, REVIEWERS),
            ("verdict", review_acts.verdict, "Say what one finds; on to the next item", 303, REVIEWERS),
            ("hold", review_acts.hold, "Hold an item for longer", 204, REVIEWERS),
            ("release", review_acts.release, "Give an item back", 303, REVIEWERS),
            ("assign", review_acts.assign, "Keep an item for somebody", 303, LEADS),
        )
    ),
    *(
        Operation(
            "POST",
            f"/review/mine/{word}",
            handler,
            summary,
            {303: None, 204: None} if word == "undo" else {303: None},
            problems=problems,
            roles=roles,
            body=FORM_TYPE,
            page=True,
        )
        for word, handler, summary, problems, roles in (
            ("undo", review_acts.undo, "Take back what one said", (404, 409, 413), REVIEWERS),
            ("look", review_acts.look, "How pictures are shown in this browser", (413,), SEE_REVIEW),
            ("rest", review_acts.rest, "Not to be reminded of a pause for a while", (413,), SEE_REVIEW),
        )
    ),
)
