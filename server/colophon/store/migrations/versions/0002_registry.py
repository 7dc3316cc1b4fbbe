"""Registry entries, what they change, contests and decisions; findings know their perceptual hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the tables. Older findings have no hashes; they are of another version and are not used."""
    op.add_column("findings", sa.Column("hashes", sa.LargeBinary))
    op.create_table(
        "entries",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("basis", sa.String(16), nullable=False),
        sa.Column("process", sa.String(24), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), index=True),
        sa.Column("sketch", sa.LargeBinary),
        sa.Column("said_by", sa.Text),
        sa.Column("words", sa.Text),
        sa.Column("date", sa.String(10)),
        sa.Column("permalink", sa.Text),
        sa.Column("pattern", sa.String(64)),
        sa.Column("language", sa.String(35)),
        sa.Column("owner", sa.String(64)),
        sa.Column("origin", sa.String(200), index=True),
        sa.Column("expires", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "changes",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("generation", sa.BigInteger, nullable=False, index=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "contests",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("owner", sa.String(64)),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("sha256", sa.String(64), index=True),
        sa.Column("entry", sa.String(32)),
        sa.Column("contest", sa.String(32)),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("near", sa.Boolean, nullable=False),
        sa.Column("expires", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
