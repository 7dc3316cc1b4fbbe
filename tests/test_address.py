"""The public address of a hosted server: an origin, over TLS, with a name of its own."""

from __future__ import annotations

import pytest

from colophon.address import host_headers, public_origin
from colophon.config import Config, load
from colophon.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://colophon.example.org", "https://colophon.example.org"),
        (" HTTPS://Colophon.Example.org:443/ ", "https://colophon.example.org"),
        ("https://colophon.example.org:8443", "https://colophon.example.org:8443"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("http://127.0.0.1:8765/", "http://127.0.0.1:8765"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_an_address_is_an_origin(text: str, origin: str) -> None:
    assert public_origin(text) == origin
    assert public_origin(origin) == origin


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://colophon.example.org", "must begin with https"),
        ("colophon.example.org", "must be like https://"),
        ("ftp://colophon.example.org", "must be like https://"),
        ("https://", "must be like https://"),
        ("https://colofón.example.org", "xn--"),
        ("https://example.org/colophon", "name of its own"),
        ("https://example.org/?a", "name of its own"),
        ("https://example.org/#a", "name of its own"),
        ("https://me@example.org", "name of its own"),
        ("https://example.org:port", "is not an address"),
        ("https://[::1", "is not an address"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load({"COLOPHON_PUBLIC_URL": text})


def test_the_host_header_may_name_the_port_that_the_scheme_implies() -> None:
    assert host_headers("https://a.example") == {"a.example", "a.example:443"}
    assert host_headers("https://a.example:8443") == {"a.example:8443"}
    assert host_headers("http://[::1]") == {"[::1]", "[::1]:80"}


def test_a_hosted_server_has_several_readers() -> None:
    hosted = load({"COLOPHON_PUBLIC_URL": "https://colophon.example.org/", "COLOPHON_QUOTA": "7"})
    assert (hosted.public_url, hosted.quota) == ("https://colophon.example.org", 7)
    assert hosted.hosted
    assert hosted.several_readers
    assert not load({"COLOPHON_PUBLIC_URL": ""}).hosted
    assert not Config().several_readers
    assert Config(shared=True).several_readers
    with pytest.raises(ConfigError, match="quota must be 0"):
        load({"COLOPHON_QUOTA": "-1"})
