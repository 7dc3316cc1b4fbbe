"""Checks with our own authority's anchor, and with the published lists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.checks.c2pa.signing import Authority
from tests.checks.c2pa.workers import c2pa_check

from colophon.checks.c2pa import C2paCheck
from colophon.trust import TrustLists, load


@pytest.fixture(scope="session")
def plain_jpeg() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def stranger() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def local_check(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[C2paCheck]:
    """A check that knows our own authority and nobody else."""
    folder = tmp_path_factory.mktemp("trust")
    (folder / "local").mkdir()
    (folder / "local" / "test.pem").write_text(authority.root_pem)
    with c2pa_check(load(folder)) as check:
        yield check


@pytest.fixture(scope="session")
def lists(cases: Path) -> TrustLists:
    return load(cases / "c2pa" / "trust")


@pytest.fixture(scope="session")
def case_check(lists: TrustLists) -> Iterator[C2paCheck]:
    """A check with the published lists."""
    with c2pa_check(lists) as check:
        yield check
