"""What is wrong with a file of a bundle; and its small files, which have one form only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import orjson
from pydantic import ValidationError

from colophon.audit.bundle.manifest import MAX_BYTES, Kept, canonical
from colophon.audit.bundle.place import Place

K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not as it was signed; ``line`` from 1, where the place is known."""

    file: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f', line {self.line:,}'}: {self.what}"


def read_kept(place: Place, name: str, model: type[K]) -> K | Problem:
    """A small file, or why it is none any more."""
    problem = Problem(name, "not there, or no plain file")
    for found in place.find(name):
        if found.size > MAX_BYTES:
            problem = Problem(name, f"larger than {MAX_BYTES:,} bytes")
            continue
        try:
            with found.open() as file:
                data = file.read(MAX_BYTES)
            value = model.model_validate(orjson.loads(data))
        except (OSError, orjson.JSONDecodeError, ValidationError):
            problem = Problem(name, "changed: it cannot be read any more")
            continue
        if canonical(value) == data:
            return value
        problem = Problem(name, "changed: not in its one form")
    return problem
