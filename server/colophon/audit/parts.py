"""Parts that an audit can do without, and then finds less: trust lists, a model, models that read words.

What is kept of each is what it was, or None where it was absent; a part that no check wanted is not named.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from colophon import trust
from colophon.checks.all import ImageChecks
from colophon.checks.c2pa import C2paCheck
from colophon.checks.image_text import ImageTextCheck
from colophon.config import Config
from colophon.trust import known
from colophon.trust.certificates import issued

OFFICIAL, INTERIM, LOCAL = "trust_official", "trust_interim", "trust_local"
DETECTOR, WORDS = "detector", "image_text"

Parts = Mapping[str, str | None]


def parts(config: Config, image: ImageChecks) -> dict[str, str | None]:
    """What there was. Raises TrustError where a trust list cannot be read."""
    found: dict[str, str | None] = {}
    if C2paCheck.name in config.checks:
        found |= _lists(config.trust_folder)
    if DETECTOR in config.checks:
        used = image.detector.detector
        found[DETECTOR] = f"{used.manifest.id} {used.manifest.version}" if used else None
    if ImageTextCheck.name in config.checks:
        version = image.versions[ImageTextCheck.name]
        found[WORDS] = None if version == "none" else version
    return found


def lost(found: Parts) -> list[str]:
    """What its absence costs, in sentences for whoever reads of the audit; in their order of weight."""
    lists = {name: found[name] for name in (OFFICIAL, INTERIM, LOCAL) if name in found}
    told = []
    if lists and not any(lists.values()):
        told.append(
            "No trust list was there: signatures could not be tied to known signers, and every signer is "
            "shown as not recognised."
        )
    elif lists and not lists[OFFICIAL]:
        told.append(
            "The official trust list was not there: signers that only it names are shown as not recognised."
        )
    if DETECTOR in found and not found[DETECTOR]:
        told.append("No detection model was in use: the automatic check looked at no image.")
    if WORDS in found and not found[WORDS]:
        told.append("The models that read words in images were not there: no words in images were read.")
    return told


def _lists(folder: Path) -> dict[str, str | None]:
    lists = trust.load(folder)
    tiers = {
        OFFICIAL: (lists.official_anchors, _issued(folder)),
        INTERIM: (lists.interim_anchors + lists.interim_allowed, None),
        LOCAL: (lists.local_anchors, None),
    }
    return {name: _told(text, date) if text else None for name, (text, date) in tiers.items()}


def _told(text: str, date: str | None) -> str:
    count = text.count("-----BEGIN CERTIFICATE-----")
    return f"{count} certificates{f', issued {date}' if date else ''}"


def _issued(folder: Path) -> str | None:
    try:
        return issued((folder / known.OFFICIAL_DATED).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
