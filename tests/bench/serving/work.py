"""The work per image that every arm does: decode, hashes, the shipped model. Nothing else of Colophon."""

from __future__ import annotations

from colophon.checks.detector import CurrentDetector, DetectorCheck
from colophon.config import Limits
from colophon.evidence import Findings
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon_model import Detector, builtin


class Work:
    """The model, loaded once; `look` may be called from several threads."""

    def __init__(self) -> None:
        folder = builtin()
        if folder is None:
            raise SystemExit("no built-in model to measure with")
        self._checks = (DetectorCheck(CurrentDetector(Detector.load(folder))),)
        self._limits = Limits()

    def look(self, data: bytes) -> Findings:
        """What the detector has to say about one file. Raises what it means when it did not run."""
        picture = Picture.of(data, self._limits.pixels)
        found = Examination(picture, self._checks, self._limits.deadline_seconds).run()
        if found.has_errors:
            raise RuntimeError(f"the detector failed: {found.checks}")
        return found

    def answer(self, data: bytes) -> dict[str, object]:
        """What a peer answers with: the findings, without the sentences that Colophon makes of them."""
        found = self.look(data)
        return {
            "sha256": found.sha256,
            "pdq": found.pdq,
            "pdq_quality": found.pdq_quality,
            "evidence": [{"source": e.source, "process": e.process, **e.details} for e in found.evidence],
        }
