"""Nothing is changed by what another site's page sends, nor by opening an address."""

from __future__ import annotations

import re
from functools import reduce

from tests.http_fixtures import Running, Start
from tests.pages.conftest import PASSWORD, Person, Visit

from colophon.http.pages import within
from colophon.http.routes import API
from colophon.http.staff_routes import PAGES
from colophon.roles import EVERY_ROLE, STAFF, Role

FILLED = {"{id}": "0" * 32, "{queue}": "contests"}
POSTS = [
    reduce(lambda path, hole: path.replace(hole, FILLED[hole]), FILLED, page.path)
    for page in PAGES
    if page.method == "POST"
]
OPENED = [page for page in PAGES if page.method == "GET" and page.roles and "{" not in page.path]


async def logged_in(start: Start, person: Visit, role: Role = Role.OPERATOR, name: str = "ana") -> Person:
    running = await start()
    await running.services.staff.accounts.add(name, role, PASSWORD)
    ana = await person(running)
    await ana.log_in(name)
    await ana.get("/account")
    return ana


async def test_forms_want_the_token_of_their_session(start: Start, person: Visit) -> None:
    ana, ben = await logged_in(start, person), await logged_in(start, person, name="ben")
    for path in POSTS:
        for wrong in ("", "0" * 64, ben.form, ana.form[:-1]):
            assert (await ana.send(path, form=wrong, name="ana", password=PASSWORD)).status == 403
    async with ana.session.post(
        ana.origin + "/logout", data={}, headers={"Origin": ana.origin}, allow_redirects=False
    ) as answer:
        assert answer.status in {400, 403}
    assert (await ana.get("/account"))[0] == 200


