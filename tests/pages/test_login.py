from __future__ import annotations

import re

import pytest
from tests.http_fixtures import Running, Start
from tests.pages.conftest import PASSWORD, Person, Visit

from colophon.config import Limits
from colophon.errors import BadRequest, Conflict, NotFound
from colophon.http.greeting import greeting
from colophon.roles import STAFF, Role


async def with_account(running: Running, role: Role = Role.OPERATOR, name: str = "ana") -> Running:
    await running.services.staff.accounts.add(name, role, PASSWORD)
    return running


async def inside(person: Person) -> bool:
    return (await person.get("/account"))[0] == 200


async def test_a_name_and_its_password_log_in_and_out(start: Start, person: Visit) -> None:
    ana = await person(await with_account(await start()))
    assert (await ana.get("/account"))[0] == 401
    answer = await ana.log_in("  ANA ")
    assert answer.status == 303
    assert answer.headers["Location"] == "/status"
    status, text = await ana.get("/account")
    assert status == 200
    assert "ana" in text
    kept = ana.cookies()["session"]
    answer = await ana.send("/logout")
    assert answer.headers["Location"] == "/login"
    assert not await inside(ana)
    ana.plant("session", kept)
    assert not await inside(ana)  # the session is gone, not only the cookie


async def test_what_does_not_fit_says_the_same_whatever_was_wrong(start: Start, person: Visit) -> None:
    ana = await person(await with_account(await start()))
    await ana.get("/login")
    for name, password in (
        ("ana", "wrong horse battery"),
        ("nobody", PASSWORD),
        ("ana", ""),
        ("", PASSWORD),
        ("ana\x00", "x"),
    ):
        answer = await ana.send("/login", name=name, password=password)
        assert answer.status == 403
        assert "This name and this password do not fit." in await answer.text()
        assert not await inside(ana)
        await ana.get("/login")


async def test_a_code_of_a_role_logs_in_once(start: Start, person: Visit) -> None:
    running = await start()
    for role in sorted(STAFF):
        code = await running.services.pairing.new_code(role)
        one, other = await person(running), await person(running)
        assert (await one.use_code(f" {code.lower()} ")).status == 303
        status, text = await one.get("/account")
        assert status == 200
        assert role in text
        assert (await other.use_code(code)).status == 403


async def test_a_readers_code_is_left_for_its_browser(start: Start, person: Visit) -> None:
    running = await start()
    code = await running.services.pairing.new_code(Role.READER)
    assert (await (await person(running)).use_code(code)).status == 403
    assert await running.services.pairing.exchange(code)


async def test_the_code_of_an_account_logs_it_in_and_makes_no_token(start: Start, person: Visit) -> None:
    running = await with_account(await start(), Role.MODERATOR)
    code = await running.services.staff.accounts.link("ana", 60)
    answer = await running.client.post("/v1/pair", json={"code": code})
    assert answer.status == 403
    ana = await person(running)
    assert (await ana.use_code(code)).status == 303
    assert "ana" in (await ana.get("/account"))[1]


async def test_a_new_session_has_a_new_secret_and_the_old_one_ends(start: Start, person: Visit) -> None:
    running = await with_account(await start())
    ana, mallory = await person(running), await person(running)
    await mallory.log_in()
    planted = mallory.cookies()["session"]
    await ana.get("/login")
    ana.plant("session", planted)
    assert (await ana.send("/login", name="ana", password=PASSWORD)).status == 303
    assert ana.cookies()["session"] != planted
    assert await inside(ana)
    assert not await inside(mallory)


async def test_a_made_up_session_opens_nothing(start: Start, person: Visit) -> None:
    ana = await person(await start())
    ana.plant("session", "x" * 43)
    assert not await inside(ana)


