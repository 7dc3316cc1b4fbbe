from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.registry.test_memory import entry

from colophon.entry import Entry
from colophon.registry import collect
from colophon.store.database import open_store


async def test_what_an_interrupted_import_had_is_kept(
    place: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "SECONDS", 0.0)

    def interrupted() -> Iterator[Entry]:
        for number in range(1, 4):
            yield entry(number, None, sha256=f"{number}" * 64, origin="x")
        raise KeyboardInterrupt

    async with open_store(place) as store:
        with pytest.raises(KeyboardInterrupt):
            await collect.take_in(store, interrupted(), {})
        known = await collect.known_of(store, "x")
        assert [e.sha256 and e.sha256[0] for e in known.values()] == ["1", "2", "3"]
        again = (entry(n, None, sha256=f"{n}" * 64, origin="x") for n in range(1, 6))
        taken = await collect.take_in(store, again, known)
        assert (len(taken.added), taken.known) == (2, 3)
