"""An AT Protocol repository: records under their keys, in the order of the keys.

https://atproto.com/specs/repository: a commit names the root of a Merkle search tree, whose keys are
``<collection>/<record key>``. Record keys of posts are times, so their order is that of time.
"""

from __future__ import annotations

from collections.abc import Iterator

from colophon.audit.readers import values
from colophon.audit.readers.car import Car
from colophon.errors import InputError


class Repository:
    """``did`` names the account. Raises InputError where the CAR file holds no repository."""

    def __init__(self, car: Car) -> None:
        self._car = car
        commit = values.mapping(car.block(car.root))
        did = values.name(commit.get("did"))
        if did is None:
            raise InputError(
                "its root is no commit of an AT Protocol repository: export the repository again"
            )
        self.did, self._root = did, commit.get("data")

    def records(self) -> Iterator[tuple[str, object]]:
        """Key and record; an empty key and None for a part of the tree that is absent or damaged.

        A node is visited once: a tree that names one twice is none, and could be made without end.
        """
        visited: set[object] = set()
        below: list[tuple[str | None, object]] = [(None, self._root)]
        while below:
            key, cid = below.pop()
            if key is not None:
                yield key, self._car.block(cid)
                continue
            node = self._car.block(cid) if isinstance(cid, bytes) and cid not in visited else None
            if not isinstance(node, dict):
                yield "", None
                continue
            visited.add(cid)
            below.extend(reversed(list(_steps(node))))


def _steps(node: dict[str, object]) -> Iterator[tuple[str | None, object]]:
    """What a node holds from left to right: subtrees without a key, and records with theirs."""
    if (left := node.get("l")) is not None:
        yield None, left
    before = b""
    for entry in map(values.mapping, values.rows(node.get("e"))):
        shared, rest = entry.get("p"), entry.get("k")
        if isinstance(shared, int) and isinstance(rest, bytes) and 0 <= shared <= len(before):
            before = before[:shared] + rest
            yield before.decode("utf-8", "replace"), entry.get("v")
        if (right := entry.get("t")) is not None:
            yield None, right
