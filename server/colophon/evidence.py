"""The words of the domain: evidence, statements, findings and assessments. No I/O, no decisions.

Ranks and confidence words are those of the label specification, section 5, as amended by section 14.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

JSONValue = str | int | float | bool | None | list["JSONValue"] | Mapping[str, "JSONValue"]
NO_DETAILS: Mapping[str, JSONValue] = MappingProxyType({})


class Process(StrEnum):
    """What happened to an image (specification, section 3)."""

    CAPTURED = "captured"
    CAPTURED_EDITED = "captured_edited"
    AI_GENERATED = "ai_generated"
    AI_EDITED = "ai_edited"
    AI_INVOLVED = "ai_involved"
    COMPOSITE_AI = "composite_ai"
    COMPOSITE = "composite"
    UNKNOWN = "unknown"
    PHOTO = "photo"  # a poster's claim in their own interest: shown in the card, never a label
    CAPTURED_EARLIER = "captured_earlier"  # counter-evidence of the registry only


class Source(StrEnum):
    """Who or what speaks."""

    MODERATOR = "moderator"
    SIGNED = "signed"
    WATERMARK = "watermark"
    REGISTRY = "registry"
    REGISTRY_CREATOR = "registry_creator"
    PLATFORM = "platform"
    CREATOR = "creator"
    METADATA = "metadata"
    IMAGE_TEXT = "image_text"
    COMMUNITY = "community"
    DETECTOR = "detector"


class Confidence(StrEnum):
    """The word that says how far a source can be trusted."""

    REVIEWED = "reviewed"
    RECORDED = "recorded"
    MATCHED = "matched"
    STATED = "stated"
    ESTIMATED = "estimated"
    NONE = "none"


class Rank(IntEnum):
    """How much weight a piece of evidence carries (specification, sections 5 and 14)."""

    MODERATOR = 100
    SIGNED_OFFICIAL = 90
    SIGNED_INTERIM = 85
    WATERMARK = 80
    REGISTRY = 70
    STATED = 60  # platform, creator, and a registry entry whose source is only a statement
    UNSIGNED = 50  # metadata, text in the image, a signed record whose signer is not recognised
    COMMUNITY = 40
    DETECTOR = 10
    NO_CLAIM = 0  # a signed record that does not fit, cannot be read, or is elsewhere


class Integrity(StrEnum):
    """``details.integrity`` of signed evidence."""

    OK = "ok"
    TAMPERED = "tampered"
    MALFORMED = "malformed"
    REMOTE_ONLY = "remote_only"


class Trust(StrEnum):
    """``details.trust`` of signed evidence: which list, if any, knows the signer."""

    OFFICIAL = "official"
    INTERIM = "interim"
    LOCAL = "local"  # added by whoever runs this server; also the demo's own certificate
    UNTRUSTED = "untrusted"
    EXPIRED_UNTIMESTAMPED = "expired_untimestamped"
    NONE = "none"


class ContentClaim(StrEnum):
    """``details.content_claim``: what a signed record says about the picture."""

    AI_GENERATED = "ai_generated"
    AI_EDITED = "ai_edited"
    CAPTURED = "captured"
    CAPTURED_EDITED = "captured_edited"
    EDITED = "edited"
    UNSPECIFIED = "unspecified"


class Match(StrEnum):
    """``details.match`` of registry evidence (specification, section 14, 17)."""

    EXACT = "exact"
    SAME = "same"
    SIMILAR = "similar"


class Band(StrEnum):
    """``details.band`` of detector evidence (specification, section 14, 19)."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class Status(StrEnum):
    """What is known after looking."""

    LABELLED = "labelled"
    NONE = "none"
    NOT_CHECKED = "not_checked"
    ERROR = "error"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement about how an image was made.

    ``source_name`` is a name to show ("OpenAI", "Instagram"), ``date`` an ISO 8601 date. ``details`` holds
    what the card and the resolver read: the enumerations above under their documented keys, and placeholder
    values for the catalogue (``signer``, ``what``, ``scheme``, ``generator``, ``pattern``, ...).
    """

    source: Source
    process: Process
    confidence: Confidence
    rank: int
    source_name: str | None = None
    date: str | None = None
    details: Mapping[str, JSONValue] = field(default_factory=lambda: NO_DETAILS)


@dataclass(frozen=True, slots=True)
class Statement:
    """What an occurrence says about its image, without the text itself."""

    source: Source  # creator or platform
    process: Process  # ai_generated, ai_edited, ai_involved or photo
    pattern: str
    language: str
    reshare: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appearance of an image in a post."""

    caption: str | None = None
    alt: str | None = None
    platform_label: str | None = None
    site: str | None = None
    permalink: str | None = None
    author: str | None = None
    reshare: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found in the image itself: the part that is cached by SHA-256.

    ``checks`` maps a check's name to ``done``, ``pending`` or ``skipped: why`` / ``error: why``.
    ``unreadable`` says why the pixels could not be read (limit or damage), or is None.
    """

    sha256: str
    media_type: str
    evidence: tuple[Evidence, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    pdq: str | None = None  # 64 hex digits
    pdq_quality: int | None = None  # 0 to 100
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The outcome of the resolver: at most one label.

    ``headline`` is the piece of evidence that the label speaks for; ``opposed`` is the other side when
    ``conflict`` is true. ``review`` asks for a person to look.
    """

    label_id: str | None = None
    headline: Evidence | None = None
    opposed: Evidence | None = None
    conflict: bool = False
    review: bool = False
