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
NO_VALUES: Mapping[str, str] = MappingProxyType({})


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


class Post(StrEnum):
    """Whose picture it is in the post that shows it."""

    OWN = "own"
    RESHARE = "reshare"


class Status(StrEnum):
    """What is known after looking."""

    LABELLED = "labelled"
    NONE = "none"
    NOT_CHECKED = "not_checked"
    ERROR = "error"
    PROTECTED = "protected"


class State(StrEnum):
    """How far a check got: the first word of an entry in an assessment's ``checks``."""

    DONE = "done"
    PENDING = "pending"  # still under way; asked again, the answer may say more
    SKIPPED = "skipped"  # does not apply to this image
    ERROR = "error"  # applies and could not be carried out


class Why(StrEnum):
    """Every reason the server can give; the catalogue's ``reasons`` hold the words of each, by these keys."""

    # the image as a whole
    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    TOO_LARGE = "too_large"
    # its pixels
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    OUT_OF_MEMORY = "out_of_memory"
    RECORDS_ONLY = "records_only"
    NOT_DECODED = "not_decoded"
    # any check
    TIMED_OUT = "timed_out"
    FAILED = "failed"
    BUSY = "busy"
    # signed records
    READER_STOPPED = "reader_stopped"
    READER_CLOSED = "reader_closed"
    READER_NOT_STARTED = "reader_not_started"
    ANSWER_NOT_UNDERSTOOD = "answer_not_understood"
    RECORD_NOT_SOUGHT = "record_not_sought"
    # file data
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_BLOCKS = "too_many_blocks"
    BLOCK_TOO_LARGE = "block_too_large"
    BLOCKS_TOO_LARGE = "blocks_too_large"
    BLOCK_DAMAGED = "block_damaged"
    BLOCK_DEFINES_ENTITIES = "block_defines_entities"
    BLOCK_TOO_WIDE = "block_too_wide"
    BLOCK_TOO_DEEP = "block_too_deep"
    # statements
    UNKNOWN_PATTERNS = "unknown_patterns"
    # hidden marks
    LOSSY_FILE = "lossy_file"
    # the detector
    NO_MODEL = "no_model"
    MODEL_REFUSED = "model_refused"
    MODEL_FAILED = "model_failed"
    ACCOUNT_PICTURE = "account_picture"
    ANIMATED = "animated"
    PALETTE = "palette"
    TOO_SMALL = "too_small"
    TOO_LONG = "too_long"
    FEW_COLOURS = "few_colours"
    MOSTLY_FLAT = "mostly_flat"
    GRAPHIC = "graphic"
    SCREENSHOT = "screenshot"
    HEAVY_JPEG = "heavy_jpeg"
    UPSCALED = "upscaled"
    # text in the image
    NO_OCR = "no_text_reader"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was not looked at, or not to its end: words come from the catalogue, once a reader asks.

    ``values`` fill the placeholders, such as the limit that was passed; they hold nothing from the file.
    """

    key: Why
    values: Mapping[str, str] = field(default_factory=lambda: NO_VALUES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check went. Without ``reasons`` there is nothing more to say; a check may meet several."""

    state: State
    reasons: tuple[Reason, ...] = ()


DONE = Outcome(State.DONE)


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

    ``checks`` says of each check, by its name, how it went. ``unreadable`` is why the pixels could not be
    read (limit or damage), or None. ``hashes`` are all perceptual hashes that the registry was searched for,
    ``generation`` is the registry's at that time, ``looked_with`` names the checks that looked. ``protected``
    says that the image is on a list of intimate images: then nothing else is known of it.
    """

    sha256: str
    media_type: str
    evidence: tuple[Evidence, ...] = ()
    checks: Mapping[str, Outcome] = field(default_factory=dict)
    pdq: str | None = None  # 64 hex digits
    pdq_quality: int | None = None  # 0 to 100
    unreadable: Reason | None = None
    hashes: tuple[str, ...] = ()
    generation: int = 0
    looked_with: str = ""
    protected: bool = False

    @property
    def pending(self) -> bool:
        """Whether a slow check is still under way."""
        return any(outcome.state is State.PENDING for outcome in self.checks.values())

    @property
    def has_errors(self) -> bool:
        """Whether a check that applies could not be carried out."""
        return any(outcome.state is State.ERROR for outcome in self.checks.values())


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
