"""Servers, and browsers that keep cookies and say where their forms were."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar
from tests.http_fixtures import Running, start
from yarl import URL

from colophon.staff.passwords import Cost, Passwords

__all__ = ["start"]

PASSWORD = "correct horse battery"
FORM = re.compile(r'name="form" value="([0-9a-f]{64})"')


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real function at a cost that a test can pay."""
    monkeypatch.setattr("colophon.staff.staff.Passwords", lambda: Passwords(Cost(ln=4, r=8, p=1)))


class Person:
    """Somebody with a browser, at one server."""

    def __init__(self, running: Running, session: ClientSession) -> None:
        self.running = running
        self.session = session
        self.origin = str(running.client.make_url("/")).rstrip("/")
        self.form = ""  # the token of the last page's forms

    async def get(self, path: str, **more: Any) -> tuple[int, str]:
        """Open a page; gives its status and text."""
        async with self.session.get(self.origin + path, **more) as answer:
            text = await answer.text()
        if found := FORM.search(text):
            self.form = found[1]
        return answer.status, text

    async def send(
        self, path: str, *, form: str | None = None, origin: str | None = "own", **fields: str
    ) -> ClientResponse:
        """Send a form of the last page, as a browser does; redirects are not followed."""
        headers = {} if origin is None else {"Origin": self.origin if origin == "own" else origin}
        data = {"form": self.form if form is None else form, **fields}
        async with self.session.post(
            self.origin + path, data=data, headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer

    async def log_in(self, name: str = "ana", password: str = PASSWORD) -> ClientResponse:
        await self.get("/login")
        return await self.send("/login", name=name, password=password)

    async def use_code(self, code: str) -> ClientResponse:
        await self.get("/login")
        return await self.send("/login", code=code)

    async def leave(self) -> None:
        """Close the browser and open it anew: session cookies are gone."""
        self.session.cookie_jar.clear(lambda cookie: "known" not in cookie.key)

    def plant(self, what: str, value: str) -> None:
        """Put a cookie into this browser."""
        url = URL(self.origin)
        self.session.cookie_jar.update_cookies({f"colophon-{what}-{url.port}": value}, url)

    def cookies(self) -> dict[str, str]:
        """By name without our prefix and port."""
        return {c.key.split("-")[1]: c.value for c in self.session.cookie_jar}


Visit = Callable[[Running], Awaitable[Person]]


@pytest.fixture
async def person() -> AsyncIterator[Visit]:
    async with AsyncExitStack() as stack:

        async def arrive(running: Running) -> Person:
            session = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
            return Person(running, session)

        yield arrive