async def test_a_session_ends_after_its_time_and_when_it_lies_idle(start: Start, person: Visit) -> None:
    running = await with_account(await start(limits=Limits(session_seconds=100, session_idle_seconds=50)))
    table = running.services.store.sessions
    now = table._now
    ana = await person(running)

    def at(moment: float) -> None:
        table._now = running.services.staff.sessions._now = lambda: moment

    async def after(*seconds: float) -> bool:
        begun, result = float(int(now())), True
        at(begun)
        await ana.log_in()
        for wait in seconds:
            at(begun + wait)
            result = await inside(ana)
        table._now = running.services.staff.sessions._now = now
        ana.session.cookie_jar.clear()
        return result

    assert await after(49)
    assert not await after(51)
    assert await after(45, 90)  # used in between
    assert not await after(45, 90, 101)


async def test_a_disabled_or_changed_account_is_out_at_once_on_every_server(
    start: Start, person: Visit
) -> None:
    first = await with_account(await start())
    second = await start()  # over the same database
    ana = await person(first)
    accounts = second.services.staff.accounts
    for change in (
        lambda: accounts.disable("ana"),
        lambda: accounts.enable("ana"),
        lambda: accounts.set_password("ana", "another " + PASSWORD),
        lambda: accounts.set_password("ana", PASSWORD),
        lambda: accounts.set_role("ana", Role.LEAD),
        lambda: accounts.log_out("ana"),
    ):
        logged_in = (await ana.log_in()).status == 303
        assert await inside(ana) is logged_in
        await change()
        assert not await inside(ana)
    await ana.log_in()
    await accounts.disable("ana")
    assert (await ana.log_in()).status == 403


async def test_sessions_of_links_can_be_ended(start: Start, person: Visit) -> None:
    running = await start()
    someone = await person(running)
    await someone.use_code(await running.services.pairing.new_code(Role.OPERATOR))
    assert await running.services.staff.accounts.log_out(None) == 1
    assert not await inside(someone)


async def test_strangers_are_stopped_and_a_known_browser_and_a_link_still_work(
    start: Start, person: Visit
) -> None:
    limits = Limits(login_attempts=3, login_attempts_all=10_000)
    running = await with_account(await start(limits=limits))
    ana, mallory = await person(running), await person(running)
    await ana.log_in()
    await ana.get("/account")
    await ana.send("/logout")
    tries = [(await mallory.log_in(password="guess number " + str(i))).status for i in range(4)]
    assert tries[-1] == 429
    answer = await mallory.log_in()
    assert answer.status == 429  # the right password, too: it tells nothing
    assert int(answer.headers["Retry-After"]) > 0
    assert (await ana.log_in()).status == 303
    code = await running.services.staff.accounts.link("ana", 60)
    assert (await mallory.use_code(code)).status == 303


async def test_a_known_browser_may_not_guess_for_ever(start: Start, person: Visit) -> None:
    running = await with_account(await start(limits=Limits(login_attempts=3)))
    ana = await person(running)
    await ana.log_in()
    ana.session.cookie_jar.clear(lambda cookie: "session" in cookie.key)
    tries = [(await ana.log_in(password="guess number " + str(i))).status for i in range(4)]
    assert tries == [403, 403, 403, 429]


async def test_a_browser_that_claims_to_be_known_is_a_stranger(start: Start, person: Visit) -> None:
    running = await with_account(await start(limits=Limits(login_attempts=2)))
    mallory = await person(running)
    mallory.plant("known", "a" * 32 + "." + "b" * 64)
    tries = [(await mallory.log_in(password="guess number " + str(i))).status for i in range(3)]
    assert tries == [403, 403, 429]


async def test_all_strangers_together_are_stopped(start: Start, person: Visit) -> None:
    running = await with_account(await start(limits=Limits(login_attempts_all=3)))
    mallory = await person(running)
    tries = [(await mallory.log_in(name=f"user{i}")).status for i in range(4)]
    assert tries == [403, 403, 403, 429]


