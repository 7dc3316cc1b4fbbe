"""The posts of feeds that studies serve."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table."""
    study = sa.ForeignKey("studies.id", ondelete="CASCADE")
    op.create_table(
        "study_items",
        sa.Column("study", sa.String(64), study, primary_key=True),
        sa.Column("item", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer),
        sa.Column("picture", sa.LargeBinary),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("caption", sa.Text, nullable=False),
        sa.Column("alt", sa.Text, nullable=False),
        sa.Column("truth", sa.String(40)),
        sa.Column("label", sa.String(80)),
        sa.Column("own_label", sa.String(80)),
        sa.Column("assessments", sa.Text, nullable=False),
    )
