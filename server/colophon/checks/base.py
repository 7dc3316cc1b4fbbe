"""The one protocol of all checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from colophon.evidence import DONE, Evidence, Outcome, Reason, State

Subject_contra = TypeVar("Subject_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: evidence, often none, and how it went."""

    evidence: tuple[Evidence, ...] = ()
    outcome: Outcome = DONE


def skipped(reason: Reason) -> Report:
    """The check does not apply to this subject."""
    return Report(outcome=Outcome(State.SKIPPED, (reason,)))


def failed(reason: Reason) -> Report:
    """The check applies but could not be carried out."""
    return Report(outcome=Outcome(State.ERROR, (reason,)))


class Check(Protocol[Subject_contra]):
    """Looks at a `Picture` (findings are cached by SHA-256) or at an occurrence's statements (never cached).

    ``version`` changes whenever the same subject could give other evidence, so that cached findings are not
    reused. ``look`` blocks, is called from several threads at once, and raises for nothing the subject holds.
    """

    @property
    def name(self) -> str:
        """Key in ``checks``."""
        ...

    @property
    def version(self) -> str:
        """Part of the key of cached findings."""
        ...

    def look(self, subject: Subject_contra) -> Report:
        """Evidence found in ``subject``."""
        ...


class SlowCheck(Check[Subject_contra], Protocol[Subject_contra]):
    """A check too dear for the first answer. ``look`` is called later, in one background thread."""

    def glance(self, subject: Subject_contra) -> Report | None:
        """What can be said at once, in a few milliseconds; None where it takes a `look`."""
        ...
