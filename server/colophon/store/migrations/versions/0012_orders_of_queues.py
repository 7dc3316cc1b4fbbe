"""The next item of a queue is found without sorting all of it."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add an index for each order."""
    for name, column in (("oldest", "created"), ("doubt", "doubt"), ("draw", "draw")):
        op.create_index(f"ix_review_items_{name}", "review_items", ["queue", column])
