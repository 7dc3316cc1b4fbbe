"""How far an audit is, as a terminal shows it."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar
from tests.audit import made

from colophon.audit.engine import Done, Looking, Replaced
from colophon.audit.rows import audit_of
from colophon.cli.audit_progress import OnTerminal


def test_the_bar_moves_with_images_and_back_with_a_shard_that_is_done_again(tmp_path: Path) -> None:
    audit = audit_of(made.finished(tmp_path, 25, shard=10))
    said = io.StringIO()
    with Bar(console=Console(file=said, width=100), disable=True) as bar:
        listener = OnTerminal(bar)

        def at() -> tuple[float, float | None]:
            return bar.tasks[0].completed, bar.tasks[0].total

        listener.found(100)
        assert at() == (100, None)
        listener.begins(audit, 1)
        assert at() == (10, 25)
        listener.happens(Looking(2, 24))
        listener.happens(Looking(1, 13))
        assert at() == (17, 25)
        listener.happens(Replaced(1, 13, "was killed by signal 9", given_up=False))
        assert at() == (14, 25)
        listener.happens(Done(1))
        listener.happens(Done(2))
        assert at() == (25, 25)
        listener.remark("no trust lists [red]")
    lines = said.getvalue().splitlines()
    assert lines[:2] == ["folder: 25 images, in shards of 10", "1 of 3 shards were finished before"]
    assert "a process was killed by signal 9 at image 13; its shard is done again" in lines
    assert "no trust lists [red]" in lines
