"""The one protocol of all checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from colophon.evidence import Evidence

Subject_contra = TypeVar("Subject_contra", contravariant=True)

DONE = "done"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: evidence, often none, and how it went: `DONE`, ``skipped: why``, ``error: why``."""

    evidence: tuple[Evidence, ...] = ()
    outcome: str = DONE


def skipped(why: str) -> Report:
    """The check does not apply to this subject."""
    return Report(outcome=f"skipped: {why}")


def failed(why: str) -> Report:
    """The check applies but could not be carried out."""
    return Report(outcome=f"error: {why}")


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
