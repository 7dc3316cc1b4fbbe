"""A table of draws, made once by Python and read by both languages' tests.

python -m tests.study.assignment_table   writes it again
"""

from __future__ import annotations

import json
import random
import string
from pathlib import Path
from typing import Any

from tests.study.studies import factor

from colophon.study.assign import bucket, level_of

TABLE = Path(__file__).with_suffix(".json")
ROWS = 1000
WEIGHTS = (1, 2, 0.1, 5)
_CHARACTERS = string.ascii_letters + string.digits + string.punctuation


def rows() -> list[list[Any]]:
    """Seed, unit, where it lies, and the level of `WEIGHTS` in the study named as the seed."""
    dice = random.Random(20270301)
    drawn = [(_text(dice, dice.randint(3, 12)), _text(dice, dice.randint(1, 24))) for _ in range(ROWS)]
    levels = factor(*WEIGHTS)
    return [[seed, unit, bucket(seed, unit), level_of(seed, levels, unit)] for seed, unit in drawn]


def _text(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(_CHARACTERS, k=length))


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(row) for row in rows())
    content = f'{{"weights": {json.dumps(WEIGHTS)}, "rows": [\n{lines}\n]}}\n'
    TABLE.write_text(content, encoding="utf-8")
