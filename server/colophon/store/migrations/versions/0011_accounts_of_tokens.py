"""Tokens of accounts: who reviews over the API does so in an account's name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.add_column("tokens", sa.Column("account", sa.String(64)))
