"""Studies for tests, as small as they can be."""

from __future__ import annotations

from typing import Any

from colophon.study.spec.factors import Factor
from colophon.study.spec.study import Study


def factor(*weights: float, name: str = "detail", unit: str = "participant") -> Factor:
    levels = [{"name": f"level_{i}", "weight": weight} for i, weight in enumerate(weights)]
    return Factor.model_validate({"name": name, "unit": unit, "levels": levels})


def study_data(**other: Any) -> dict[str, Any]:
    levels = [
        {"name": "plain", "treatment": {"detail": "short"}},
        {"name": "source", "treatment": {"detail": "short_source"}},
    ]
    test = {"name": "opened", "outcome": "opened_card", "factor": "detail", "contrast": ["plain", "source"]}
    data: dict[str, Any] = {
        "id": "small-study",
        "version": 1,
        "title": {"en": "A small study"},
        "locales": ["en"],
        "adults_only": True,
        "contact": {"name": "Ana", "email": "ana@example.org"},
        "dates": {"closes": "2098-01-01", "retention": "2099-01-01"},
        "factors": [{"name": "detail", "levels": levels}],
        "stopping": {"rule": "fixed", "n": 400},
        "analysis": {"tests": [test]},
        "consent": {"en": "You may take part."},
    }
    return data | other


def study(**other: Any) -> Study:
    return Study.model_validate(study_data(**other), strict=False)
