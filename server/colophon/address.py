"""The address under which readers reach a server that is not on their own computer."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from colophon.errors import ConfigError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {"https": 443, "http": 80}


def public_origin(text: str) -> str:
    """``text`` as ``scheme://host[:port]``, without a port that the scheme implies.

    Raises ConfigError where it is more or less than that, or not https and not this computer: a token
    that travels in clear is anybody's.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(f"public_url {text!r} is not an address: {error}") from error
    if parts.scheme not in PORTS or not host or not host.isascii():
        raise ConfigError(
            f"public_url {text!r} must be like https://colophon.example.org (other letters as xn--...)"
        )
    if parts.username is not None or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ConfigError(f"public_url {text!r} must end after the host: Colophon wants a name of its own")
    if parts.scheme != "https" and host not in LOOPBACK:
        raise ConfigError(f"public_url {text!r} must begin with https: what readers send would be in clear")
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port not in (None, PORTS[parts.scheme]) else "")


@cache
def host_headers(origin: str) -> frozenset[str]:
    """What a browser writes into ``Host`` when it asks the server at this public origin."""
    parts = urlsplit(origin)
    name = parts.netloc
    return frozenset({name, f"{name}:{PORTS[parts.scheme]}"} if parts.port is None else {name})
