"""What the worker read from a file, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from colophon.evidence import Trust

_REMOTE = "Remote: must fetch remote manifests"  # the library's words when fetching is off


@dataclass(frozen=True, slots=True)
class Reading:
    """One file's answer from the library.

    ``outcome`` is ``none`` (no record), ``error`` (``kind`` and ``message`` of the library's exception) or
    ``read``. Then ``state`` is the library's own verdict, ``store`` its manifest store as JSON, and
    ``trusted_by`` the tier whose lists know the signer, or None.
    """

    outcome: Literal["none", "error", "read"]
    kind: str = ""
    message: str = ""
    state: str = ""
    store: dict[str, Any] = field(default_factory=dict)
    trusted_by: Trust | None = None

    @property
    def is_remote(self) -> bool:
        """Whether the file only points to a record elsewhere, which is never fetched."""
        return self.message.startswith(_REMOTE)

    @classmethod
    def decode(cls, message: bytes) -> Reading:
        """From the worker's JSON. Raises ValueError, TypeError or KeyError when it is not a reading."""
        answer = dict(orjson.loads(message))
        trusted_by = answer.pop("trusted_by", None)
        reading = cls(trusted_by=Trust(trusted_by) if trusted_by else None, **answer)
        if not (isinstance(reading.message, str) and isinstance(reading.store, dict)):
            raise TypeError("not a reading")
        return reading
