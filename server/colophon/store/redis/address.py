"""The address of a Redis: one server or a cluster, as a URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio.connection import Connection, parse_url

from colophon.errors import ConfigError

CLUSTER = "+cluster"
ENCODE = "In a user or password, / ? # @ : and % have to be percent-encoded"
SCHEMES = ("redis", "rediss", "unix", "redis+cluster", "rediss+cluster")


class _Unfit(ValueError):
    """Said in our own words, which hold no password."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Redis is and how to log in. ``shown`` is the URL without its user, password and options."""

    options: Mapping[str, Any]  # of one connection
    nodes: tuple[tuple[str, int], ...]  # of a cluster, those that are asked first; empty for one server
    shown: str


def read_address(url: str) -> Address:
    """Read ``redis://[user:password@]host:port/number``, ``rediss://`` (TLS), ``unix:///path`` or, for a
    cluster, ``redis+cluster://host:port,host:port``.

    Raises ConfigError naming the URL without its password.
    """
    shown = _shown(url)
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in SCHEMES:
        raise ConfigError(f"Redis {shown}: the URL must begin with {'://, '.join(SCHEMES)}://")
    try:
        if scheme.endswith(CLUSTER):
            return _cluster(scheme.removesuffix(CLUSTER), rest, shown)
        _check_path(scheme, urlsplit(url).path)
        return Address(_options(url), (), shown)
    except _Unfit as error:
        raise ConfigError(f"Redis {shown} cannot be used: {error}") from None
    except (TypeError, ValueError) as error:
        # what the library says may hold a part of the password
        reason = error if "@" not in url else f"a host, port or option is wrong. {ENCODE}"
        raise ConfigError(f"Redis {shown} cannot be used: {reason}") from None


def _cluster(scheme: str, rest: str, shown: str) -> Address:
    place, mark, query = rest.partition("?")
    login, at, hosts = place.rpartition("@")
    hosts, _, path = hosts.partition("/")
    if path:
        raise _Unfit("a cluster has no numbered databases")
    each = [_options(f"{scheme}://{login}{at}{host}{mark}{query}") for host in hosts.split(",")]
    nodes = tuple((str(o.get("host", "")), int(o.get("port", 6379))) for o in each)
    if not all(host for host, _ in nodes):
        raise _Unfit("a host is missing")
    options = {name: value for name, value in each[0].items() if name not in ("host", "port")}
    return Address(options, nodes, shown)


def _options(url: str) -> dict[str, Any]:
    options: dict[str, Any] = {**parse_url(url)}
    connection: Any = options.get("connection_class", Connection)
    connection(**{name: value for name, value in options.items() if name != "connection_class"})  # misspelt?
    return options


def _check_path(scheme: str, path: str) -> None:
    if scheme == "unix":
        if not path:
            raise _Unfit("the path of the socket is missing")
    elif path.strip("/") and not path.strip("/").isdecimal():
        raise _Unfit(f"{path[1:]!r} is not the number of a database")


def _shown(url: str) -> str:
    scheme, separator, rest = url.partition("://") if "://" in url else ("", "", url)
    return f"{scheme}{separator}{rest.rpartition('@')[2].partition('?')[0]}"
