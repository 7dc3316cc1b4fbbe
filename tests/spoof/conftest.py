"""One reader with an official list of our own making, so that the highest trust can be reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.checks.c2pa.signing import Authority
from tests.spoof.reader import Reader, reader

from colophon.trust import TrustLists


@pytest.fixture(scope="session")
def camera_maker() -> Authority:
    """Somebody on the official list."""
    return Authority()


@pytest.fixture(scope="session")
def stranger() -> Authority:
    """Somebody on no list, who names himself as he likes."""
    return Authority("NIKON CORPORATION")


@pytest.fixture(scope="session")
def read(camera_maker: Authority) -> Iterator[Reader]:
    with reader(TrustLists(official_anchors=camera_maker.root_pem)) as found:
        yield found
