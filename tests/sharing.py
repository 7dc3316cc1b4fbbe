"""Which tests stay together in one process of several (``-n 3``), and which of them begin.

xdist's own groups are part of the ids of tests, which it cannot change with the pytest we use: every test was
dealt out alone, and each process started every browser. A scheduler reads ids as they are.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

BROWSERS = ("chromium", "firefox")
# What starts a browser of its own. All other tests in a browser share one, and stay together.
_OWN = (
    *(
        "check",
        "check_again",
        "degraded",
        "demo",
        "elsewhere",
        "estimates",
        "every_request",
        "hosted_feed",
        "joining",
    ),
    *("offline", "packages", "unlabelled", "without_server", "study", "study_people"),
)
OWN = frozenset(f"tests/e2e/test_{name}.py" for name in _OWN)
# What rests on nothing of a browser's own: in the suite in Chromium, by `-m slow` in Firefox.
# What is drawn, measured or told by the background is in the suite in both.
_ALIKE = (
    *("adapters", "check_again", "contest", "cover", "decisions", "elsewhere", "estimates"),
    *("help", "languages", "lists", "pages", "sources", "unlabelled"),
)
ALIKE = frozenset(f"tests/e2e/test_{name}.py" for name in _ALIKE)
# Single tests of that kind: the beginnings of their ids, with a parameter where one case of several stays in.
ALIKE_TESTS = (
    "tests/e2e/test_access.py::test_axe_finds_nothing[",
    *(
        f"tests/e2e/test_check.py::test_whatever_picture_is_asked_about_something_is_said[firefox-{kind}"
        for kind in ("avatar", "ad", "background", "cover")
    ),
    "tests/e2e/test_degraded.py::test_a_busy_server_is_left_alone_as_long_as_it_says[firefox-429",
    *(
        f"tests/e2e/test_hosted_feed.py::test_{name}["
        for name in (
            "a_control_sees_nothing_and_all_of_it_is_recorded",
            "a_link_that_is_not_complete_says_so",
            "arms_look_as_in_participants_own_feeds",
            "declining_records_nothing_and_leaving_deletes_everything",
        )
    ),
    "tests/e2e/test_review.py::test_a_queue_is_worked_through_by_keyboard_alone[",
    "tests/e2e/test_review.py::test_an_appeal_goes_to_somebody_else[",
    "tests/e2e/test_review.py::test_pages_fit_and_break_no_rule[",
)
# Ends of the ids of other tests that prove again what the same test with another parameter does.
REPEATED = (
    "loses_no_request[caddy]",
    "is_revoked[caddy]",
    "survives_sigkill[postgresql]",
    "absent_browser[firefox]",
)
# What uses one thing that takes long to make, and is made once in each process.
TOGETHER = {"tests/study/report/test_page.py": "tests/study/report/test_simulated.py"}
# Folders whose files take long.
LONG = tuple(
    f"tests/{name}/" for name in ("chaos", "processes", "hosting", "api", "fuzz", "store/backup", "spoof")
)


def browser_of(test: str) -> str | None:
    """The browser that a test, given by its id, has among its parameters."""
    parameters = test.partition("[")[2].rstrip("]").split("-")
    return next((name for name in BROWSERS if name in parameters), None)


def group_of(test: str) -> str:
    """The name of the tests that this one, given by its id, stays together with."""
    file, browser = test.partition("::")[0], browser_of(test)
    if browser is None or not file.startswith("tests/e2e/"):
        return TOGETHER.get(file, file)
    return f"{browser} {file}" if file in OWN else browser


def is_repeated(test: str) -> bool:
    """Whether a test, given by its id, proves again what another one does: it is marked as slow."""
    alike = test.partition("::")[0] in ALIKE or test.startswith(ALIKE_TESTS)
    return (alike and browser_of(test) == "firefox") or test.endswith(REPEATED)


def turn_of(test: str) -> int:
    """When a test's group begins: the longest first, so that no process is left with much to do alone."""
    group = group_of(test)
    if group in BROWSERS:
        return 0
    if group.startswith(BROWSERS):
        return 1
    return 2 if group.startswith(LONG) else 3


class Groups(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a process one group after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
