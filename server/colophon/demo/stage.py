"""Everything the demo needs besides a browser: pictures, a signer that is recognised, the server."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from colophon.app import build_app
from colophon.config import Config
from colophon.demo.certificate import make_identity
from colophon.demo.feed import PATH, add_feed
from colophon.demo.post import Post
from colophon.demo.posts import sample_posts
from colophon.demo.trust import demo_trust
from colophon.http.listen import listening
from colophon.http.services import SERVICES, Services


@dataclass(frozen=True, slots=True)
class Stage:
    """A running server with the sample feed. ``url`` is the server's, without a slash at the end."""

    url: str
    posts: Sequence[Post]
    services: Services

    @property
    def feed(self) -> str:
        """Address of the sample feed."""
        return self.url + PATH

    async def pairing_link(self) -> str:
        """An address that connects the browser which opens it; works once."""
        return f"{self.url}/pair#{await self.services.pairing.new_code()}"


@asynccontextmanager
async def set_stage(config: Config, own: Sequence[Post] = ()) -> AsyncIterator[Stage]:
    """Start the server with ``own`` posts above the sample posts, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="colophon-demo-") as folder:
        identity = make_identity()
        trust = demo_trust(config.trust_folder, identity.anchor, Path(folder) / "trust")
        posts = [*own, *await asyncio.to_thread(sample_posts, identity)]
        app = build_app(replace(config, trust=trust))
        add_feed(app, posts)
        async with listening(app, config.host, config.port) as url:
            yield Stage(url, posts, app[SERVICES])
