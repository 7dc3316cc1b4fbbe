"""The pages, in one table. Their order is that of the navigation."""

from __future__ import annotations

from colophon.http import login, pages
from colophon.http.forms import FORM_TYPE
from colophon.http.operations import Operation
from colophon.http.parameters import DONE, FILE, NEXT
from colophon.http.review_routes import REVIEW_PAGES
from colophon.http.status import MINUTES, status_page
from colophon.http.study_pages import STUDY_PAGES
from colophon.roles import SEE_STATUS, STAFF

HTML = "text/html"

PAGES = (
    Operation(
        "GET",
        "/status",
        status_page,
        "How the server does: plots of the last hour, and what is absent",
        {200: HTML},
        roles=SEE_STATUS,
        parameters=(MINUTES,),
        page=True,
        nav="Status",
    ),
    *REVIEW_PAGES,
    *STUDY_PAGES,
    Operation(
        "GET",
        pages.ACCOUNT,
        login.account_page,
        "Who is logged in",
        {200: HTML},
        roles=STAFF,
        parameters=(DONE,),
        page=True,
    ),
    Operation(
        "POST",
        "/account/password",
        login.change_password,
        "Another password for one's own account",
        {303: None},
        problems=(413, 429),
        roles=STAFF,
        body=FORM_TYPE,
        page=True,
    ),
    Operation(
        "GET",
        pages.LOGIN,
        login.login_page,
        "Where staff log in",
        {200: HTML, 303: None},
        parameters=(NEXT,),
        page=True,
    ),
    Operation(
        "POST",
        pages.LOGIN,
        login.log_in,
        "Log in, with a name and a password or a one-time code",
        {303: None},
        problems=(400, 413, 429),
        body=FORM_TYPE,
        page=True,
    ),
    Operation(
        "POST",
        "/logout",
        login.log_out,
        "Log out",
        {303: None},
        problems=(413,),
        roles=STAFF,
        body=FORM_TYPE,
        page=True,
    ),
    Operation(
        "GET",
        "/pages/{name}",
        pages.page_file,
        "A file that the pages use",
        {200: "*/*"},
        problems=(404,),
        parameters=(FILE,),
    ),
)
