"""Findings are found by their age: the latest to compare new entries with, the oldest to forget."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_findings_created", "findings", ["created"])
