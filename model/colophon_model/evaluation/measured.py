"""What was measured: the logits of known pictures under each condition, whatever model gave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colophon_model.aggregate import scores
from colophon_model.evaluation.metrics import Bools, Floats, Ints
from colophon_model.evaluation.pack import Item

Words = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Cell:
    """One condition: ``index`` (pictures,) into the set, ``logits`` (pictures, views), both of one length.

    ``stop`` (pictures,) names the gate that stopped a picture, "" where none did; its logits are then NaN.
    """

    index: Ints
    logits: Floats
    stop: Words

    @classmethod
    def of(cls, index: Ints, logits: Floats, stop: Sequence[str] | Words | None = None) -> Cell:
        """A cell whose pictures were all judged, unless ``stop`` says otherwise."""
        return cls(index, logits, np.asarray([""] * len(index) if stop is None else stop, dtype=np.str_))


@dataclass(frozen=True, slots=True)
class Measured:
    """A set of pictures and its cells by condition.

    ``group`` (pictures,) numbers the generator of an AI picture, the source of any other, as in ``names``.
    ``fold`` (pictures,) says which model judged a picture: all alike unless several were trained.
    """

    ai: Bools
    group: Ints
    names: list[str]
    fold: Ints
    cells: dict[str, Cell]

    @classmethod
    def of(cls, items: Sequence[Item], cells: Mapping[str, Cell], fold: Ints | None = None) -> Measured:
        """The cells of a pack's pictures."""
        ai = np.array([item.ai for item in items], dtype=bool)
        both = {item.group for item in items if item.ai} & {item.group for item in items if not item.ai}
        called = [f"{i.group} ({'AI' if i.ai else 'other'})" if i.group in both else i.group for i in items]
        names = sorted(set(called))
        number = {name: place for place, name in enumerate(names)}
        group = np.array([number[name] for name in called], dtype=np.int64)
        return cls(ai, group, names, np.zeros(len(items), np.int64) if fold is None else fold, dict(cells))

    @classmethod
    def read(cls, path: Path) -> Measured:
        """What `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            conditions = [str(name) for name in data["conditions"]]
            cells = {
                name: Cell(data[f"index/{number}"], data[f"logits/{number}"], data[f"stop/{number}"])
                for number, name in enumerate(conditions)
            }
            return cls(data["ai"], data["group"], [str(n) for n in data["names"]], data["fold"], cells)

    def save(self, path: Path) -> None:
        """Write everything to a NumPy archive, so that figures can be made again without the pictures."""
        arrays: dict[str, NDArray[np.generic]] = {
            "ai": self.ai,
            "group": self.group,
            "names": np.array(self.names),
            "fold": self.fold,
            "conditions": np.array(list(self.cells)),
        }
        for number, cell in enumerate(self.cells.values()):
            arrays |= {
                f"index/{number}": cell.index,
                f"logits/{number}": cell.logits,
                f"stop/{number}": cell.stop,
            }
        np.savez_compressed(path, allow_pickle=False, **arrays)

    def is_ai(self, number: int) -> bool:
        """Whether group ``number`` is a generator."""
        return bool(self.ai[self.group == number][0])

    def scores(self, aggregate: str, a: float = 1.0, b: float = 0.0) -> dict[str, Floats]:
        """Scores 0 to 1 by condition under one calibration; NaN where a gate stopped the picture."""
        return {name: scores(cell.logits, aggregate, a, b) for name, cell in self.cells.items()}

    def worst(self, score: Mapping[str, Floats]) -> Floats:
        """Each picture's highest score over all conditions; NaN where it was judged in none."""
        highest = np.full(self.ai.size, np.nan)
        for name, cell in self.cells.items():
            highest[cell.index] = np.fmax(highest[cell.index], score[name])
        return highest
