"""A value per row, or per participant, for each outcome that a plan can name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colophon.errors import Undetermined
from colophon.study.analysis.detection import detection
from colophon.study.report.columns import Flags, Floats, Numbers, Texts
from colophon.study.report.data import ACTS, Data
from colophon.study.spec.plan import Test
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ScaleQuestion

NO_TRUTH = (
    "how the images were made is not known in these data, so nobody can say how well people tell them apart; "
    "a feed of the study's own, exported with its truth, can"
)


@dataclass(frozen=True)
class Values:
    """Values with the participant (row of people) and the item of each; ``row`` in exposures, -1 for none."""

    person: Numbers
    row: Numbers
    item: Numbers
    value: Floats

    def of(self, chosen: Flags) -> Values:
        """Those chosen."""
        return Values(self.person[chosen], self.row[chosen], self.item[chosen], self.value[chosen])


@dataclass(frozen=True)
class ByPerson:
    """One value per participant who has any."""

    person: Numbers
    value: Floats


def rows_of(study: Study, data: Data, test: Test, *, treatment: bool = True) -> Values:
    """All values of an outcome in a phase. Raises Undetermined where the data cannot hold it.

    Acts and answers about items count for images that have a label in any arm, shown or not (so that arms
    differ in nothing but what was shown), and spill-over for those that have none.
    """
    if test.outcome in ACTS or test.outcome == "share_discernment":
        rows = data.rows
        act = rows.acts["share_click" if test.outcome == "share_discernment" else test.outcome]
        chosen = rows.exposed & (rows.treatment == treatment) & ~np.isnan(act)
        if test.outcome != "share_discernment":
            chosen &= rows.would
        row = np.flatnonzero(chosen)
        return Values(rows.person[row], row, rows.item[row], act[row])
    found = _answers(study, data, test)
    about = found.row >= 0
    if not about.any():  # a question of a survey before or after
        return found if treatment and test.outcome in ("answer", "comprehension") else found.of(about)
    phase = np.where(about, data.rows.treatment[found.row], True)
    would = np.where(about, data.rows.would[found.row], True)
    chosen = phase == treatment
    if test.outcome == "spillover":
        chosen &= about & ~would
    elif test.outcome in ("answer", "comprehension"):
        chosen &= would
    elif test.outcome == "over_reliance":
        return _followed(data, found.of(chosen & about))
    return found.of(chosen)


def by_person(study: Study, data: Data, test: Test, *, treatment: bool = True) -> ByPerson:
    """The outcome of each participant: the mean of their rows, or what needs both kinds of images.

    Discernment is the mean over AI images minus that over others; of sharing, the share over others minus
    that over AI images. d' and over-reliance take an answer above the scale's middle, or the right option,
    for "AI". Raises Undetermined where truth is needed and not known.
    """
    values = rows_of(study, data, test, treatment=treatment)
    if test.outcome == "d_prime":
        told = told_apart(study, data, test)
        return ByPerson(told.person, told.sensitivity)
    if test.outcome in ("discernment", "share_discernment"):
        truth = _truth(data, values)
        first, second = means(values.of(truth == "ai")), means(values.of(truth == "not_ai"))
        both, a, b = np.intersect1d(first.person, second.person, return_indices=True)
        sign = 1 if test.outcome == "discernment" else -1
        return ByPerson(both, sign * (first.value[a] - second.value[b]))
    return means(values)


def means(values: Values) -> ByPerson:
    """The mean of each participant's values."""
    people, place = np.unique(values.person, return_inverse=True)
    return ByPerson(people, np.bincount(place, values.value) / np.maximum(np.bincount(place), 1))


def any_of(values: Values) -> ByPerson:
    """1 for each participant with any value above 0, else 0."""
    mean = means(values)
    return ByPerson(mean.person, (mean.value > 0).astype(np.float64))


def _answers(study: Study, data: Data, test: Test) -> Values:
    answers = data.answers
    scored = test.outcome == "comprehension" or not isinstance(_question(study, test), ScaleQuestion)
    given = answers.correct if scored else answers.number
    lost = answers.about_item & (answers.row < 0)
    chosen = np.flatnonzero((answers.question == (test.question or "")) & ~np.isnan(given) & ~lost)
    row, value = answers.row[chosen], given[chosen]
    if test.outcome == "over_reliance":
        value = said_ai(study, test, value).astype(np.float64)
    item = np.where(row >= 0, data.rows.item[row], -1) if data.rows.item.size else np.full(row.size, -1)
    return Values(answers.person[chosen], row, item, value)


def _question(study: Study, test: Test) -> object:
    survey, _, question = (test.question or "").partition(".")
    return study.survey(survey).question(question)


def said_ai(study: Study, test: Test, value: Floats) -> Flags:
    """Whether an answer says that AI made the image: above the scale's middle, or the right option."""
    question = _question(study, test)
    middle = sum(question.bounds) / 2 if isinstance(question, ScaleQuestion) else 0.5
    return value > middle


@dataclass(frozen=True)
class Told:
    """How well each participant tells AI images from others (d'), and where their answers lean (c)."""

    person: Numbers
    sensitivity: Floats
    criterion: Floats


def told_apart(study: Study, data: Data, test: Test) -> Told:
    """d' and c of everybody who answered about images of both kinds. Raises Undetermined without truth."""
    values = rows_of(study, data, test)
    truth = _truth(data, values)
    kinds = [values.of(truth == kind) for kind in ("ai", "not_ai")]
    size = len(data.people.ids)
    counts = []
    for kind in kinds:
        yes = said_ai(study, test, kind.value).astype(np.float64)
        counts += [np.bincount(kind.person, yes, size), np.bincount(kind.person, minlength=size)]
    both = np.flatnonzero((counts[1] > 0) & (counts[3] > 0))
    found = detection(*(count[both] for count in counts))
    return Told(both, found.sensitivity, found.criterion)


def _truth(data: Data, values: Values) -> Texts:
    known = (
        np.where(values.row >= 0, data.rows.truth[values.row], "") if data.rows.truth.size else np.array([""])
    )
    if not np.isin(known, ("ai", "not_ai")).any():
        raise Undetermined(NO_TRUTH)
    return known


def _followed(data: Data, values: Values) -> Values:
    """Answers about images whose label, as shown, says otherwise than what is so: 1 where they say as it
    does.
    """
    truth, label = _truth(data, values), data.rows.shown[values.row]
    says_ai = np.char.startswith(label, "ai_")
    wrong = (says_ai & (truth == "not_ai")) | (np.char.startswith(label, "captured") & (truth == "ai"))
    followed = np.where(says_ai, values.value, 1 - values.value)
    return Values(values.person, values.row, values.item, followed).of(wrong)
