"""Several planned comparisons at once."""

from __future__ import annotations

from collections.abc import Mapping

from colophon.errors import Undetermined


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjusted p of each comparison: Holm (1979), Scandinavian Journal of Statistics 6, p. 65.

    Compare them with alpha: together they are wrong about any true "no difference" with at most that
    probability. Keys keep their order. Raises Undetermined for a p outside 0 to 1.
    """
    for name, p in p_values.items():
        if not 0 <= p <= 1:
            raise Undetermined(f"p of {name} is {p}: it must lie between 0 and 1")
    adjusted, highest = {}, 0.0
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda pair: pair[1])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}
