"""Reading a stream of decisions: everything is checked before anything of it is believed. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import Field, TypeAdapter, ValidationError

from colophon.errors import ColophonError
from colophon.follow.lines import HEAD, RECORD, Head, Position, canonical, signed_form
from colophon.keyfile import fingerprint
from colophon.store.published import Published, seal
from colophon.wire import Sha256, Wire

MAX_LINES = 1000  # records in one answer
LAST_SECOND = 253_402_300_799  # of the year 9999, the last that a date can be written of


class Distrusted(ColophonError):
    """A stream is not what its publisher signed, or not what it said before. Says where it is wrong."""

    title = "The stream is refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer holds, all of it checked, and where the stream is then."""

    head: Head
    records: tuple[Published, ...]
    position: Position

    @property
    def more(self) -> bool:
        """Whether there is more to ask for at once."""
        return self.head.latest > self.position.seq


class _Head(Wire):
    server: Annotated[str, Field(min_length=1, max_length=60)]
    address: Annotated[str, Field(max_length=300)]
    key: Sha256
    since: int
    prev: Sha256
    to: int
    latest: int


class _Record(Wire):
    seq: int
    decision: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    sha256: Sha256
    process: Annotated[str, Field(max_length=24)]
    negated: bool
    reason: Annotated[str, Field(max_length=500)]
    team: Annotated[str, Field(max_length=200)]
    near: bool
    expires: Annotated[int, Field(ge=0, le=LAST_SECOND)] | None
    created: Annotated[int, Field(ge=0, le=LAST_SECOND)]
    sketch: Annotated[str, Field(max_length=40_000)] | None
    sealed: Sha256
    prev: Sha256


_HEAD, _RECORD = TypeAdapter(_Head), TypeAdapter(_Record)


def read(data: bytes, key: bytes, at: Position) -> Answer:
    """An answer to a question for what comes after ``at``, by the holder of ``key`` (32 bytes).

    Raises Distrusted where anything in it is not as it was signed, or does not follow what is known.
    """
    if not data.endswith(b"\n"):
        raise Distrusted("the answer was cut off in the middle of a line")
    first, *rest = data[:-1].split(b"\n")
    head = _read_head(first, key)
    _check_head(head, at)
    if len(rest) != head.to - head.since or len(rest) > MAX_LINES:
        raise Distrusted(f"the answer has {len(rest)} records, and its head speaks of {head.to - head.since}")
    return Answer(head, *_read_records(rest, Ed25519PublicKey.from_public_bytes(key), at))


def _read_head(line: bytes, key: bytes) -> Head:
    where = "the head"
    values, sig = _object(line, where)
    if values.get("key") != fingerprint(key):
        raise Distrusted("the stream is signed with another key than the one that was agreed to")
    _verify(Ed25519PublicKey.from_public_bytes(key), sig, HEAD + canonical(values), where)
    return Head(**_valid(_HEAD, values, where).model_dump())


def _check_head(head: Head, at: Position) -> None:
    if head.latest < at.seq:
        raise Distrusted(
            f"the stream went back: it ends at record {head.latest}, and record {at.seq} is known"
        )
    if head.since != at.seq or not head.since <= head.to <= head.latest:
        raise Distrusted(f"the answer begins after record {head.since}, and not after record {at.seq}")
    if head.prev != at.hash:
        raise Distrusted(f"record {at.seq} is another now than it was")


def _read_records(
    lines: Sequence[bytes], key: Ed25519PublicKey, at: Position
) -> tuple[tuple[Published, ...], Position]:
    records = []
    for line in lines:
        where = f"record {at.seq + 1}"
        values, sig = _object(line, where)
        form = signed_form(values)
        _verify(key, sig, RECORD + form, where)
        made = _valid(_RECORD, values, where)
        if made.seq != at.seq + 1:
            raise Distrusted(f"{where} is missing: record {made.seq} is in its place")
        if made.prev != at.hash:
            raise Distrusted(f"{where} does not follow record {at.seq}")
        records.append(_opened(made, where))
        at = Position(made.seq, hashlib.sha256(form).hexdigest())
    return tuple(records), at


def _opened(made: _Record, where: str) -> Published:
    """With its reason and sketch, where they were not emptied."""
    try:
        sketch = None if made.sketch is None else base64.b64decode(made.sketch, validate=True)
    except binascii.Error:
        raise Distrusted(f"the sketch of {where} is no base64") from None
    emptied = made.reason == "" and sketch is None
    if not emptied and made.sealed != seal(made.reason, sketch):
        raise Distrusted(f"the reason or the sketch of {where} is another than was signed")
    return Published(**{f.name: getattr(made, f.name) for f in fields(Published)} | {"sketch": sketch})


def _object(line: bytes, where: str) -> tuple[dict[str, Any], bytes]:
    """What a line says, and its signature."""
    try:
        values = orjson.loads(line)
        exact = canonical(values) == line
        text = values.pop("sig")
        sig = base64.b64decode(text, validate=True)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Distrusted(f"{where} is no signed line") from None
    if not exact or base64.b64encode(sig).decode() != text:
        raise Distrusted(f"{where} is not in the one form that lines have")
    return values, sig


def _verify(key: Ed25519PublicKey, sig: bytes, form: bytes, where: str) -> None:
    try:
        key.verify(sig, form)
    except InvalidSignature:
        raise Distrusted(f"the signature of {where} does not fit it") from None


def _valid(adapter: TypeAdapter[Any], values: dict[str, Any], where: str) -> Any:
    try:
        return adapter.validate_python(values)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise Distrusted(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
