"""What one made-up participant does, as the events that the extension would send."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from colophon.study.assign import covered, levels_of, surveyed, unit_of
from colophon.study.simulate.pushes import Image, Moved, apart
from colophon.study.simulate.quantities import ACTS, OF_LABEL
from colophon.study.simulate.sitting import Sitting
from colophon.study.simulate.world import EVERYBODY, World
from colophon.study.spec.factors import Unit
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, ScaleQuestion, Survey, TextQuestion
from colophon.study.spec.treatment import Treatment

PLATFORM = "simulated"
PER_SESSION = 10  # images seen
LABEL = {"would_label": "ai_generated.metadata", "would_process": "ai_generated", "would_source": "metadata"}


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody who takes part: ``answer`` is what the server said, ``locale`` their language."""

    number: int
    code: str
    locale: str
    answer: Mapping[str, Any]


@dataclass(slots=True)
class Did:
    """Sessions in order, and how it ended."""

    sittings: list[Sitting] = field(default_factory=list)
    dropped_out: bool = False
    withdraws: bool = False


@dataclass(slots=True)
class _Body:
    """Somebody with traits of their own: where they stand among all, for every answer and act."""

    one: Enrolled
    random: np.random.Generator
    traits: dict[str, float]

    def happens(self, share: float) -> bool:
        return bool(self.random.random() < share)


