"""Review: what waits for a person, who said what of it, and the log of every act."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# cases that are open become items of the queue, by their own ids; appeals where the image was decided about
_OPEN_CASES = """
INSERT INTO review_items
  (id, queue, kind, sha256, state, contest, label, doubt, draw, known, created, changed)
SELECT id, 'contests',
  CASE WHEN EXISTS (SELECT 1 FROM decisions WHERE decisions.sha256 = contests.sha256)
    THEN 'appeal' ELSE 'first' END,
  sha256, 'waiting', id, label, 0, 0, '{}', created, created
FROM contests WHERE state = 'open' ORDER BY generation
"""


def upgrade() -> None:
    """Add tables and columns."""
    op.add_column("staff", sa.Column("pseudonym", sa.String(16)))
    op.add_column("decisions", sa.Column("withdraws", sa.String(32)))
    op.add_column("decisions", sa.Column("generation", sa.BigInteger, nullable=False, server_default="0"))
    _items()
    op.create_table(
        "review_verdicts",
        sa.Column(
            "item", sa.String(32), sa.ForeignKey("review_items.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("who", sa.String(16), primary_key=True),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("process", sa.String(24)),
        sa.Column("note", sa.Text),
        sa.Column("decision", sa.String(32)),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "review_log",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("prev_sha256", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.String(16), nullable=False, index=True),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("item", sa.String(32), index=True),
        sa.Column("image", sa.String(64), index=True),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.execute("INSERT INTO meta (name, value) VALUES ('review_log', 0), ('review_head', 0)")
    op.execute(_OPEN_CASES)


def _items() -> None:
    op.create_table(
        "review_items",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("queue", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("holder", sa.String(16)),
        sa.Column("held_until", sa.BigInteger),
        sa.Column("contest", sa.String(32)),
        sa.Column("first", sa.String(64)),
        sa.Column("pdq", sa.String(64)),
        sa.Column("label", sa.String(64)),
        sa.Column("process", sa.String(24)),
        sa.Column("doubt", sa.Integer, nullable=False),
        sa.Column("draw", sa.Integer, nullable=False),
        sa.Column("known", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(24)),
        sa.Column("decision", sa.String(32)),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False, index=True),
    )
    op.create_index("ix_review_items_queue", "review_items", ["queue", "state"])
