"""The lines of the stream of decisions: made and signed by who publishes, in one form only.

An answer is a head and then records, one JSON object a line. Each is signed with Ed25519 (RFC 8032) over
its canonical form: JSON with sorted keys and no spaces, without ``sig``. A record's signature leaves out its
public reason and its sketch, too: they are covered by ``sealed``, so that they can be emptied later, where an
image turns out to be an intimate one, and the chain holds. ``prev`` is the SHA-256 of the record before, in
the form that was signed: nothing can be left out, put in between or put in another order.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon.keyfile import fingerprint, public_bytes
from colophon.store.published import Published

KEY_NAME = "publish-key.pem"  # in the data folder
HEAD, RECORD = b"colophon published head 1\n", b"colophon published record 1\n"  # what a signature is about
GENESIS = "0" * 64  # ``prev`` of the first record
UNSIGNED = ("reason", "sketch")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a stream is known: the last record's ``seq`` (0: none) and the SHA-256 of its signed form."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: who speaks, and what follows. ``since`` and ``prev`` are where it begins, ``to`` is the
    last record in this answer, ``latest`` the last that there is; ``key`` is the key's fingerprint."""

    server: str
    address: str
    key: str
    since: int
    prev: str
    to: int
    latest: int


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one form of a JSON object."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def fields_of(record: Published, prev: str) -> dict[str, Any]:
    """A record as its line has it, but for the signature."""
    sketch = None if record.sketch is None else base64.b64encode(record.sketch).decode()
    return {**asdict(record), "sketch": sketch, "prev": prev}


def signed_form(fields: Mapping[str, Any]) -> bytes:
    """What the signature of a record is over, and what the next one's ``prev`` is the SHA-256 of."""
    return canonical({name: value for name, value in fields.items() if name not in UNSIGNED})


def after(record: Published, position: Position) -> Position:
    """Where the stream is after this record."""
    form = signed_form(fields_of(record, position.hash))
    return Position(record.seq, hashlib.sha256(form).hexdigest())


class Signer:
    """Makes lines."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = public_bytes(key.public_key())
        self.fingerprint = fingerprint(self.public)

    def head(self, head: Head) -> bytes:
        """The first line, with its end."""
        return self._signed(asdict(head), HEAD + canonical(asdict(head)))

    def record(self, record: Published, prev: str) -> bytes:
        """One record as a line, with its end."""
        fields = fields_of(record, prev)
        return self._signed(fields, RECORD + signed_form(fields))

    def _signed(self, fields: Mapping[str, Any], form: bytes) -> bytes:
        sig = base64.b64encode(self._key.sign(form)).decode()
        return canonical({**fields, "sig": sig}) + b"\n"
