"""Where the durable store is: the file of an SQLite database, or the address of a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from colophon.config import Config
from colophon.errors import ConfigError

# As people write them, and what Colophon talks to them with. The drivers are imported when they are used.
_DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}


def url_of(place: str | Path) -> URL:
    """The SQLAlchemy URL of a file, or of what somebody wrote. Raises ConfigError naming what is wrong."""
    if isinstance(place, Path):
        return URL.create("sqlite+aiosqlite", database=str(place))
    try:
        url = make_url(place)
    except (ArgumentError, ValueError) as error:  # the text may hold a password: it is not repeated
        raise ConfigError(
            "the database URL cannot be understood; write postgresql://USER:PASSWORD@HOST:PORT/NAME, "
            "or sqlite:////FOLDER/FILE"
        ) from error
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in _DRIVERS.values():
        raise ConfigError(
            f"database {shown(url)} cannot be used: {url.drivername} is not known here; "
            f"there are postgresql:// and sqlite://"
        )
    if url.drivername == _DRIVERS["sqlite"] and (url.database or "").endswith("/"):
        raise ConfigError(f"database {shown(url)} is a folder: name a file in it")
    return url


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None where it is a PostgreSQL server's."""
    return Path(url.database or ":memory:") if url.drivername == _DRIVERS["sqlite"] else None


def shown(url: URL) -> str:
    """The URL for people: without its password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def has_database(config: Config) -> bool:
    """Whether there is a database already. One of a PostgreSQL server is taken to be there."""
    file = file_of(url_of(config.store))
    try:
        return file is None or file.exists()  # what is there and no database is told of by what opens it
    except OSError:
        return True  # and so is what cannot be looked at
