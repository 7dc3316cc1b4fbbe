"""The tables of the durable store. A change here needs a migration in ``migrations/versions``."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table

metadata = MetaData()

findings = Table(
    "findings",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("version", String(64), nullable=False),  # of the checks that looked; others are not reused
    Column("body", LargeBinary, nullable=False),
    Column("created", BigInteger, nullable=False),  # seconds since 1970, UTC, as everywhere here
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires", BigInteger, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