class Simulated:
    """Participants of a study in a world. The same seed gives the same acts."""

    def __init__(self, study: Study, world: World, images: int) -> None:
        self.study, self.world, self.images = study, world, images
        self.moved = Moved(study, world)
        pool = np.random.default_rng([world.seed, 0])
        labelled = pool.random(images) < world.labelled
        truth = ["ai" if half else "not_ai" for half in pool.random(images) < 0.5]
        self.pool = [
            Image(bool(one), kind if study.feed == "hosted" else "")
            for one, kind in zip(labelled, truth, strict=True)
        ]

    def code(self, number: int) -> str:
        """The code of a participant: 20 characters."""
        drawn = np.random.default_rng([self.world.seed, 1, number])
        return "".join(drawn.choice(list("abcdefghijklmnopqrstuvwxyz234567"), 20))

    def truth(self, key: str) -> dict[str, str]:
        """How the images were made, by their names in the study."""
        return {name_of(key, n): image.truth for n, image in enumerate(self.pool) if image.truth}

    def acts(self, one: Enrolled) -> Did:
        """Everything that a participant does."""
        random = np.random.default_rng([self.world.seed, 2, one.number])
        names = sorted(self.moved.quantities)
        body = _Body(one, random, dict(zip(names, random.uniform(1e-6, 1 - 1e-6, len(names)), strict=True)))
        wanted = [*one.answer["levels"].values(), EVERYBODY]
        leaving = next((self.world.withdrawing[n] for n in wanted if n in self.world.withdrawing), 0.0)
        did = Did(dropped_out=body.happens(self.world.attrition), withdraws=body.happens(leaving))
        stays = self.world.exposures
        if did.dropped_out:
            stays = int(random.integers(0, stays)) if stays else 0
        did.sittings = [self._sitting(body, first, stays) for first in range(0, max(stays, 1), PER_SESSION)]
        if not did.dropped_out:
            self._surveys(body, did.sittings[-1], "after")
        return did

    def _sitting(self, body: _Body, first: int, stays: int) -> Sitting:
        answer, number = body.one.answer, body.one.number
        sitting = Sitting(f"s{number:06d}x{first // PER_SESSION:03d}", self._when(answer, first))
        if first == 0:
            levels, locale = dict(answer["levels"]), body.one.locale
            sitting.add("consent", {"sha256": self.study.consent_sha256(locale), "locale": locale})  # type: ignore[arg-type]
            drawn = {"unit": "participant", "levels": levels, "holdout": answer["holdout"]}
            sitting.add("assigned", drawn, after=5)
            self._surveys(body, sitting, "before")
        asked = dict.fromkeys((survey.name for survey in self.study.surveys), 0)
        follows: bool | None = None
        for index in range(first, min(first + PER_SESSION, stays)):
            follows = self._image(body, sitting, index, index - first + 1, follows, asked)
        return sitting

    def _when(self, answer: Mapping[str, Any], index: int) -> int:
        begins, ends = int(answer["enrolled_at"]), int(answer["treatment_ends"])
        return begins + (ends - begins) * index // max(self.world.exposures, 1)

    def _image(
        self,
        body: _Body,
        sitting: Sitting,
        index: int,
        place: int,
        follows: bool | None,
        asked: dict[str, int],
    ) -> bool:
        """One image in view; gives whether a label was drawn on it."""
        answer = body.one.answer
        number = int(body.random.integers(self.images))
        image, item, at = self.pool[number], name_of(answer["item_key"], number), self._when(answer, index)
        baseline = at < answer["baseline_ends"]
        levels = self._levels(body.one, sitting.session, item, at)
        treatment = self.study.treatment_of(levels, holdout=answer["holdout"])
        about: dict[str, Any] = {"item": item, "place": place}
        data: dict[str, Any] = {
            **{"platform": PLATFORM, "phase": "baseline" if baseline else "treatment", "levels": levels},
            **(LABEL if image.labelled else {}),
            **{"after_labelled": follows},
        }
        sitting.add("eligible", data, after=2000, **about)
        painted = _painted(self.study.id, treatment, image, item, baseline, answer["holdout"])
        sitting.add("painted", painted, after=20, **about)
        forced = {} if baseline else levels

        def drawn(target: str) -> int:
            return self._draw(body, target, forced, image)

        seen = drawn("visible_ms")
        longest = max(1000, seen * 2 // 3)
        sitting.add("exposed", {"visible_ms": 1000, "longest_ms": 1000}, after=1000, **about)
        for act in ACTS:
            if (painted["applied"] or act not in OF_LABEL) and drawn(act):
                kind, data = _act(act)
                sitting.add(kind, data, after=100, **about)
        self._probes(body, sitting, asked, forced, image, about)
        sitting.add("dwell", {"visible_ms": seen, "longest_ms": longest}, after=seen, **about)
        return bool(painted["applied"])

    def _probes(
        self,
        body: _Body,
        sitting: Sitting,
        asked: dict[str, int],
        levels: Mapping[str, str],
        image: Image,
        about: Mapping[str, Any],
    ) -> None:
        for survey in self.study.surveys:
            wanted = survey.when == "item" and asked[survey.name] < survey.per_session
            if not (wanted and _concerns(survey, image)):
                continue
            if surveyed(self.study.id, survey.name, body.one.code, about["item"], survey.share):
                asked[survey.name] += 1
                self._ask(body, sitting, survey, levels, image, about)

    def _levels(self, one: Enrolled, session: str, item: str, at: int) -> dict[str, str]:
        if one.answer["holdout"]:
            return {}
        day = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")
        kinds: tuple[Unit, ...] = ("item", "session", "day")
        units = {kind: unit_of(kind, one.code, item, session, day) for kind in kinds}
        return dict(one.answer["levels"]) | levels_of(self.study, units)

    def _draw(self, body: _Body, target: str, levels: Mapping[str, str], image: Image | None) -> int:
        quantity = self.moved.quantities[target]
        shift = self.moved.shift(target, levels, image) + apart(target, quantity, image)
        return quantity.drawn(shift, body.traits[target], float(body.random.uniform(1e-9, 1)), self.world.icc)

    def _surveys(self, body: _Body, sitting: Sitting, when: str) -> None:
        answer = body.one.answer
        levels = dict(answer["levels"]) if when == "after" else {}
        for survey in self.study.surveys:
            if survey.when == when:
                self._ask(body, sitting, survey, levels, None, {})

    def _ask(
        self,
        body: _Body,
        sitting: Sitting,
        survey: Survey,
        levels: Mapping[str, str],
        image: Image | None,
        about: Mapping[str, Any],
    ) -> None:
        sitting.add("survey_shown", {"survey": survey.name}, after=500, **about)
        if body.happens(self.world.dismissed):
            sitting.add("survey_dismissed", {"survey": survey.name}, after=800, **about)
            return
        for question in survey.questions:
            said = self._answer(body, f"{survey.name}.{question.name}", question, levels, image)
            data = {"survey": survey.name, "question": question.name, "answer": said, "rt_ms": 2500}
            sitting.add("survey_answered", data, after=2500, **about)

    def _answer(
        self,
        body: _Body,
        name: str,
        question: ScaleQuestion | ChoiceQuestion | TextQuestion,
        levels: Mapping[str, str],
        image: Image | None,
    ) -> int | str | list[str] | None:
        if isinstance(question, TextQuestion):
            return None
        if question.expect is not None:
            return _checked(question, body.happens(self.world.inattentive))
        if isinstance(question, ScaleQuestion):
            return self._draw(body, name, levels, image)
        options = [option.value for option in question.options]
        if question.correct is not None:
            right = self._draw(body, name, levels, image)
            others = [value for value in options if value != question.correct]
            chosen = question.correct if right else str(body.random.choice(others))
        else:
            chosen = str(body.random.choice(options))
        return [chosen] if question.type == "multiple" else chosen


def name_of(key: str, number: int) -> str:
    """The name of a made-up image in a study, as `names.item_key` says."""
    sha256 = hashlib.sha256(f"simulated image {number}".encode()).hexdigest()
    return hmac.new(key.encode(), sha256.encode(), hashlib.sha256).hexdigest()[:16]


def _painted(
    study: str, treatment: Treatment, image: Image, item: str, baseline: bool, holdout: bool
) -> dict[str, Any]:
    def absent(why: str) -> dict[str, Any]:
        return {"applied": False, "not_applied_reason": why}

    if baseline or holdout:
        return absent("baseline" if baseline else "holdout")
    if treatment.show == "nothing":
        return absent("control")
    if not image.labelled:
        return absent("no_label")
    if treatment.show == "placebo":
        return {"applied": True, "shown_label": "placebo", "latency_ms": max(120, treatment.delay_ms)}
    if not covered(study, item, treatment.coverage):
        return absent("coverage")
    shown = LABEL["would_label"]
    return {"applied": True, "shown_label": shown, "latency_ms": max(120, treatment.delay_ms)}


def _act(name: str) -> tuple[str, dict[str, Any]]:
    opened = {"opened_card": 2, "opened_evidence": 3}
    if name in opened:
        return "opened", {"level": opened[name]}
    return {"contested": "contest", "hidden": "hide"}.get(name, name), {}


def _concerns(survey: Survey, image: Image) -> bool:
    return survey.only == "all" or image.labelled == (survey.only == "labelled")


def _checked(question: ScaleQuestion | ChoiceQuestion, fails: bool) -> int | str | list[str]:
    """The answer to an attention check."""
    if isinstance(question, ScaleQuestion):
        low, high = question.bounds
        assert question.expect is not None
        return (low if question.expect != low else high) if fails else question.expect
    options = [option.value for option in question.options]
    said = next(value for value in options if (value == question.expect) != fails)
    return [said] if question.type == "multiple" else said
