"""Readers of a hosted server: names, quotas, invitations, use per day; accounts and sessions of its staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables. Tokens and codes that exist stay as they are: no name, no quota, one use."""
    op.add_column("tokens", sa.Column("name", sa.String(80)))
    op.add_column("tokens", sa.Column("quota", sa.Integer))
    op.add_column("tokens", sa.Column("invite", sa.String(16)))
    op.add_column("tokens", sa.Column("last_day", sa.Integer))
    op.add_column("codes", sa.Column("id", sa.String(16)))
    op.add_column("codes", sa.Column("name", sa.String(80)))
    op.add_column("codes", sa.Column("quota", sa.Integer))
    op.add_column("codes", sa.Column("uses_left", sa.Integer, nullable=False, server_default="1"))
    op.add_column("codes", sa.Column("staff", sa.String(64)))
    op.add_column("codes", sa.Column("created", sa.BigInteger))
    op.create_table(
        "usage",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("images", sa.Integer, nullable=False),
    )
    op.create_table(
        "staff",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("password", sa.Text),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("last_day", sa.Integer),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("staff", sa.String(64), index=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False, index=True),
    )
    meta = sa.table("meta", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(meta, [{"name": "readers", "value": 0}])
