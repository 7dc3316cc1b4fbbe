"""Subscriptions: other servers' decisions and lists that this one follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("url", sa.String(300), nullable=False, unique=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(60), nullable=False, unique=True),
        sa.Column("trust", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("process", sa.String(24)),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("etag", sa.String(200)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("checked", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.String(32)),
        sa.Column("held_until", sa.BigInteger, nullable=False, server_default="0"),
    )
