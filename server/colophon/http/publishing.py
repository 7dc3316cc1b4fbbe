"""What a server works with that publishes what was decided: nothing, unless its operator says so."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.config import Config
from colophon.follow.serving import Stream
from colophon.http.admission import Places
from colophon.publish.feed import Feed
from colophon.publish.identity import Identity, label_key
from colophon.publish.labels import Labeler
from colophon.registry.register import Register
from colophon.store.database import Store

LISTS = 4  # hash lists written at once: each reads the whole table


@dataclass(frozen=True, slots=True)
class Publishing:
    """``address`` is the public one."""

    address: str
    feed: Feed
    labeler: Labeler
    subscribers: Places
    lists: Places
    stream: Stream
    waiting: Places  # questions for the stream's news that are held open


def publishing(config: Config, store: Store, register: Register) -> Publishing | None:
    """None where nothing is published. Raises ConfigError where its key cannot be used."""
    if not config.publish or config.public_url is None:
        return None
    feed = Feed(store)
    register.heed(feed.look)
    labeler = Labeler(Identity(config.public_url, label_key(config.data)))
    return Publishing(
        address=config.public_url,
        feed=feed,
        labeler=labeler,
        subscribers=Places(config.limits.subscribers),
        lists=Places(LISTS),
        stream=Stream(store.published, config.data, config.team, config.public_url),
        waiting=Places(config.limits.stream_waiting),
    )
