"""Answers and acts as chances: what they are on average, how they spread, within which bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from colophon.errors import InputError
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, ScaleQuestion

RIGHT = 0.6  # share of right answers where none is given
# Shares of images seen, where none is given: what a feed's people do with few of them
ACTS = {
    **{"opened_card": 0.1, "opened_evidence": 0.03, "contested": 0.01, "hidden": 0.02},
    **{"share_click": 0.05, "like": 0.1, "reply": 0.03},
}
OF_LABEL = frozenset({"opened_card", "opened_evidence", "contested", "hidden"})  # nothing shown, none done
SEEN_MS = (4000.0, 1500.0, 1000, 60_000)


@dataclass(frozen=True, slots=True)
class Numeric:
    """A whole number between two bounds: a normal value, rounded and cut off."""

    mean: float
    sd: float
    low: int
    high: int

    def expected(self, shift: float) -> float:
        """The mean after rounding and cutting off, where the normal value is moved by ``shift``."""
        edges = np.arange(self.low, self.high) + 0.5
        return self.low + float(ndtr((self.mean + shift - edges) / self.sd).sum())

    def drawn(self, shift: float, trait: float, chance: float, icc: float) -> int:
        """A value. ``trait`` (of the person) and ``chance`` are uniform in (0, 1)."""
        z = math.sqrt(icc) * float(ndtri(trait)) + math.sqrt(1 - icc) * float(ndtri(chance))
        return int(min(self.high, max(self.low, round(self.mean + shift + self.sd * z))))


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no; people's own shares of yes are beta-distributed."""

    mean: float

    @property
    def sd(self) -> float:
        """Of one answer."""
        return math.sqrt(self.mean * (1 - self.mean))

    def expected(self, shift: float) -> float:
        """The share. Raises InputError where it would be no share."""
        share = self.mean + shift
        if not -1e-9 <= share <= 1 + 1e-9:
            raise InputError(
                f"an effect of {shift:+g} on a share of {self.mean:g} would make it {share:g}: name a "
                "smaller one, or another --baseline"
            )
        return min(1.0, max(0.0, share))

    def drawn(self, shift: float, trait: float, chance: float, icc: float) -> int:
        """1 for yes. ``trait`` (of the person) and ``chance`` are uniform in (0, 1)."""
        share = self.expected(shift)
        if 0 < icc < 1 and 0 < share < 1:
            spread = (1 - icc) / icc
            share = float(betaincinv(share * spread, (1 - share) * spread, trait))
        return int(chance < share)


Quantity = Numeric | YesNo


def question_of(study: Study, name: str) -> Quantity | None:
    """The answers to ``survey.question``, as far as they can be moved; None where none is right."""
    survey, _, asked = name.partition(".")
    question = study.survey(survey).question(asked)
    if isinstance(question, ScaleQuestion):
        low, high = question.bounds
        return Numeric((low + high) / 2, (high - low) / 5, low, high)
    if isinstance(question, ChoiceQuestion) and question.correct is not None:
        return YesNo(RIGHT)
    return None


def act_of(name: str) -> Quantity:
    """What is done with one image that was seen."""
    return Numeric(*SEEN_MS) if name == "visible_ms" else YesNo(ACTS[name])


def at(quantity: Quantity, mean: float) -> Quantity:
    """The same around another mean. Raises InputError for one out of bounds."""
    low, high = (quantity.low, quantity.high) if isinstance(quantity, Numeric) else (0, 1)
    if not low <= mean <= high:
        raise InputError(f"a baseline of {mean:g} does not lie between {low} and {high}")
    return replace(quantity, mean=mean)
