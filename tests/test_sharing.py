"""Tests that share a browser or a file stay in one process."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sharing import ALIKE, ALIKE_TESTS, BROWSERS, LONG, OWN, group_of, is_repeated, turn_of

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_browser_is_shared_by_files_that_start_none(browser: str) -> None:
    ids = (
        f"tests/e2e/test_labels.py::test_nothing_moves[x-{browser}]",
        f"tests/e2e/test_story.py::test_a_note[{browser}-in_the_corner]",
        f"tests/e2e/test_card.py::test_by_keyboard[{browser}]",
    )
    assert {group_of(one) for one in ids} == {browser}
    own = f"tests/e2e/test_joining.py::test_a_quota[{browser}]"
    assert group_of(own) == f"{browser} tests/e2e/test_joining.py"
    assert turn_of(ids[0]) < turn_of(own)


def test_all_else_stays_with_its_file() -> None:
    one, long = "tests/test_pool.py::test_it[None]", "tests/chaos/test_redis.py::test_it"
    assert group_of(one) == "tests/test_pool.py"
    assert group_of("tests/cli/test_demo.py::test_it[chromium]") == "tests/cli/test_demo.py"
    assert turn_of("tests/e2e/test_joining.py::test_it[firefox]") < turn_of(long) < turn_of(one)


def test_what_is_the_same_in_both_browsers_is_in_the_suite_once() -> None:
    page = "tests/e2e/test_adapters.py::test_a_page"
    assert not is_repeated(f"{page}[chromium-x-feed]")
    assert is_repeated(f"{page}[firefox-x-feed]")
    assert not is_repeated("tests/e2e/test_card.py::test_by_keyboard[firefox]")
    axe = "tests/e2e/test_access.py::test_axe_finds_nothing"
    assert is_repeated(f"{axe}[firefox-light]")
    assert not is_repeated(f"{axe}[chromium-light]")


def test_what_is_named_is_there() -> None:
    assert all((ROOT / file).is_file() for file in OWN | ALIKE)
    assert all((ROOT / folder).is_dir() for folder in LONG)
    for file, _, name in (one.partition("[")[0].partition("::") for one in ALIKE_TESTS):
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_it_is_what_deals_out_the_tests(pytestconfig: pytest.Config) -> None:
    """With xdist's groups, which are silent where they have no effect, each test was dealt out alone."""
    script = (ROOT / "scripts" / "test").read_text(encoding="utf-8")
    assert "-n 3 --no-loadscope-reorder" in script
    if pytestconfig.pluginmanager.has_plugin("xdist"):
        made = pytestconfig.hook.pytest_xdist_make_scheduler.get_hookimpls()
        assert any(one.function.__module__.endswith("conftest") for one in made)
