"""Every check of an image, made from a configuration: the same for the server and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from colophon import trust
from colophon.checks.base import Check, SlowCheck
from colophon.checks.c2pa import C2paCheck
from colophon.checks.detector import CurrentDetector, DetectorCheck
from colophon.checks.image_text import ImageTextCheck
from colophon.checks.metadata import MetadataCheck
from colophon.checks.registry import RegistryCheck
from colophon.checks.watermark import WatermarkCheck
from colophon.config import Config
from colophon.images.picture import Picture
from colophon.isolation import Sandbox
from colophon.models.watch import Watch
from colophon.registry.memory import Registry


@dataclass(frozen=True, slots=True)
class ImageChecks:
    """The checks in the order they look, and what a person should know about them.

    ``slow`` ones come after the answer. ``trust`` says of each tier of trust lists whether it is present;
    ``versions`` goes into assessments; the detector's is that of ``detector``, which may be replaced when
    ``models`` says that another was chosen.
    """

    checks: tuple[Check[Picture], ...]
    trust: Mapping[str, bool]
    detector: CurrentDetector
    versions: Mapping[str, str]
    slow: tuple[SlowCheck[Picture], ...] = ()
    models: Watch | None = None


@contextmanager
def image_checks(config: Config, registry: Registry) -> Iterator[ImageChecks]:
    """Load trust lists and model and start the checks; close them at the end.

    ``registry`` is where copies are looked for. What is absent is tolerated, and so is a model that is
    refused. Raises TrustError when a trust list is there but cannot be read.
    """
    lists = trust.load(config.trust_folder)
    models = Watch(config.models_folder)
    chosen = models.load()
    detector = CurrentDetector(chosen.detector, chosen.refused)
    jobs = {
        MetadataCheck.name: MetadataCheck.job(config.limits),
        C2paCheck.name: C2paCheck.job(lists),
    }
    with Sandbox(jobs, config.limits, config.workers) as sandbox:
        checks = (
            C2paCheck(sandbox, lists),
            MetadataCheck(sandbox),
            *([WatermarkCheck()] if config.watermark else ()),
            RegistryCheck(registry),
            DetectorCheck(detector),
        )
        slow = (ImageTextCheck(),)
        yield ImageChecks(
            checks,
            trust={"official": bool(lists.official_anchors), "interim": bool(lists.interim_anchors)},
            detector=detector,
            versions={**{check.name: check.version for check in (*checks, *slow)}, "trust": lists.version},
            slow=slow,
            models=models,
        )
