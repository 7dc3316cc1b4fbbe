"""The tables of the durable store. A change here needs a migration in ``migrations/versions``."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
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
    Column("account", Name(64)),  # of staff: in whose name it reviews; goes with whatever changes the account
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
    Column("pseudonym", String(16)),  # in whose name they review; made when first needed
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
    Column("withdraws", String(32)),  # the earlier decision that this one takes back
    Column("generation", BigInteger, nullable=False, server_default="0"),  # their order
)

studies = Table(
    "studies",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("freeze", String(64), nullable=False),  # SHA-256 of the frozen file: what was preregistered
    Column("frozen", Text, nullable=False),  # the frozen file
    Column("state", String(16), nullable=False),
    Column("salt", LargeBinary, nullable=False),  # participants, items and tokens are named with it
    Column("enrolled", Integer, nullable=False),  # ever, who withdrew included
    Column("opened", BigInteger, nullable=False),
    Column("closed", BigInteger),
    Column("debriefed", BigInteger),
    Column("keep_until", BigInteger),  # then participants and events go
)

study_codes = Table(
    "study_codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("id", String(16), nullable=False),
    Column("study", String(64), ForeignKey("studies.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Name(80)),
    Column("preview", Boolean, nullable=False),  # who joins by it tries the study out and is not exported
    Column("uses_left", Integer, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
)

study_strata = Table(
    "study_strata",
    metadata,
    Column("study", String(64), ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True),
    Column("stratum", String(200), primary_key=True),
    Column("drawn", Integer, nullable=False),  # places taken in its permuted blocks
)

study_participants = Table(
    "study_participants",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("study", String(64), ForeignKey("studies.id", ondelete="CASCADE"), nullable=False),
    Column("participant", String(16), nullable=False),  # HMAC of the code that only the participant has
    Column("token", String(64), nullable=False, unique=True),  # its SHA-256
    Column("levels", Text, nullable=False),  # JSON, by factor: drawn once and kept
    Column("stratum", String(200)),
    Column("holdout", Boolean, nullable=False),
    Column("preview", Boolean, nullable=False),
    Column("consent", String(64), nullable=False),  # SHA-256 of the text that was agreed to
    Column("locale", String(35), nullable=False),
    Column("platform", String(64), nullable=False),
    Column("extension", String(32), nullable=False),
    Column("code", String(16)),  # id of the code by which they came
    Column("enrolled", BigInteger, nullable=False),
    UniqueConstraint("study", "participant"),
)

study_events = Table(
    "study_events",
    metadata,
    Column(
        "participant",
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey("study_participants.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("session", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("t", BigInteger, nullable=False),  # milliseconds since 1970 by the participant's clock, as sent
    Column("received", BigInteger, nullable=False),  # milliseconds since 1970 by ours
    Column("item", String(16)),  # HMAC of the image's SHA-256
    Column("place", Integer),
    Column("data", Text, nullable=False),  # JSON
    Column("made_with", String(120), nullable=False),  # versions of extension, resolver and labels
    sqlite_with_rowid=False,  # the key is the row's place: half the size
)

study_withdrawals = Table(
    "study_withdrawals",
    metadata,
    Column("study", String(64), ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True),
    Column("levels", String(500), primary_key=True),  # JSON; all that is left of who withdrew
    Column("people", Integer, nullable=False),
)

study_items = Table(
    "study_items",
    metadata,
    Column("study", String(64), ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(16), primary_key=True),  # HMAC of the picture's SHA-256, as events name it
    Column("name", String(40), nullable=False),  # by the researchers
    Column("place", Integer, nullable=False),  # in their folder
    Column("position", Integer),  # in everybody's feed; empty where it is shuffled
    Column("picture", LargeBinary),  # the researchers' own stimulus; gone once the study is closed
    Column("media_type", String(40), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("author", Words, nullable=False),
    Column("caption", Words, nullable=False),
    Column("alt", Words, nullable=False),
    Column("truth", String(40)),  # how it was made, as the researchers know it
    Column("label", String(80)),  # that it carries by their choice
    Column("own_label", String(80)),  # that this server's checks led to
    Column("assessments", Text, nullable=False),  # JSON, by language: made once
)
