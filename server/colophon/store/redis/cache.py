"""Findings for every process, for as long as they are asked for within a limit."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable

from colophon.evidence import Findings
from colophon.store.codec import dump_findings, load_findings
from colophon.store.redis.client import Client
from colophon.store.redis.patience import Patience

BRIEF_SECONDS = 600

log = logging.getLogger(__name__)


class Cache:
    """Findings by version of the checks and SHA-256. Keys begin with ``prefix``; kept for ``seconds``."""

    def __init__(self, client: Client, patience: Patience, prefix: str, seconds: int) -> None:
        self._client = client
        self._patience = patience
        self._prefix = prefix
        self._seconds = seconds

    async def get_many(self, sha256s: Collection[str], version: str) -> dict[str, Findings]:
        """What is there of these, in one question."""
        if not sha256s:
            return {}
        keys = [self._key(sha256, version) for sha256 in sha256s]
        answers = await self._patience.ask(self._client.reading(keys))
        bodies = answers[0] if isinstance(answers[0], list) else answers
        loaded = {
            sha256: _load(body, sha256, version)
            for sha256, body in zip(sha256s, bodies, strict=False)
            if isinstance(body, bytes)
        }
        return {sha256: found for sha256, found in loaded.items() if found is not None}

    async def put(self, found: Iterable[Findings], *, brief: bool = False) -> None:
        """Keep these, in one go. With ``brief`` not for long: somebody may have time to look closer."""
        seconds = min(self._seconds, BRIEF_SECONDS) if brief else self._seconds
        commands = [
            ("SET", self._key(f.sha256, f.looked_with), dump_findings(f), "EX", seconds) for f in found
        ]
        if commands:
            await self._patience.ask(commands)

    def _key(self, sha256: str, version: str) -> str:
        return f"{self._prefix}:found:{version}:{sha256}"


def _load(body: bytes, sha256: str, version: str) -> Findings | None:
    """What is damaged, or something else than the key says, counts as absent."""
    try:
        found = load_findings(body)
    except (AttributeError, KeyError, TypeError, ValueError):
        log.warning("findings in Redis could not be read and are passed over")
        return None
    as_asked = found.sha256 == sha256 and found.looked_with == version and isinstance(found.generation, int)
    return found if as_asked else None