async def test_one_changes_ones_own_password(start: Start, person: Visit) -> None:
    running = await with_account(await start(limits=Limits(login_attempts=100)), Role.MODERATOR)
    ana, elsewhere = await person(running), await person(running)
    await ana.log_in()
    await elsewhere.log_in()
    new = "a longer staple indeed"
    for fields, status in (
        ({"password": "wrong horse battery", "new": new, "again": new}, 403),
        ({"password": PASSWORD, "new": new, "again": new + "!"}, 400),
        ({"password": PASSWORD, "new": "short", "again": "short"}, 400),
    ):
        await ana.get("/account")
        assert (await ana.send("/account/password", **fields)).status == status
    assert await inside(elsewhere)
    answer = await ana.send("/account/password", password=PASSWORD, new=new, again=new)
    assert answer.status == 303
    assert "The password is changed." in (await ana.get(answer.headers["Location"]))[1]
    assert not await inside(elsewhere)
    assert (await elsewhere.log_in()).status == 403
    assert (await elsewhere.log_in(password=new)).status == 303


async def test_accounts_say_what_is_wrong(start: Start) -> None:
    accounts = (await start()).services.staff.accounts
    await accounts.add("Ana Núñez", Role.MODERATOR, PASSWORD)
    assert [(a.name, a.role, a.has_password) for a in await accounts.all()] == [
        ("ana núñez", Role.MODERATOR, True)
    ]
    for name, role, password, error in (
        ("ANA NÚÑEZ", Role.LEAD, PASSWORD, Conflict),
        ("ben", Role.READER, PASSWORD, BadRequest),
        ("ben", Role.LEAD, "short", BadRequest),
        ("ben", Role.LEAD, "aaaaaaaaaaaaaaa", BadRequest),
        ("  ", Role.LEAD, PASSWORD, BadRequest),
        ("a\nb", Role.LEAD, PASSWORD, BadRequest),
        ("x" * 65, Role.LEAD, PASSWORD, BadRequest),
    ):
        with pytest.raises(error):
            await accounts.add(name, role, password)
    for wrong in (accounts.disable, accounts.enable, accounts.log_out):
        with pytest.raises(NotFound):
            await wrong("ben")


async def test_an_account_without_a_password_has_links_only(start: Start, person: Visit) -> None:
    running = await start()
    await running.services.staff.accounts.add("ana", Role.LEAD, None)
    ana = await person(running)
    assert (await ana.log_in(password="")).status == 403
    assert (await ana.use_code(await running.services.staff.accounts.link("ana", 60))).status == 303


async def test_the_link_that_a_personal_server_prints_logs_in(start: Start, person: Visit) -> None:
    running = await start()
    lines = "\n".join(await greeting(running.services, "http://here", to_person=True))
    code = re.search(r"http://here/login#(\S+)", lines)
    assert code
    someone = await person(running)
    assert (await someone.use_code(code[1])).headers["Location"] == "/status"


async def test_a_hosted_server_prints_no_link_that_opens_anything(start: Start) -> None:
    running = await start(public_url="https://colophon.example.org")
    lines = "\n".join(await greeting(running.services, "http://here", to_person=True))
    assert "https://colophon.example.org/login;" in lines
    assert "colophon invite --name" in lines
    assert "#" not in lines


async def test_a_log_holds_no_link_that_opens_anything(start: Start) -> None:
    running = await start()
    lines = "\n".join(await greeting(running.services, "http://here", to_person=False))
    assert "colophon extension pair" in lines
    assert "#" not in lines


@pytest.mark.parametrize("checks", [("registry",), ("registry", "detector")])
async def test_only_a_model_that_is_wanted_is_absent(
    start: Start, person: Visit, checks: tuple[str, ...]
) -> None:
    running = await start(checks=checks)
    lines = "\n".join(await greeting(running.services, "http://here", to_person=False))
    assert ("Absent: a detection model" in lines) is ("detector" in checks)
    someone = await person(running)
    await someone.use_code(await running.services.pairing.new_code(Role.OPERATOR))
    assert ("Detection model" in (await someone.get("/status"))[1]) is ("detector" in checks)
