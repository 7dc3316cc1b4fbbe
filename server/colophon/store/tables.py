"""The tables of the durable store. A change here needs a migration in ``migrations/versions``."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)
from sqlalchemy.engine import Dialect

metadata = MetaData()


class _Written:
    """What people write. PostgreSQL refuses the character NUL: it becomes U+FFFD, on every database."""

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The value as it is kept and compared."""
        return None if value is None else value.replace("\0", "\ufffd")


class Words(_Written, TypeDecorator[str]):
    """Of any length."""

    impl = Text
    cache_ok = True


class Name(_Written, TypeDecorator[str]):
    """Of a bounded length."""

    impl = String
    cache_ok = True


findings = Table(
    "findings",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("version", String(64), nullable=False),  # of the checks that looked; others are not reused
    Column("body", LargeBinary, nullable=False),
    Column("hashes", LargeBinary),  # perceptual hashes, 32 bytes each, as the registry was searched for
    Column("created", BigInteger, nullable=False, index=True),  # seconds since 1970, UTC, as everywhere here
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),  # its first 12 digits are the id that people see
    Column("role", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("name", Name(80)),  # as the invitation said; for the people who run the server
    Column("quota", Integer),  # images sent per day; empty is no limit
    Column("invite", String(16)),  # id of the invitation it came from, which may be gone
    Column("last_day", Integer),  # of use, in days since 1970, UTC: a day, never a time
)

codes = Table(
    "codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("id", String(16)),  # of an invitation; empty for a pairing or login code
    Column("name", Name(80)),  # given to the tokens made from it
    Column("quota", Integer),  # likewise
    Column("uses_left", Integer, nullable=False, server_default="1"),
    Column("staff", Name(64)),  # the account it logs in; such a code makes no token
    Column("created", BigInteger),
)

usage = Table(
    "usage",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),  # days since 1970, UTC
    Column("images", Integer, nullable=False),  # sent on that day
)

staff = Table(
    "staff",
    metadata,
    Column("name", Name(64), primary_key=True),  # in lower case
    Column("password", Text),  # scrypt, with its salt and cost; empty for one-time links only
    Column("role", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("last_day", Integer),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("staff", Name(64), index=True),  # empty where a one-time code of a role opened it
    Column("role", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# SQLite numbers rows by themselves in a column of exactly this type only
NUMBER = BigInteger().with_variant(Integer, "sqlite")

entries = Table(
    "entries",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("basis", String(16), nullable=False),
    Column("process", String(24), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sha256", String(64), index=True),
    Column("sketch", LargeBinary),  # hashes of a picture, never pixels
    Column("said_by", Words),
    Column("words", Words),
    Column("date", String(10)),
    Column("permalink", Words),
    Column("pattern", String(64)),
    Column("language", String(35)),
    Column("owner", String(64)),  # hash of the sender's token
    Column("origin", Name(200), index=True),
    Column("expires", BigInteger),
    Column("created", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False, index=True),  # of the last change
)

changes = Table(
    "changes",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("generation", BigInteger, nullable=False, index=True),
    Column(
        "sha256", String(64), nullable=False
    ),  # an image whose assessment may differ now, or ``*`` for all
    Column("created", BigInteger, nullable=False),
)

contests = Table(
    "contests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("label", String(64), nullable=False),
    Column("reason", Words, nullable=False),
    Column("state", String(16), nullable=False),
    Column("answer", Words),
    Column("owner", String(64)),
    Column("created", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False, index=True),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sha256", String(64), index=True),
    Column("entry", String(32)),
    Column("contest", String(32)),
    Column("verdict", String(24), nullable=False),
    Column("reason", Words, nullable=False),  # public
    Column("note", Words),  # for reviewers only
    Column("team", Words, nullable=False),
    Column("near", Boolean, nullable=False),
    Column("expires", BigInteger),
    Column("created", BigInteger, nullable=False),
)
