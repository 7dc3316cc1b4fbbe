"""Pictures that were sent with cases, encrypted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "case_media",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("media_type", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("kept_until", sa.BigInteger, nullable=False, index=True),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
