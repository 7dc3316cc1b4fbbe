"""Fixtures shared by all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.sharing import Groups, is_repeated, turn_of
from xdist.remote import Producer  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent

# Once for all: of what a module imports for its tests there is one of its own, with a server of its own.
pytest_plugins = ["tests.services.postgres", "tests.services.redis"]

# The same examples in every run, with no deadline, which a busy machine would miss;
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What stays until the end is not looked through for garbage, which was a third of the work."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(tryfirst=True)  # before those that are not asked for are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest groups begin; what is repeated in the other browser is slow."""
    for item in items:
        if is_repeated(item.nodeid):
            item.add_marker("slow")
    items.sort(key=lambda item: turn_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups:
    """For several test processes: what shares a browser, or else a file, stays in one."""
    return Groups(config, log)


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
