from __future__ import annotations

import traceback

import pytest

from colophon.errors import ConfigError
from colophon.store.redis.address import read_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://127.0.0.1:7000/3", {"host": "127.0.0.1", "port": 7000, "db": 3}),
        ("redis://me:pass%40word@host", {"host": "host", "username": "me", "password": "pass@word"}),
        ("unix:///run/redis.sock?db=2", {"path": "/run/redis.sock", "db": 2}),
    ],
)
def test_one_server(url: str, expected: dict[str, object]) -> None:
    address = read_address(url)
    assert expected.items() <= address.options.items()
    assert address.nodes == ()


def test_a_cluster_has_several_nodes_and_one_login() -> None:
    address = read_address("rediss+cluster://me:secret@one:7000,two,[::1]:7002?ssl_ca_certs=/ca.pem")
    assert address.nodes == (("one", 7000), ("two", 6379), ("::1", 7002))
    assert {
        "username": "me",
        "password": "secret",
        "ssl_ca_certs": "/ca.pem",
    }.items() <= address.options.items()
    assert "host" not in address.options
    assert address.shown == "rediss+cluster://one:7000,two,[::1]:7002"


@pytest.mark.parametrize(
    "url",
    [
        "me:hunter2@host:6379",
        "http://me:hunter2@host",
        "redis://me:hunter2@host:port",
        "redis://me:hunter2@host:70000",
        "redis://me:hunter2@host/other",
        "redis://me:hunter2@host?colour=hunter2",
        "redis://me:hunter2@host?socket_timeout=hunter2",
        "redis://me:hunter2/@host",
        "redis://me:hunter2://x@host",
        "redis://me:hunter2#@host:1:2",
        "unix://?password=hunter2",
        "redis+cluster://me:hunter2@one,,two",
        "redis+cluster://me:hunter2@one/2",
        "redis+cluster://",
    ],
)
def test_what_cannot_be_used_is_named_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="Redis ") as caught:
        read_address(url)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
