"""Studies: what was frozen, who takes part, what happened, how many withdrew."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "studies",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("freeze", sa.String(64), nullable=False),
        sa.Column("frozen", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("enrolled", sa.Integer, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
        sa.Column("debriefed", sa.BigInteger),
        sa.Column("keep_until", sa.BigInteger),
    )
    _codes_and_counts()
    op.create_table(
        "study_participants",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        _study(nullable=False),
        sa.Column("participant", sa.String(16), nullable=False),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("levels", sa.Text, nullable=False),
        sa.Column("stratum", sa.String(200)),
        sa.Column("holdout", sa.Boolean, nullable=False),
        sa.Column("preview", sa.Boolean, nullable=False),
        sa.Column("consent", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("platform", sa.String(64), nullable=False),
        sa.Column("extension", sa.String(32), nullable=False),
        sa.Column("code", sa.String(16)),
        sa.Column("enrolled", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("study", "participant"),
    )
    _events()


def _codes_and_counts() -> None:
    op.create_table(
        "study_codes",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(16), nullable=False),
        _study(nullable=False, index=True),
        sa.Column("name", sa.String(80)),
        sa.Column("preview", sa.Boolean, nullable=False),
        sa.Column("uses_left", sa.Integer, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "study_strata",
        _study(primary_key=True),
        sa.Column("stratum", sa.String(200), primary_key=True),
        sa.Column("drawn", sa.Integer, nullable=False),
    )
    op.create_table(
        "study_withdrawals",
        _study(primary_key=True),
        sa.Column("levels", sa.String(500), primary_key=True),
        sa.Column("people", sa.Integer, nullable=False),
    )


def _events() -> None:
    whose = sa.ForeignKey("study_participants.number", ondelete="CASCADE")
    op.create_table(
        "study_events",
        sa.Column("participant", _NUMBER, whose, primary_key=True, autoincrement=False),
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("t", sa.BigInteger, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("item", sa.String(16)),
        sa.Column("place", sa.Integer),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("made_with", sa.String(120), nullable=False),
        sqlite_with_rowid=False,
    )


def _study(**more: Any) -> sa.Column[str]:
    return sa.Column("study", sa.String(64), sa.ForeignKey("studies.id", ondelete="CASCADE"), **more)
