"""Every check of an image, made from a configuration: the same for the server and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
from colophon.models.current import Chosen
from colophon.models.watch import Watch
from colophon.registry.memory import Registry

OFF = "the check of pixels is off"


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
    readers_restarted: Callable[[], int] = int  # reader processes that died or hung, since the start


@contextmanager
def image_checks(config: Config, registry: Registry) -> Iterator[ImageChecks]:
    """Load what the checks of ``config`` need and start them; close them at the end.

    Trust lists, model, reader processes and text models are loaded only for checks that are on. ``registry``
    is where copies are looked for. What is absent is tolerated, and so is a model that is refused. Raises
    TrustError when a trust list is there but cannot be read.
    """
    wanted = frozenset(config.checks)
    lists = trust.load(config.trust_folder) if C2paCheck.name in wanted else None
    models = Watch(config.models_folder) if DetectorCheck.name in wanted else None
    chosen = models.load() if models else Chosen("", refused=OFF)
    detector = CurrentDetector(chosen.detector, chosen.refused)
    with _sandbox(config, lists, wanted) as sandbox:
        makers: dict[str, Callable[[], Check[Picture]]] = {
            C2paCheck.name: lambda: C2paCheck(sandbox, lists or trust.NO_LISTS),
            MetadataCheck.name: lambda: MetadataCheck(sandbox),
            WatermarkCheck.name: WatermarkCheck,
            RegistryCheck.name: lambda: RegistryCheck(registry),
            DetectorCheck.name: lambda: DetectorCheck(detector),
        }
        checks = tuple(make() for name, make in makers.items() if name in wanted)
        slow = (ImageTextCheck(),) if ImageTextCheck.name in wanted else ()
        versions = {check.name: check.version for check in (*checks, *slow)}
        yield ImageChecks(
            checks,
            trust=_tiers(lists) if lists else {},
            detector=detector,
            versions={**versions, "trust": lists.version if lists else "none"},
            slow=slow,
            models=models,
            readers_restarted=lambda: sandbox.restarted,
        )


@contextmanager
def _sandbox(config: Config, lists: trust.TrustLists | None, wanted: frozenset[str]) -> Iterator[Sandbox]:
    """Where files are taken apart. Without a check that wants it no process is started."""
    jobs = {}
    if MetadataCheck.name in wanted:
        jobs[MetadataCheck.name] = MetadataCheck.job(config.limits)
    if lists:
        jobs[C2paCheck.name] = C2paCheck.job(lists)
    with Sandbox(jobs, config.limits, config.workers if jobs else 0) as sandbox:
        yield sandbox


def _tiers(lists: trust.TrustLists) -> dict[str, bool]:
    return {"official": bool(lists.official_anchors), "interim": bool(lists.interim_anchors)}
