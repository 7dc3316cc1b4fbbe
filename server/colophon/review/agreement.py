"""How far two people who looked at the same images agree, beyond chance. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """``same`` of ``pairs`` images were said the same of; ``kappa`` is None where chance would do that."""

    pairs: int
    same: int
    kappa: float | None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Cohen's kappa, unweighted, of what the first and the second look at each image came to.

    kappa = (p_o - p_e) / (1 - p_e), where p_o is the share that agrees and p_e the share that would by
    chance, from how often each look said what (J. Cohen, "A coefficient of agreement for nominal scales",
    Educational and Psychological Measurement 20(1), 1960, pages 37 to 46).
    """
    number, same = len(pairs), sum(first == second for first, second in pairs)
    if not number:
        return Agreement(0, 0, None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(firsts[what] * seconds[what] for what in firsts) / number**2
    if chance == 1:
        return Agreement(number, same, None)
    return Agreement(number, same, (same / number - chance) / (1 - chance))
