"""A feed of the study's own is seen once: no baseline, and its section only where there is such a feed."""

from __future__ import annotations

from collections.abc import Iterator

from colophon.study.spec.hosted import RESERVED
from colophon.study.spec.problems import Problem
from colophon.study.spec.study import Study


def section(study: Study) -> Iterator[Problem]:
    """The section fits the feed, and the link's parameters differ."""
    if study.hosted and study.feed != "hosted":
        limit = "this section is for a feed that the study serves, and feed is own"
        yield Problem(("hosted",), limit, 'write feed = "hosted", or take the section out')
    if study.hosted and study.hosted.participant == RESERVED:
        limit = f"{RESERVED} is the parameter of the invitation"
        yield Problem(("hosted", "participant"), limit, "give the participant's parameter another name")


def one_sitting(study: Study) -> Iterator[Problem]:
    """Nobody comes back to such a feed, so nothing can come before the treatment."""
    if study.feed == "hosted" and study.phases.baseline_days:
        limit = "a feed of the study's own is seen in one sitting, so a baseline would be all of it"
        yield Problem(("phases", "baseline_days"), limit, "write baseline_days = 0")
