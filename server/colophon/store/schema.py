"""The schema is brought up to date at start, once, however many servers start together."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from colophon.errors import ConfigError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_SECONDS = 120  # others that start wait this long for the one that changes the schema
_LOCK = 0x636F6C6F70686F6E  # "colophon": the name of the lock among PostgreSQL's advisory ones
_VERSION_TABLE = "alembic_version"


@cache
def newest() -> str:
    """The revision that this program needs: its migrations are named by their revisions, counted up."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def revision(connection: Connection) -> str | None:
    """The revision of the database; None where it is empty."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()  # noqa: S608
    return found


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that are missing, in the caller's transaction.

    Raises ConfigError for a database that a newer Colophon has changed.
    """
    _wait_for_turn(connection)
    if not is_current(connection):  # another may have done it meanwhile
        _upgrade(connection)


def is_current(connection: Connection) -> bool:
    """Whether nothing is missing. Raises ConfigError for a database that a newer Colophon has changed."""
    found = revision(connection)
    if found is not None and found > newest():
        raise ConfigError(
            f"the database is of revision {found} and this program knows {newest()} at most: "
            f"a newer Colophon has used it. Update this one"
        )
    return found == newest()


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL statement_timeout = '{LOCK_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    else:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    # imported here: 8 MB and 0.1 s that a server on a current schema does not need
    from alembic import command
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
