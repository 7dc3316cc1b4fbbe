"""Studies for tests, as small as they can be."""

from __future__ import annotations

from typing import Any

from colophon.study.spec.factors import Factor
from colophon.study.spec.skeleton import smallest
from colophon.study.spec.study import Study


def factor(*weights: float, name: str = "detail", unit: str = "participant") -> Factor:
    levels = [{"name": f"level_{i}", "weight": weight} for i, weight in enumerate(weights)]
    return Factor.model_validate({"name": name, "unit": unit, "levels": levels})


def study_data(**other: Any) -> dict[str, Any]:
    dates = {"closes": "2098-01-01", "retention": "2099-01-01"}
    return smallest() | {"dates": dates, "stopping": {"rule": "fixed", "n": 400}} | other


def study(**other: Any) -> Study:
    return Study.model_validate(study_data(**other), strict=False)
