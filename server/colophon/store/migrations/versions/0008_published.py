"""What is told to others about decisions, filled from those that stand."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NO_ENTRY = ("keep", "accept", "reject", "protected", "withdrawn")  # verdicts that say no process
_DECISIONS = """
SELECT id, sha256, verdict, reason, team, near, expires, withdraws FROM decisions
WHERE sha256 IS NOT NULL ORDER BY generation, created, id
"""
_PROTECTED = """
SELECT sha256 FROM entries WHERE kind = 'protected' AND state <> 'withdrawn' AND sha256 IS NOT NULL
"""
_SKETCHES = """
SELECT sha256, sketch FROM entries WHERE basis = 'reviewed' AND kind = 'statement'
AND state <> 'withdrawn' AND sha256 IS NOT NULL ORDER BY number
"""


def upgrade() -> None:
    """Add the table, and a row for each decision that stands."""
    table = op.create_table(
        "published",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("decision", sa.String(32), nullable=False, index=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("process", sa.String(24), nullable=False),
        sa.Column("negated", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("near", sa.Boolean, nullable=False),
        sa.Column("expires", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("sketch", sa.LargeBinary),
        sa.Column("sealed", sa.String(64), nullable=False),
    )
    op.create_index("ix_published_image", "published", ["sha256", "seq"])
    if rows := _standing(op.get_bind()):
        op.bulk_insert(table, rows)


def _standing(connection: sa.Connection) -> list[dict[str, Any]]:
    now = int(time.time())
    made = connection.execute(sa.text(_DECISIONS)).all()
    gone = {one.withdraws for one in made}
    last = {one.sha256: one for one in made if one.verdict not in _NO_ENTRY and one.id not in gone}
    protected = set(connection.execute(sa.text(_PROTECTED)).scalars()) if last else set()
    kept = [one for one in last.values() if one.sha256 not in protected]
    kept = [one for one in kept if one.expires is None or one.expires > now]
    near = any(one.near for one in kept)
    sketches = {row.sha256: row.sketch for row in connection.execute(sa.text(_SKETCHES))} if near else {}
    return [_row(n, one, sketches.get(one.sha256), now) for n, one in enumerate(kept, 1)]


def _row(seq: int, made: Any, sketch: bytes | None, now: int) -> dict[str, Any]:
    sketch = bytes(sketch) if made.near and sketch else None
    sealed = {"reason": made.reason, "sketch": base64.b64encode(sketch).decode() if sketch else None}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {
        "seq": seq,
        "decision": made.id,
        "sha256": made.sha256,
        "process": made.verdict,
        "negated": False,
        "reason": made.reason,
        "team": made.team,
        "near": bool(made.near),
        "expires": made.expires,
        "created": now,
        "sketch": sketch,
        "sealed": hashlib.sha256(text.encode()).hexdigest(),
    }