async def test_forms_are_taken_from_our_own_pages_only(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for origin in ("https://example.org", "null", "http://127.0.0.1:1", None, ""):
        for path in POSTS:
            assert (await ana.send(path, origin=origin, name="ana", password=PASSWORD)).status == 403
    assert (await ana.get("/account"))[0] == 200


async def test_a_browser_that_tells_the_site_need_not_tell_the_origin(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for site, status in (("cross-site", 403), ("same-site", 403), ("none", 403), ("same-origin", 303)):
        ana.session.headers["Sec-Fetch-Site"] = site
        assert (await ana.send("/logout", origin=None)).status == status


async def test_no_other_page_reads_ours(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for page in OPENED:
        status, _ = await ana.get(page.path, headers={"Origin": "https://example.org"})
        assert status == 403


async def test_opening_an_address_changes_nothing(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for path in POSTS:
        status, _ = await ana.get(path + "?form=" + ana.form)
        assert status in {303, 200, 400, 405}
    assert (await ana.get("/account"))[0] == 200


async def test_a_form_is_a_form(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for data, kind in (
        (b"form=" + ana.form.encode(), "text/plain"),
        (b'{"form": "%s"}' % ana.form.encode(), "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"form=\xff", "application/x-www-form-urlencoded"),
        (b"a=1&" * 200, "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
    ):
        headers = {"Origin": ana.origin, "Content-Type": kind}
        async with ana.session.post(ana.origin + "/logout", data=data, headers=headers) as answer:
            assert answer.status in {400, 403}
            assert answer.content_type == "text/html"
    headers = {"Origin": ana.origin, "Content-Type": "application/x-www-form-urlencoded"}
    async with ana.session.post(ana.origin + "/logout", data=b"x" * 70_000, headers=headers) as answer:
        assert answer.status == 413
    assert (await ana.get("/account"))[0] == 200


async def test_a_page_is_for_its_roles(start: Start, person: Visit) -> None:
    running = await start()
    for role in sorted(STAFF):
        ana = await person(running)
        await ana.use_code(await running.services.pairing.new_code(role))
        for page in OPENED:
            status, text = await ana.get(page.path)
            assert status == (200 if role in page.roles else 403)
            if status == 403:
                assert f"You are logged in as {role}" in text
        _, text = await ana.get("/account")
        shown = set(re.findall(r'<a href="(/[a-z]+)"', text.split("</nav>")[0]))
        assert shown == {page.path for page in PAGES if page.nav and role in page.roles}


async def test_tokens_open_no_page_and_cookies_no_api(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for role in sorted(EVERY_ROLE):
        headers = await ana.running.token_of(role)
        for page in OPENED:
            assert (await ana.running.client.get(page.path, headers=headers)).status == 401
    for operation in API:
        if operation.roles and not operation.page:
            path = re.sub(r"\{\w+\}", "0" * 64, operation.path)
            async with ana.session.request(operation.method, ana.origin + path) as answer:
                assert answer.status == 401, operation.path


async def test_staff_pages_are_nobodys_frame_and_run_no_foreign_script(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for path in ("/status", "/account", "/login", "/logout"):
        async with ana.session.get(ana.origin + path, headers={"Accept": "text/html"}) as answer:
            policy = answer.headers["Content-Security-Policy"]
            text = await answer.text()
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert not re.search(r"\sstyle=|\son\w+=|<script(?! src=)|<style", text)


async def test_logging_in_never_leads_elsewhere(start: Start, person: Visit) -> None:
    ana = await logged_in(start, person)
    for wanted in ("https://example.org/", "//example.org", "/\\example.org", "x", "/a b", "/\r\nx"):
        assert within(wanted) is None
        await ana.leave()
        await ana.get("/login")
        answer = await ana.send("/login", name="ana", password=PASSWORD, next=wanted)
        assert answer.headers["Location"] == "/status"


async def test_whoever_opened_a_page_comes_back_to_it(start: Start, person: Visit) -> None:
    running = await start()
    await running.services.staff.accounts.add("ana", Role.OPERATOR, PASSWORD)
    ana = await person(running)
    status, text = await ana.get("/status?minutes=60")
    assert status == 401
    found = re.search(r'name="next" value="([^"]*)"', text)
    assert found
    answer = await ana.send("/login", name="ana", password=PASSWORD, next=found[1])
    assert answer.headers["Location"] == "/status?minutes=60"


def secure(running: Running) -> dict[str, str]:
    return {"Host": "colophon.example.org", "Origin": "https://colophon.example.org"}


async def test_cookies_are_for_this_host_and_no_script(start: Start, person: Visit) -> None:
    ana = await person(await start())
    code = await ana.running.services.pairing.new_code(Role.OPERATOR)
    answer = await ana.use_code(code)
    [cookie] = [c for c in answer.headers.getall("Set-Cookie") if "session" in c]
    assert {"HttpOnly", "Path=/", "SameSite=Strict"} < set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "Domain" not in cookie
    assert "Max-Age" not in cookie


async def test_behind_tls_cookies_are_secure_and_bound_to_the_host(start: Start) -> None:
    running = await start(public_url="https://colophon.example.org")
    await running.services.staff.accounts.add("ana", Role.OPERATOR, PASSWORD)
    client = running.client
    page = await client.get("/login", headers=secure(running))
    [cookie] = page.headers.getall("Set-Cookie")
    assert cookie.startswith("__Host-colophon-form=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict", "Secure"} < set(cookie.split("; "))
    form = re.search(r'name="form" value="(\w+)"', await page.text())
    assert form
    sent = {"form": form[1], "name": "ana", "password": PASSWORD}
    headers = {**secure(running), "Cookie": cookie.split(";")[0]}
    answer = await client.post("/login", data=sent, headers=headers, allow_redirects=False)
    assert answer.status == 303
    [session] = [c for c in answer.headers.getall("Set-Cookie") if "session" in c]
    assert session.startswith("__Host-colophon-session=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict", "Secure"} < set(session.split("; "))
    plain = {**headers, "Origin": "http://colophon.example.org"}
    assert (await client.post("/login", data=sent, headers=plain)).status == 403
