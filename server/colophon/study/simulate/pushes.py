"""Which level of which factor moves which answers and acts, on which images, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from colophon.errors import InputError
from colophon.study.simulate.quantities import ACTS, Quantity, act_of, at, question_of
from colophon.study.simulate.world import World
from colophon.study.spec.plan import Test
from colophon.study.spec.study import Study

Where = Literal["labelled", "unlabelled", "everywhere", "truth"]
CANNOT = frozenset({"d_prime", "over_reliance"})
APART = 0.5  # standard deviations between answers about AI images and others, where truth is known


@dataclass(frozen=True, slots=True)
class Image:
    """What matters of an image: whether it has a label in any arm, and how it was made ("" : not known)."""

    labelled: bool
    truth: str = ""

    @property
    def side(self) -> float:
        """Half for AI images, minus half for others."""
        return {"ai": 0.5, "not_ai": -0.5}.get(self.truth, 0.0)


@dataclass(frozen=True, slots=True)
class Push:
    """``amount``, on images ``where``, in one level of one factor; "truth": between both kinds of images."""

    target: str
    where: Where
    factor: str
    level: str
    amount: float

    def on(self, image: Image | None) -> float:
        """Of an answer or act about this image; None: about none."""
        if self.where == "everywhere":
            return self.amount
        if image is None:
            return 0.0
        if self.where == "truth":
            return self.amount * image.side
        return self.amount if image.labelled == (self.where == "labelled") else 0.0


class Moved:
    """Every answer and act of a study, and how levels move it.

    Raises InputError for an effect or a baseline that a study of this plan cannot have.
    """

    def __init__(self, study: Study, world: World) -> None:
        self.study = study
        known = {test.name: test for test in study.analysis.tests}
        for name in [*world.effects, *world.baselines]:
            if name not in known:
                raise InputError(f"there is no planned test {name!r}; there are: {', '.join(known)}")
        self.quantities = _quantities(study, ((known[n], mean) for n, mean in world.baselines.items()))
        self.pushes = list(_pushes(study, world, self.quantities))

    def shift(self, target: str, levels: Mapping[str, str], image: Image | None) -> float:
        """How far an answer or act is moved with these levels, after the baseline."""
        return sum(
            push.on(image)
            for push in self.pushes
            if push.target == target and levels.get(push.factor) == push.level
        )


def apart(target: str, quantity: Quantity, image: Image | None) -> float:
    """How much higher answers about AI images are, half of it; 0 for acts and where truth is not known."""
    return APART * quantity.sd * image.side if image and "." in target and quantity.sd else 0.0


def target_of(test: Test) -> str:
    """The question (`survey.question`) or the act that a test is about."""
    return test.question or ("share_click" if test.outcome == "share_discernment" else test.outcome)


def where_of(study: Study, test: Test) -> Where:
    """The images on which an effect of a test acts."""
    if test.outcome in ("discernment", "share_discernment"):
        return "truth"
    if test.outcome == "spillover":
        return "unlabelled"
    asked = test.question and study.survey(test.question.partition(".")[0]).when
    return "everywhere" if asked in ("before", "after") else "labelled"


def _quantities(study: Study, baselines: Iterable[tuple[Test, float]]) -> dict[str, Quantity]:
    found = {act: act_of(act) for act in (*ACTS, "visible_ms")}
    for survey in study.surveys:
        for question in survey.questions:
            name = f"{survey.name}.{question.name}"
            if (quantity := question_of(study, name)) is not None:
                found[name] = quantity
    for test, mean in baselines:
        found[target_of(test)] = at(found[target_of(test)], mean)
    return found


def _pushes(study: Study, world: World, quantities: Mapping[str, Quantity]) -> Iterator[Push]:
    """An effect is on top of what the level compared with has already: words, then source against words."""
    moved: dict[tuple[str, str, str, str], float] = {}
    for test in study.analysis.tests:
        if test.name not in world.effects:
            continue
        target, where, amount = target_of(test), where_of(study, test), world.effects[test.name]
        if test.outcome in CANNOT or (where == "truth" and study.feed != "hosted"):
            raise InputError(f"{test.name}: no effect can be put on {test.outcome} of this study")
        size = amount.value * (quantities[target].sd if amount.sds else 1)
        size = -size if test.outcome == "share_discernment" else size
        control, treated = test.contrast
        key = (target, where, test.factor)
        new = moved.get((*key, control), 0.0) + size
        if abs(moved.get((*key, treated), new) - new) > 1e-9:
            raise InputError(f"{test.name}: another effect moves {target} in level {treated} otherwise")
        if (*key, treated) not in moved:
            moved[*key, treated] = new
            yield Push(target, where, test.factor, treated, new)
