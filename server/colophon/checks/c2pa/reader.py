"""The C2PA library, as a job for a worker process: it meets untrusted files there and nowhere else."""

from __future__ import annotations

import io
from typing import Any

import c2pa
import orjson

from colophon.checks.c2pa.prefilter import may_hold_record


class Library:
    """The library with one context per tier; ``tiers`` are those of `settings.tiers_of`, as JSON."""

    def __init__(self, tiers: list[dict[str, Any]]) -> None:
        self._tiers = [(tier["trust"], c2pa.Context.from_dict(tier["settings"])) for tier in tiers]

    def __call__(self, media_type: str, data: bytes) -> dict[str, Any]:
        """Read with each tier until one trusts the signer: the last read as the JSON of a `Reading`."""
        answer: dict[str, Any] = {"outcome": "none"}
        if not may_hold_record(data, media_type):
            return answer
        for trust, context in self._tiers:
            try:
                answer = self._read(media_type, data, context)
            except c2pa.C2paError as error:
                return {"outcome": "error", "kind": type(error).__name__, "message": str(error)}
            if answer["outcome"] == "none":
                return answer
            if answer["state"] == "Trusted":
                return answer | {"trusted_by": trust}
        return answer

    def _read(self, media_type: str, data: bytes, context: Any) -> dict[str, Any]:
        reader = c2pa.Reader.try_create(media_type, io.BytesIO(data), context=context)
        if reader is None:
            return {"outcome": "none"}
        with reader:
            store = orjson.loads(reader.json())
            return {"outcome": "read", "state": reader.get_validation_state(), "store": store}
