"""A server that somebody else runs, under a public name, and a reader who joins it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.e2e.certificate import tls_context
from tests.e2e.front import Front, in_front_of
from tests.e2e.inside import Inside, click, look_inside
from tests.e2e.server import Colophon
from tests.e2e.visitor import Visitor, World, visit

from colophon.browser import Tab
from colophon.config import Config
from colophon.pairing.codes import hash_code, random_code
from colophon.roles import Role

HOST = "colophon.example"
TEXT = "document.body.innerText"


@dataclass
class Hosted:
    """The server and what stands before it."""

    colophon: Colophon
    front: Front

    async def invite(self, quota: int | None = None) -> str:
        """A link that works once."""
        code = random_code()
        invites = self.colophon.services.store.invites
        await invites.add(hash_code(code), Role.READER, 3600, 1, None, quota)
        return f"https://{HOST}/join#{code}"

    async def revoke(self) -> None:
        """Take every reader's access away; the server knows when this returns, not half a second later."""
        tokens = self.colophon.services.store.tokens
        await tokens.revoke([token.hash for token in await tokens.all()])
        await self.colophon.services.register.refresh()


@asynccontextmanager
async def hosted(folder: Path) -> AsyncIterator[Hosted]:
    """Run a server under a public name."""
    config = Config(data=folder / "data", port=0, public_url=f"https://{HOST}", trust=None)
    config.data.mkdir()
    colophon = Colophon(config)
    await colophon.start()
    try:
        async with in_front_of(colophon.url, tls_context(folder)) as front:
            yield Hosted(colophon, front)
    finally:
        await colophon.stop()


@dataclass
class Guest:
    """A browser that is paired with the reader's own server and may join ``hosted``.

    The server of the visitor's world is ``hosted``. ``member``: it has joined.
    """

    visitor: Visitor
    inside: Inside
    hosted: Hosted
    home: Colophon
    member: bool = False

    async def options(self) -> Tab:
        """The options; the server's state is there."""
        tab = await self.inside.open("options.html")
        await tab.wait_for("document.getElementById('state').textContent")
        return tab

    async def look_at(self, options: Tab, link: str) -> None:
        """Paste a link and continue."""
        await options.evaluate(f"void (document.getElementById('link').value = '{link}')")
        await click(options, "#join button")

    async def join(self, quota: int | None = None) -> None:
        """Join by a fresh link."""
        options = await self.options()
        await self.look_at(options, await self.hosted.invite(quota))
        await options.wait_for("!document.getElementById('invitation').hidden")
        await self.inside.agree(options, "#join-yes", HOST)
        await options.wait_for(f"{TEXT}.includes('Joined. Colophon in this browser now asks {HOST}.')")
        await options.wait_for(f"{TEXT}.includes('Connected to {HOST}')")  # no question is left under way
        await options.close()
        self.member = True

    async def leave(self) -> None:
        """Leave, if it has joined."""
        if not self.member:
            return
        options = await self.options()
        await click(options, "#leave")
        await options.wait_for("document.getElementById('joined').hidden")
        await options.close()
        self.member = False


@asynccontextmanager
async def guest_of(world: World, hosted: Hosted, name: str, dark: bool = False) -> AsyncIterator[Guest]:
    """A fresh browser of a reader who has a server of their own."""
    hosts = world.hosts | {HOST: hosted.front.port}
    async with visit(replace(world, hosts=hosts), name, dark=dark, system=True) as visitor:
        inside = await look_inside(visitor)
        theirs = replace(visitor, world=replace(visitor.world, colophon=hosted.colophon))
        yield Guest(theirs, inside, hosted, world.colophon)
