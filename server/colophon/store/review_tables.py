"""The tables of review: what waits for a person, who said what of it, and the log of every act."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from colophon.store.tables import NUMBER, Name, Words, metadata

review_items = Table(
    "review_items",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("queue", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("holder", String(16)),  # pseudonym of who holds it, or decided
    Column("held_until", BigInteger),
    Column("contest", String(32)),
    Column("first", String(64)),  # the item that a second look is at, or the image that a near copy is of
    Column("pdq", String(64)),  # by which near copies are found among what waits
    Column("label", String(64)),  # its id, as the reader saw it; empty where there was none
    Column("process", String(24)),  # that the label says
    Column("doubt", Integer, nullable=False),  # 0 to 1000: how little the evidence settles
    Column("draw", Integer, nullable=False),  # random by seed: the order of blind passes
    Column("known", Text, nullable=False),  # JSON: evidence in words, where it was seen
    Column("verdict", String(24)),
    Column("decision", String(32)),
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False, index=True),
    Index("ix_review_items_queue", "queue", "state"),
    # one for each order in which items are handed out: the next one is then found, and not sorted for
    Index("ix_review_items_oldest", "queue", "created"),
    Index("ix_review_items_doubt", "queue", "doubt"),
    Index("ix_review_items_draw", "queue", "draw"),
)

review_verdicts = Table(
    "review_verdicts",
    metadata,
    Column("item", String(32), ForeignKey("review_items.id", ondelete="CASCADE"), primary_key=True),
    Column("who", String(16), primary_key=True),
    Column("verdict", String(24), nullable=False),
    Column("process", String(24)),  # what it comes to: a process or no_finding
    Column("note", Words),  # for reviewers only
    Column("decision", String(32)),
    Column("created", BigInteger, nullable=False),
)

review_log = Table(
    "review_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # from 1, without a gap
    Column("prev_sha256", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Name(16), nullable=False, index=True),  # a pseudonym
    Column("act", String(24), nullable=False),
    Column("item", String(32), index=True),
    Column("image", String(64), index=True),
    Column("data", Text, nullable=False),  # canonical JSON
)
