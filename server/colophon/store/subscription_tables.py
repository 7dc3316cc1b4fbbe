"""The table of what this server follows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from colophon.store.tables import Name, Words, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("url", String(300), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("name", Name(60), nullable=False, unique=True),  # as readers see it
    Column("trust", String(16), nullable=False),
    Column("key", String(64)),  # the publisher's public key, agreed to when it was subscribed to
    Column("process", String(24)),
    Column("seq", BigInteger, nullable=False),  # of the last record that was taken in
    Column("hash", String(64), nullable=False),  # SHA-256 of that record as it was signed
    Column("etag", String(200)),
    Column("state", String(16), nullable=False),
    Column("error", Words),
    Column("checked", BigInteger),
    Column("created", BigInteger, nullable=False),
    Column("holder", String(32)),  # the process that follows it
    Column("held_until", BigInteger, nullable=False, server_default="0"),
)
