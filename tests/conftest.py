"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "firefox")

# The same examples in every run, with no deadline, which a busy machine would miss;
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(tryfirst=True)  # a test process reads the groups in this hook, too
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For several test processes (``-n``): one browser's tests stay in one, and begin: they take longest."""
    groups = {item: browser_of(item) for item in items}
    items.sort(key=lambda item: groups[item] is None)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(groups[item] or item.nodeid.partition("::")[0]))


def browser_of(item: pytest.Item) -> str | None:
    """The browser that a test is about, by its parameters."""
    parameters = (
        item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    )
    return next((name for name in parameters.values() if isinstance(name, str) and name in BROWSERS), None)


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of real case files, outside the repository; named by COLOPHON_CASES."""
    folder = Path(os.environ.get("COLOPHON_CASES", ROOT / ".." / "shared")).resolve()
    if not (folder / "cases").is_dir():
        pytest.skip(
            f"no case files: {folder}/cases is absent (set COLOPHON_CASES to the folder that holds it)"
        )
    return folder / "cases"


@pytest.fixture(scope="session")
def label_spec(cases: Path) -> Path:
    """The folder of the label specification beside the case files."""
    return cases.parent / "labels"
