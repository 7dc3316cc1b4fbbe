"""Over many simulated studies, 95 of 100 intervals hold what was put in: the told truth is the one drawn."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from tests.study.report.simulated import EFFECTS, frozen

from colophon.study.analysis.sample import Sample
from colophon.study.analysis.welch import difference
from colophon.study.simulate.person import Enrolled, Simulated
from colophon.study.simulate.truth import true_differences
from colophon.study.simulate.world import World

DAY_MS = 86_400_000
STUDIES, PEOPLE = 100, 150


def values(people: Simulated, one: Enrolled) -> dict[str, list[float]]:
    """A participant's answers about images with a label after the baseline, and whether they understood."""
    found: dict[str, list[float]] = defaultdict(list)
    for sitting in people.acts(one).sittings:
        about = {e["place"]: e["data"] for e in sitting.events if e["kind"] == "eligible"}
        for event in sitting.events:
            if event["kind"] != "survey_answered":
                continue
            data, image = event["data"], about.get(event.get("place"))
            if data["question"] == "meaning":
                found["comprehension_proportions"].append(data["answer"] == "nothing")
            elif image and image["phase"] == "treatment" and image.get("would_label"):
                found["answer_ols"].append(data["answer"])
    return found


def study(seed: int) -> dict[str, bool]:
    """Whether the interval of each test holds what was put in."""
    people = Simulated(frozen().study, World(PEOPLE, EFFECTS, exposures=10, seed=seed), 60)
    truth = true_differences(people.moved)
    means: dict[tuple[str, str], list[float]] = defaultdict(list)
    for n in range(PEOPLE):
        level = ("control", "source")[n % 2]
        answer = {"levels": {"detail": level}, "holdout": False, "item_key": "k" * 64, "enrolled_at": 0}
        ends = {"baseline_ends": 3 * DAY_MS, "treatment_ends": 10 * DAY_MS}
        for name, told in values(people, Enrolled(n, people.code(n), "en", answer | ends)).items():
            means[name, level].append(float(np.mean(told)))
    holds = {}
    for name in ("answer_ols", "comprehension_proportions"):
        seen = difference(Sample.of(means[name, "control"]), Sample.of(means[name, "source"]))
        holds[name] = seen.low <= (truth[name] or 0) <= seen.high
    return holds


@pytest.mark.slow
def test_intervals_hold_the_truth() -> None:
    """88 of 100 or more: fewer come about by chance once in 400 times, if 95 are right."""
    found = [study(seed) for seed in range(STUDIES)]
    for name in found[0]:
        share = sum(one[name] for one in found) / STUDIES
        print(f"{name}: {share:.0%} of {STUDIES} intervals hold it")
        assert share >= 0.88
