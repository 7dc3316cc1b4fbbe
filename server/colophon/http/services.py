"""What the views work with, under one typed key of the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from colophon.checks.detector import CurrentDetector, DetectorCheck
from colophon.config import Config
from colophon.http.admission import Admission, Places
from colophon.http.draining import Draining
from colophon.http.history import History, SavedHistory
from colophon.http.metrics import Metrics
from colophon.http.publishing import Publishing
from colophon.http.rendered import Renderings
from colophon.http.sampling import Sampler
from colophon.pairing import Pairing, Quotas, Readers
from colophon.pipeline import Pipeline
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.review.desk import Desk
from colophon.review.filling import Filling
from colophon.review.fingerprints import Fingerprints
from colophon.review.pictures import CasePictures
from colophon.review.previews import Previews
from colophon.review.verdicts import Verdicts
from colophon.roles import Reader
from colophon.staff.staff import Staff
from colophon.store.database import Store
from colophon.store.shared import Shared
from colophon.study.enrolment import Studies
from colophon.study.feed.serve import Feeds
from colophon.study.overviews import Overviews
from colophon.supervise import Tasks


class MadeWith:
    """The versions of everything that an assessment depends on: the given ones, detector and registry.

    ``now`` is the same object for as long as they are the same.
    """

    def __init__(
        self, versions: Mapping[str, str | int], detector: CurrentDetector, registry: Registry
    ) -> None:
        self._versions = versions
        self._detector = detector
        self._registry = registry
        self._now: dict[str, str | int] = {"detector": "", "generation": -1}

    @property
    def now(self) -> Mapping[str, str | int]:
        """By name."""
        now, detector, generation = self._now, self._detector.version, self._registry.generation
        if now["generation"] != generation or now["detector"] != detector:
            self._now = now = {**self._versions, "detector": detector, "generation": generation}
        return now


@dataclass(frozen=True, slots=True)
class Services:
    """Made at start by the composition root, closed by it at the end."""

    config: Config
    store: Store
    shared: Shared
    pipeline: Pipeline
    pairing: Pairing
    staff: Staff
    readers: Readers
    quotas: Quotas
    registry: Registry
    register: Register
    desk: Desk
    verdicts: Verdicts
    filling: Filling
    pictures: CasePictures
    fingerprints: Fingerprints
    previews: Previews
    admission: Admission
    studies: Studies
    feeds: Feeds
    study_places: Places
    overviews: Overviews
    draining: Draining
    metrics: Metrics
    history: History | SavedHistory  # the last hour
    sampler: Sampler
    tasks: Tasks
    renderings: Renderings
    made_with: MadeWith
    trust: Mapping[str, bool]  # trust lists by tier: present or not
    detector: CurrentDetector
    publishing: Publishing | None = None  # where the operator says so

    @property
    def assessed_with(self) -> Mapping[str, str | int]:
        """The versions, with the detector and the registry's generation as they are now."""
        return self.made_with.now

    @property
    def lacks_model(self) -> bool:
        """Whether pixels are to be judged and there is nothing that can."""
        return DetectorCheck.name in self.config.checks and self.detector.detector is None

    def may_speak_of(self, sha256: str) -> bool:
        """Whether the detector may make a label for this image.

        An estimate that somebody contests is not shown until it is reviewed (specification, section 2, 9).
        """
        return self.config.detector_chip and sha256 not in self.register.contested


SERVICES = web.AppKey("services", Services)
READER = web.RequestKey("reader", Reader)  # who asks, where a token is wanted
