"""The IPTC digital source type that a creator's statement is written as (specification, section 4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from colophon.evidence import Process

SCHEME: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"  # the canonical form, not https


class Claim(StrEnum):
    """What a creator can say here: a claim in their own interest ("a photo") would count for nothing."""

    AI_GENERATED = "ai_generated"
    AI_EDITED = "ai_edited"

    @property
    def process(self) -> Process:
        """The process that the claim states."""
        return Process(self.value)

    @property
    def term(self) -> str:
        """Its term of the IPTC list."""
        return _TERMS[self]

    @property
    def uri(self) -> str:
        """Its URI."""
        return SCHEME + self.term


_TERMS: Final = {
    Claim.AI_GENERATED: "trainedAlgorithmicMedia",
    Claim.AI_EDITED: "compositeWithTrainedAlgorithmicMedia",
}
