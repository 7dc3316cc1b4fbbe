"""How far an audit is: a bar on a terminal, else a line for each shard. All on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from colophon.audit.engine import Done, Event, Looking, Replaced
from colophon.audit.rows import Audit


class Progress:
    """A `Listener` that writes lines. ``shards`` is None until it is known what there is to do."""

    def __init__(self) -> None:
        self.shards: int | None = None
        self.finished = 0

    def found(self, images: int) -> None:
        """Nothing: the number of all is said at once."""

    def begins(self, audit: Audit, finished: int) -> None:
        """Say what there is to do."""
        self.shards, self.finished = audit.shards, finished
        drawn = f", {audit.sampled:,} drawn" if audit.sampling else ""
        each = f", in shards of {audit.options['shard']}" if audit.shards > 1 else ""
        self.say(f"{audit.source['name']}: {audit.found:,} images{drawn}{each}")
        if finished == audit.shards:
            self.say("nothing is left to do")
        elif finished:
            self.say(f"{finished:,} of {audit.shards:,} shards were finished before")

    def happens(self, event: Event) -> None:
        """A line for each shard, and for each worker that was replaced."""
        if isinstance(event, Done):
            self.finished += 1
            self.shard_done(event.shard)
        elif isinstance(event, Replaced):
            where = "before it began" if event.n is None else f"at image {event.n}"
            then = "the image is left out" if event.given_up else "its shard is done again"
            self.say(f"a process {event.why} {where}; {then}")

    def shard_done(self, shard: int) -> None:
        """One more."""
        self.say(f"shard {shard} is finished, {self.finished:,} of {self.shards:,}")

    def remark(self, words: str) -> None:
        """As it is."""
        self.say(words)

    def say(self, line: str) -> None:
        """One line."""
        typer.echo(line, err=True)


class OnTerminal(Progress):
    """The same with a bar, which moves with every image. Its console is where lines go."""

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self._bar = bar
        self._task = bar.add_task("reading the source", total=None)
        self._images = 0  # of finished shards
        self._size, self._total = 1, 0
        self._under_way: dict[int, int] = {}

    def found(self, images: int) -> None:
        """Move the bar."""
        self._bar.update(self._task, completed=images)

    def begins(self, audit: Audit, finished: int) -> None:
        """Begin a bar over all images."""
        super().begins(audit, finished)
        self._size = int(audit.options["shard"])
        self._total = audit.sampled
        self._images = min(finished * self._size, self._total)
        self._bar.reset(self._task, description="looking", total=audit.sampled, completed=self._images)

    def happens(self, event: Event) -> None:
        """Move the bar."""
        super().happens(event)
        if isinstance(event, Looking):
            self._under_way[event.shard] = event.n - event.shard * self._size
        elif isinstance(event, Done):
            self._under_way.pop(event.shard, None)
            self._images = min(self._images + self._size, self._total)
        elif isinstance(event, Replaced):
            self._under_way.pop(event.shard, None)
        self._bar.update(self._task, completed=self._images + sum(self._under_way.values()))

    def shard_done(self, shard: int) -> None:
        """The bar says it."""

    def say(self, line: str) -> None:
        """Above the bar."""
        self._bar.console.print(line, markup=False, highlight=False)


@contextmanager
def progress() -> Iterator[Progress]:
    """Who hears of an audit and shows it."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield OnTerminal(bar)
