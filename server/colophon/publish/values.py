"""The label values of the AT Protocol that stand for what reviewers found.

A value has letters a-z and hyphens (com.atproto.label.defs#labelValueDefinition). They name how an image was
made and nothing about its subject, so that each is informative and hides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from colophon.evidence import Process


@dataclass(frozen=True, slots=True)
class Value:
    """``name`` is the value; ``shown`` whether readers see it unless they choose otherwise."""

    name: str
    shown: bool


VALUES: Mapping[str, Value] = MappingProxyType(
    {
        Process.CAPTURED: Value("camera-photo", shown=False),
        Process.CAPTURED_EDITED: Value("camera-photo-edited", shown=False),
        Process.AI_GENERATED: Value("ai-generated", shown=True),
        Process.AI_EDITED: Value("ai-edited", shown=True),
        Process.AI_INVOLVED: Value("ai-involved", shown=True),
        Process.COMPOSITE_AI: Value("composite-part-ai", shown=True),
        Process.COMPOSITE: Value("composite", shown=True),
    }
)
