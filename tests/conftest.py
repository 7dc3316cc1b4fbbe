"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# The same examples in every run, with no deadline, which a busy machine would miss;
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


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
