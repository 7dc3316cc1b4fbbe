"""A made-up study with effects of known size, as the tables of an export."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from colophon.study.spec.example import example
from colophon.study.spec.read import load
from colophon.study.spec.study import Study

LEVELS = ("control", "words", "source")
Columns = dict[str, list[Any]]
Growing = defaultdict[str, list[Any]]


def study(**changes: Any) -> Study:
    """The example that `colophon study new` writes, with other tests, rules or exclusions."""
    plain = load(example("made-up", dt.date(2027, 3, 1)).encode(), "made-up").model_dump()
    analysis = {name: changes.pop(name) for name in ("tests", "exclude", "alpha") if name in changes}
    plain["analysis"] |= analysis
    return Study.model_validate(plain | changes)


def planned(outcome: str, method: str = "welch", **more: Any) -> dict[str, Any]:
    """A planned test of `source` against `control`."""
    asked = {"comprehension": "end.meaning"}.get(outcome, "probe.happened")
    needs = ("answer", "discernment", "d_prime", "comprehension", "over_reliance", "spillover")
    return {
        "name": f"{outcome}_{method}",
        "outcome": outcome,
        "method": method,
        "factor": "detail",
        "contrast": ["control", "source"],
        "question": asked if outcome in needs else None,
    } | more


@dataclass(frozen=True)
class World:
    """What is true. Effects of ``source`` on answers (points) about labelled and unlabelled images, and
    on acts.
    """

    per_arm: tuple[int, int, int] = (60, 60, 60)
    items: int = 12
    labelled: float = -0.8
    unlabelled: float = 0.0
    understood: tuple[float, float, float] = (0.3, 0.3, 0.7)
    opened: tuple[float, float, float] = (0.0, 0.1, 0.3)
    truth: bool = False
    apart: float = 1.0  # points between AI images and others
    holdout: int = 5
    seed: int = 1


def tables(world: World) -> tuple[Columns, Columns, Columns]:
    """participants, exposures, answers."""
    random = np.random.default_rng(world.seed)
    people, rows, answers = Growing(list), Growing(list), Growing(list)
    arms = [level for level, n in zip(LEVELS, world.per_arm, strict=True) for _ in range(n)]
    for number, level in enumerate([*arms, *[""] * world.holdout]):
        _person(people, number, level)
        mood, arm = random.normal(), LEVELS.index(level) if level else 0
        for place in range(1, world.items + 1):
            baseline, labelled, ai = place <= world.items // 3, place % 2 == 0, place % 4 < 2
            base = {"participant": f"p{number}", "session": "s", "item": f"i{place}", "appearance": place}
            _seen(rows, base, world, level, baseline, labelled, ai, random.random() < world.opened[arm])
            shift = 0.0
            if level == "source" and not baseline:
                shift = world.labelled if labelled else world.unlabelled
            value = 4 + mood + shift + world.apart * (ai if world.truth else 0) + random.normal()
            _answer(answers, base, "probe", "happened", str(round(value, 3)), round(value, 3), None)
        base = {"participant": f"p{number}", "session": "s", "item": None, "appearance": None}
        right = random.random() < world.understood[arm]
        _answer(answers, base, "end", "meaning", "nothing" if right else "camera", None, right)
        _answer(answers, base, "end", "attention", "2" if number % 20 else "4", None, bool(number % 20))
    return dict(people), dict(rows), dict(answers)


def _person(people: dict[str, list[Any]], number: int, level: str) -> None:
    row = {
        "participant": f"p{number}",
        "enrolled_at": number,
        "stratum": "es" if number % 3 else "fr",
        "holdout": not level,
        "level_detail": level or None,
        "sessions": 3,
    }
    for name, value in row.items():
        people[name].append(value)


def _seen(
    rows: dict[str, list[Any]],
    base: dict[str, Any],
    world: World,
    level: str,
    baseline: bool,
    labelled: bool,
    ai: bool,
    opened: bool,
) -> None:
    shown = labelled and not baseline and level in ("words", "source")
    row = base | {
        "phase": "baseline" if baseline else "treatment",
        "level_detail": level or None,
        "would_label": "ai_generated.metadata" if labelled else None,
        "shown_label": "ai_generated.metadata" if shown else None,
        "exposed": True,
        "visible_ms": 1500,
        "truth": (("ai" if ai else "not_ai") if world.truth else None),
        "opened_card": bool(shown and opened),
        **dict.fromkeys(("opened_evidence", "contested", "hidden", "share_click", "like", "reply"), False),
    }
    for name, value in row.items():
        rows[name].append(value)


def _answer(
    answers: dict[str, list[Any]],
    base: dict[str, Any],
    survey: str,
    question: str,
    answer: str,
    number: float | None,
    correct: bool | None,
) -> None:
    row = base | {
        "survey": survey,
        "question": question,
        "answer": answer,
        "number": number,
        "correct": correct,
    }
    for name, value in row.items():
        answers[name].append(value)
