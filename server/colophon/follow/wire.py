"""What goes over the wire about what is published and followed, but for the stream itself."""

from __future__ import annotations

from typing import Literal

from colophon.wire import Id, Sha256, Wire


class PublicKeyOut(Wire):
    """The key (Ed25519, 32 bytes in base64) that signs the stream of decisions, and its SHA-256."""

    key: str
    fingerprint: Sha256
    server: str


class ListOut(Wire):
    """A list that this server follows: of another server's decisions (``signed``), or of hashes."""

    id: Id
    name: str
    host: str
    signed: bool
    state: Literal["new", "works", "unreachable", "refused"]


class ListsOut(Wire):
    """What labels may come from besides this server's own reviewers and signed records."""

    lists: list[ListOut]
