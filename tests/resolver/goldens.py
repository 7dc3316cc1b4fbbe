"""Turns the golden cases' keys into evidence."""

from __future__ import annotations

from collections.abc import Mapping

from tests.resolver import states

from colophon.evidence import Evidence

KINDS: dict[str, dict[str, Evidence]] = {
    "signed": states.SIGNED,
    "watermark": states.WATERMARK,
    "creator": states.CREATOR,
    "platform": states.PLATFORM,
    "metadata": states.METADATA,
    "image_text": states.IMAGE_TEXT,
    "registry": states.REGISTRY,
    "detector": states.DETECTOR,
    "moderator": states.MODERATOR,
    "community": states.COMMUNITY,
}


def evidence(case: Mapping[str, str]) -> list[Evidence]:
    """The evidence of one golden case, in the order its keys stand in."""
    return [KINDS[kind][state] for kind, state in case.items()]
