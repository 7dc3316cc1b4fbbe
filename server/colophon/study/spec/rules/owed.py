"""What participants are owed where labels are altered or deceive: an ethics board's approval, a debrief."""

from __future__ import annotations

from collections.abc import Iterator

from colophon.study.spec.locate import Path
from colophon.study.spec.problems import Problem
from colophon.study.spec.rules.parts import settings
from colophon.study.spec.study import Study

_ETHICS = 'add ethics = "..." with the number of the approval'
_DEBRIEF = "add [debrief] with the text for each language: which labels were altered, and how"


def approval(study: Study) -> Iterator[Problem]:
    """Altered and deceptive labels, and warning colours, need an approval and a debrief."""
    for path, what in altered(study):
        if study.ethics is None:
            yield Problem(path, f"{what} needs the approval of an ethics board", _ETHICS)
        if study.debrief is None:
            yield Problem(path, f"participants who saw {what} are told afterwards", _DEBRIEF)


def deception(study: Study) -> Iterator[Problem]:
    """Labels that say what is not so are for feeds that the study serves, never for somebody's own."""
    for name, label_set in study.label_sets.items():
        if label_set.deceptive and study.feed != "hosted":
            limit = "labels that say what is not so may stand only in a feed of the study's own"
            yield Problem(("label_sets", name, "deceptive"), limit, 'write feed = "hosted"')


def altered(study: Study) -> Iterator[tuple[Path, str]]:
    """Where labels depart from the specification or deceive, and how, in words."""
    for name, label_set in study.label_sets.items():
        path: Path = ("label_sets", name)
        if label_set.deceptive:
            yield (*path, "deceptive"), "a deceptive label"
        elif label_set.departs_from_spec:
            yield (*path, "departs_from_spec"), "a label that departs from the specification"
    for path, setting in settings(study):
        if setting.colour == "warn":
            yield (*path, "colour"), "a warning colour"
